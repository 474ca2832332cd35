import { infiniteQueryOptions } from '@tanstack/react-query';
import { type Api, answered } from '../../api/client.ts';
import { livePages, onward } from '../../api/pages.ts';
import type { components } from '../../api/schema.d.ts';

export type Earning = components['schemas']['Earning'];
export type Balance = components['schemas']['CreatorBalance'];
export type Year = components['schemas']['CreatorYear'];
export type Terms = components['schemas']['ShareTerms'];
export type ThemeCap = components['schemas']['ThemeCap'];
export type Payout = components['schemas']['Payout'];

interface Earnings {
  readonly items: readonly Earning[];
  readonly nextCursor: string | null;
  readonly balance: Balance;
  readonly year: Year;
  readonly themes: readonly ThemeCap[];
  readonly terms: Terms;
  readonly payouts: readonly Payout[];
}

const PART = 50;
/** The most that a part of a list may hold. */
const LARGE_PART = 100;

const queryFor = (limit: number, cursor: string | null) => (cursor === null ? { limit } : { limit, cursor });

export const earningsOf = (api: Api, account: string) =>
  infiniteQueryOptions({
    queryKey: [account, 'earnings'],
    queryFn: async ({ pageParam, signal }): Promise<Earnings> =>
      asEarnings(
        await answered(
          api.GET('/v1/accounts/{account}/earnings', {
            params: { path: { account }, query: queryFor(PART, pageParam) },
            signal,
          }),
        ),
      ),
    ...onward,
    ...livePages,
  });

/** The route can answer with CSV too; here it was not asked to. */
function asEarnings(answer: Earnings | string): Earnings {
  if (typeof answer === 'string') throw new Error('A list was asked for, and CSV was answered.');
  return answer;
}

export const payoutsOf = (api: Api, account: string) =>
  infiniteQueryOptions({
    queryKey: [account, 'payouts'],
    queryFn: ({ pageParam, signal }) =>
      answered(
        api.GET('/v1/accounts/{account}/payouts', {
          params: { path: { account }, query: pageParam === null ? {} : { cursor: pageParam } },
          signal,
        }),
      ),
    ...onward,
    ...livePages,
  });

/** All lines as CSV, as the API writes them: its parts one after another under one heading. */
export async function statementOf(api: Api, account: string): Promise<string> {
  const parts: string[] = [];
  let cursor: string | null = null;
  do {
    const { data, response }: { data?: unknown; response: Response } = await api.GET(
      '/v1/accounts/{account}/earnings',
      {
        params: { path: { account }, query: queryFor(LARGE_PART, cursor) },
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
