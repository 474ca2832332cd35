import { infiniteQueryOptions } from '@tanstack/react-query';
import { type Api, answered } from '../../api/client.ts';
import { asCsv, notCsv } from '../../api/csv.ts';
import { livePages, onward } from '../../api/pages.ts';
import type { Charge } from '../../api/queries.ts';
import type { components } from '../../api/schema.d.ts';
import type { Status } from './statuses.ts';

/** Which charges are shown: those of a status, or all. */
export type Shown = Status | 'all';

interface ChargeList {
  readonly items: readonly Charge[];
  readonly nextCursor: string | null;
}

const PART = 100;

const statusOf = (shown: Shown) => (shown === 'all' ? {} : { status: shown });

const queryFor = (shown: Shown, cursor: string | null) => ({
  limit: PART,
  ...statusOf(shown),
  ...(cursor === null ? {} : { cursor }),
});

export const chargesOf = (api: Api, account: string, shown: Shown) =>
  infiniteQueryOptions({
    queryKey: [account, 'charges', 'list', shown],
    queryFn: async ({ pageParam, signal }): Promise<ChargeList> =>
      notCsv(
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

export type Adjustment = components['schemas']['Adjustment'];

/** What waits for the next close. */
export const adjustmentsOf = (api: Api, account: string) =>
  infiniteQueryOptions({
    queryKey: [account, 'charges', 'adjustments'],
    queryFn: ({ pageParam, signal }) =>
      answered(
        api.GET('/v1/accounts/{account}/adjustments', {
          params: { path: { account }, query: queryFor('all', pageParam) },
          signal,
        }),
      ),
    ...onward,
    ...livePages,
  });

/** All charges as CSV, as the API writes them. */
export const chargesAsCsv = (api: Api, account: string, shown: Shown): Promise<Blob> =>
  answered(
    api.GET('/v1/accounts/{account}/charges', {
      params: { path: { account }, query: statusOf(shown) },
      ...asCsv,
    }),
  );
