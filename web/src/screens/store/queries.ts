import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { type Api, answered } from '../../api/client.ts';
import { live } from '../../api/live.ts';
import { livePages, onward } from '../../api/pages.ts';
import { isPassing } from '../../api/refusal.ts';
import type { components } from '../../api/schema.d.ts';
import type { Sort, StoreSearch } from './search.ts';

export type Theme = components['schemas']['Theme'];
export type Sale = components['schemas']['ThemePurchase'];
export type Bought = components['schemas']['ThemeBought'];
export type ThemePlan = components['schemas']['ThemePlan'];

const MOST = 100;

export const themesOn = (api: Api, { sort = 'newest', tag }: StoreSearch) =>
  infiniteQueryOptions({
    queryKey: ['themes', 'list', sort, tag ?? ''],
    queryFn: ({ pageParam, signal }) =>
      answered(api.GET('/v1/themes', { params: { query: partOf(sort, tag, pageParam) }, signal })),
    ...onward,
    ...livePages,
  });

const partOf = (sort: Sort, tag: string | undefined, cursor: string | null) => ({
  sort,
  ...(tag === undefined ? {} : { tag }),
  ...(cursor === null ? {} : { cursor }),
});

/** The tags of the newest themes: what one can choose from. */
export const tagsOn = (api: Api) =>
  queryOptions({
    queryKey: ['themes', 'tags'],
    queryFn: async ({ signal }) => {
      const { items } = await answered(api.GET('/v1/themes', { params: { query: { limit: MOST } }, signal }));
      return [...new Set(items.flatMap(({ tags }) => tags))].sort();
    },
    staleTime: 60_000,
  });

export const themeOf = (api: Api, themeId: string) =>
  queryOptions({
    queryKey: ['themes', 'one', themeId],
    queryFn: ({ signal }) =>
      answered(api.GET('/v1/themes/{themeId}', { params: { path: { themeId } }, signal })),
    retry: (failures, fault) => failures < 2 && isPassing(fault),
    ...live,
  });

export const salesOf = (api: Api, account: string) =>
  infiniteQueryOptions({
    queryKey: [account, 'theme-purchases'],
    queryFn: ({ pageParam, signal }) =>
      answered(
        api.GET('/v1/accounts/{account}/theme-purchases', {
          params: { path: { account }, query: pageParam === null ? {} : { cursor: pageParam } },
          signal,
        }),
      ),
    ...onward,
    ...livePages,
  });

export const saleOf = (api: Api, account: string, purchaseId: string) =>
  queryOptions({
    queryKey: [account, 'theme-purchase', purchaseId],
    queryFn: ({ signal }) =>
      answered(
        api.GET('/v1/accounts/{account}/theme-purchases/{purchaseId}', {
          params: { path: { account, purchaseId } },
          signal,
        }),
      ),
    ...live,
  });

/** What buying a theme would come to. Nothing is done. Without a payment method: it is free. */
export async function planSale(
  api: Api,
  account: string,
  themeId: string,
  paymentMethod?: string,
): Promise<ThemePlan> {
  const answer = await answered(
    api.POST('/v1/themes/{themeId}/purchases', {
      params: { path: { themeId }, query: { preview: 'true' }, header: { 'Idempotency-Key': 'preview' } },
      body: paymentMethod === undefined ? { account } : { account, paymentMethod },
    }),
  );
  if ('preview' in answer) return answer;
  throw new Error('A preview was asked for, and something else was answered.');
}

/** Buys a theme at the price of the plan that was seen. */
export async function buy(
  api: Api,
  { account, themeId, amount, termsDigest }: ThemePlan,
  key: string,
  paymentMethod?: string,
  allowPending = false,
): Promise<Bought> {
  const body = { account, price: amount, termsDigest, ...(allowPending ? { allowPending } : {}) };
  const answer = await answered(
    api.POST('/v1/themes/{themeId}/purchases', {
      params: { path: { themeId }, header: { 'Idempotency-Key': key } },
      body: paymentMethod === undefined ? body : { ...body, paymentMethod },
    }),
  );
  if ('preview' in answer) throw new Error('Nothing was bought: a plan was answered.');
  return answer;
}

export const rate = (api: Api, account: string, themeId: string, stars: number) =>
  answered(
    api.PUT('/v1/accounts/{account}/themes/{themeId}/rating', {
      params: { path: { account, themeId } },
      body: { stars },
    }),
  );
