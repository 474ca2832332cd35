import { infiniteQueryOptions } from '@tanstack/react-query';
import { type Api, answered } from '../../api/client.ts';
import { asCsv, notCsv } from '../../api/csv.ts';
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
  readonly payoutAccount: components['schemas']['PayoutAccount'] | null;
}

const PART = 50;

const queryFor = (limit: number, cursor: string | null) => (cursor === null ? { limit } : { limit, cursor });

export const earningsOf = (api: Api, account: string) =>
  infiniteQueryOptions({
    queryKey: [account, 'earnings'],
    queryFn: async ({ pageParam, signal }): Promise<Earnings> =>
      notCsv(
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

/** All lines as CSV, as the API writes them. */
export const statementOf = (api: Api, account: string): Promise<Blob> =>
  answered(api.GET('/v1/accounts/{account}/earnings', { params: { path: { account } }, ...asCsv }));
