import { declareMeter } from '../../functions/domain/meters.ts';
import { cny, type Money } from '../../functions/domain/money.ts';
import type { Answered, Client, TestStack } from './local-stack.ts';
import { freshKey } from './paying.ts';
import { count, eventOf } from './service.ts';

/** A counter of the tests' own, small enough to count by hand: 1,000 free, CNY 0.02 for each started 10 beyond. */
export const RENDERS = 'renders';
export const FREE = 1_000;
export const USUAL_PRICE = cny(2);

/** Declares it. What it hands back may be changed: that is what the price is from then on. */
export function declareRenders(): { price: Money; readonly per: number } {
  const overage = { price: USUAL_PRICE, per: 10 };
  declareMeter({
    name: RENDERS,
    title: 'Renders',
    kind: 'counter',
    unit: 'render',
    free: FREE,
    warnAtPercent: 80,
    overage,
  });
  return overage;
}

/** An account, and what it does about what is beyond its limit. */
export function overageOf(desk: TestStack, machine: Client, owner: Client, account: string) {
  const base = `/v1/accounts/${account}`;
  const confirm = (quoteId: string, query = ''): Promise<Answered> =>
    owner.call(`POST ${base}/overage-confirmations${query}`, { quoteId }, freshKey());
  const quote = async (amount: number, meter = RENDERS) => {
    const { status, body } = await owner.call(`POST ${base}/overage-quotes`, { meter, amount }, freshKey());
    expect(status).toBe(201);
    return body as { quoteId: string; total: Money; unitPrice: unknown; expiresAt: string };
  };
  return {
    use: (amount: number, type = RENDERS) =>
      count(desk, machine, [eventOf(desk, { subject: account, type, amount })]),
    quote,
    confirm,
    /** Asks for a quote and takes it up. */
    allow: async (amount: number, meter = RENDERS): Promise<Answered> => {
      const { quoteId } = await quote(amount, meter);
      const answer = await confirm(quoteId);
      expect(answer.status).toBe(201);
      return answer;
    },
    reserve: (amount: number, meter = RENDERS) =>
      owner.call(`POST ${base}/reservations`, { meter, amount }, freshKey()),
    settle: (reservationId: string, amount: number) =>
      owner.call(`POST ${base}/reservations/${reservationId}/settlement`, { amount }),
    upload: (bytes: number) =>
      owner.call(`POST ${base}/uploads`, { fileName: 'film', bytes, contentType: 'video/mp4' }),
    check: async (amount = 1, meter = RENDERS) =>
      (await owner.call(`POST ${base}/quota-checks`, { meter, amount })).body,
    slot: (jobId: string) => owner.call(`POST ${base}/job-slots`, { jobId }),
    confirmed: (meter = RENDERS) => owner.call(`GET ${base}/overage-confirmations/${meter}`),
    withdraw: (meter = RENDERS) => owner.call(`DELETE ${base}/overage-confirmations/${meter}`),
    charges: async (): Promise<ChargeFacts[]> =>
      (await owner.call(`GET ${base}/charges?limit=100`)).body.items,
  };
}

export type Overdrawn = ReturnType<typeof overageOf>;

export interface ChargeFacts {
  readonly chargeId: string;
  readonly type: string;
  readonly status: string;
  readonly amount: Money;
  readonly lines: readonly { readonly quantity: number; readonly amount: Money }[];
}
