import { queryOptions } from '@tanstack/react-query';
import { type Api, answered } from '../../api/client.ts';
import { live } from '../../api/live.ts';
import { isPassing } from '../../api/refusal.ts';
import type { components } from '../../api/schema.d.ts';

export type Payment = components['schemas']['Payment'];

export const chargeOf = (api: Api, account: string, chargeId: string) =>
  queryOptions({
    queryKey: [account, 'charges', 'one', chargeId],
    queryFn: ({ signal }) =>
      answered(
        api.GET('/v1/accounts/{account}/charges/{chargeId}', {
          params: { path: { account, chargeId } },
          signal,
        }),
      ),
    retry: (failures, fault) => failures < 2 && isPassing(fault),
    ...live,
  });

/** How a charge is being paid: the last try. */
export const paymentsOf = (api: Api, account: string, chargeId: string) =>
  queryOptions({
    queryKey: [account, 'charges', 'payments', chargeId],
    queryFn: ({ signal }) =>
      answered(
        api.GET('/v1/accounts/{account}/charges/{chargeId}/payments', {
          params: { path: { account, chargeId } },
          signal,
        }),
      ),
  });
