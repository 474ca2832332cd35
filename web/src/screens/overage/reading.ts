import { queryOptions } from '@tanstack/react-query';
import { type Api, answered } from '../../api/client.ts';
import { live } from '../../api/live.ts';
import type { components } from '../../api/schema.d.ts';

export type Confirmation = components['schemas']['OverageConfirmation'];
export type Plan = components['schemas']['OveragePlan'];
type Metered = 'storage' | 'bandwidth' | 'transcoding';

/** What is confirmed of a meter in the running period. */
export const confirmationOf = (api: Api, account: string, meter: string) =>
  queryOptions({
    queryKey: [account, 'overage', meter],
    queryFn: ({ signal }) =>
      answered(
        api.GET('/v1/accounts/{account}/overage-confirmations/{meter}', {
          params: { path: { account, meter: meter as Metered } },
          signal,
        }),
      ),
    ...live,
  });

/** A price for going beyond, and what confirming it would come to. */
export interface Offer {
  readonly quote: Awaited<ReturnType<typeof quoteOf>>;
  readonly plan: Plan;
}

/** Asks for a quote and for the plan that it leads to. Nothing is confirmed. */
export async function offerOf(api: Api, account: string, meter: string, amount: number): Promise<Offer> {
  const quote = await quoteOf(api, account, meter, amount);
  const plan = await answered(
    api.POST('/v1/accounts/{account}/overage-confirmations', {
      params: {
        path: { account },
        query: { preview: 'true' },
        // Asked for by the route's description; a preview keeps none.
        header: { 'Idempotency-Key': crypto.randomUUID() },
      },
      body: { quoteId: quote.quoteId },
    }),
  );
  if (!('preview' in plan)) throw new Error('What was asked for was a preview.');
  return { quote, plan };
}

const quoteOf = (api: Api, account: string, meter: string, amount: number) =>
  answered(
    api.POST('/v1/accounts/{account}/overage-quotes', {
      params: { path: { account } },
      body: { meter: meter as Metered, amount },
    }),
  );

/** Takes a quote up. `key` stands for the intent: sent again with it, nothing is confirmed twice. */
export const confirm = (api: Api, account: string, quoteId: string, key: string): Promise<Confirmation> =>
  answered(
    api.POST('/v1/accounts/{account}/overage-confirmations', {
      params: { path: { account }, header: { 'Idempotency-Key': key } },
      body: { quoteId },
    }),
  );

export const withdraw = async (api: Api, account: string, meter: string): Promise<void> => {
  await api.DELETE('/v1/accounts/{account}/overage-confirmations/{meter}', {
    params: { path: { account, meter: meter as Metered } },
  });
};
