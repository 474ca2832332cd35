import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query';
import { type Api, answered } from '../../api/client.ts';
import { live } from '../../api/live.ts';
import { livePages, onward } from '../../api/pages.ts';
import type { Pack } from '../../api/queries.ts';
import type { components } from '../../api/schema.d.ts';

export type PackPlan = components['schemas']['PackPlan'];

export const purchasesOf = (api: Api, account: string) =>
  infiniteQueryOptions({
    queryKey: [account, 'purchases'],
    queryFn: ({ pageParam, signal }) =>
      answered(
        api.GET('/v1/accounts/{account}/purchases', {
          params: { path: { account }, query: pageParam === null ? {} : { cursor: pageParam } },
          signal,
        }),
      ),
    ...onward,
    ...livePages,
  });

export const purchaseOf = (api: Api, account: string, purchaseId: string) =>
  queryOptions({
    queryKey: [account, 'purchase', purchaseId],
    queryFn: ({ signal }) =>
      answered(
        api.GET('/v1/accounts/{account}/purchases/{purchaseId}', {
          params: { path: { account, purchaseId } },
          signal,
        }),
      ),
    ...live,
  });

/** What buying a pack would do with the limits as they are. Nothing is done. */
export const planOf = (
  api: Api,
  account: string,
  { packType, price }: Pack,
  method: string,
  limits: string,
) =>
  queryOptions({
    queryKey: [account, 'plans', packType, price.amount, limits],
    queryFn: () => planPurchase(api, account, packType, method),
    placeholderData: keepPreviousData,
    staleTime: 60_000,
  });

export async function planPurchase(
  api: Api,
  account: string,
  packType: string,
  paymentMethod: string,
): Promise<PackPlan> {
  const answer = await answered(
    api.POST('/v1/accounts/{account}/purchases', {
      params: { path: { account }, query: { preview: 'true' }, header: { 'Idempotency-Key': 'preview' } },
      body: { packType, paymentMethod },
    }),
  );
  return asPlan(answer);
}

export function asPlan<T extends object>(answer: T | PackPlan): PackPlan {
  if ('preview' in answer) return answer;
  throw new Error('A preview was asked for, and something else was answered.');
}
