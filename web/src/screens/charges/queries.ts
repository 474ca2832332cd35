import { infiniteQueryOptions } from '@tanstack/react-query';
import { type Api, answered } from '../../api/client.ts';
import { livePages, onward } from '../../api/pages.ts';
import type { Charge } from '../../api/queries.ts';
import type { Status } from './statuses.ts';

/** Which charges are shown: those of a status, or all. */
export type Shown = Status | 'all';

interface ChargeList {
  readonly items: readonly Charge[];
  readonly nextCursor: string | null;
}

const PART = 100;

const queryFor = (shown: Shown, cursor: string | null) => ({
  limit: PART,
  ...(shown === 'all' ? {} : { status: shown }),
  ...(cursor === null ? {} : { cursor }),
});

export const chargesOf = (api: Api, account: string, shown: Shown) =>
  infiniteQueryOptions({
    queryKey: [account, 'charges', 'list', shown],
    queryFn: async ({ pageParam, signal }): Promise<ChargeList> =>
      asList(
        await answered(
          api.GET('/v1/accounts/{account}/charges', {
            params: { path: { account }, query: queryFor(shown, pageParam) },
            signal,
          }),
        ),
      ),
    ...onward,
    ...livePages,
  });

/** The route can answer with CSV too; here it was not asked to. */
function asList(answer: ChargeList | string): ChargeList {
  if (typeof answer === 'string') throw new Error('A list was asked for, and CSV was answered.');
  return answer;
}

/** All charges as CSV, as the API writes them: its parts one after another under one heading. */
export async function chargesAsCsv(api: Api, account: string, shown: Shown): Promise<string> {
  const parts: string[] = [];
  let cursor: string | null = null;
  do {
    const { data, response }: { data?: unknown; response: Response } = await api.GET(
      '/v1/accounts/{account}/charges',
      {
        params: { path: { account }, query: queryFor(shown, cursor) },
        headers: { accept: 'text/csv' },
        parseAs: 'text',
      },
    );
    const part = String(data);
    parts.push(parts.length === 0 ? part : part.slice(part.indexOf('\n') + 1));
    cursor = response.headers.get('x-next-cursor');
  } while (cursor !== null);
  return parts.join('');
}
