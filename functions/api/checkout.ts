import { type Charge, type ChargeLine, chargeView } from '../domain/charges/charges.ts';
import { ApiError } from '../domain/errors.ts';
import { cny, type Money } from '../domain/money.ts';
import { type Instant, iso } from '../domain/time.ts';
import { collectNow } from '../payments/collection/collect.ts';
import type { Begun } from '../store/charges/charges.ts';
import type { KeyLost } from '../store/table/idempotency.ts';
import type { Answer } from './kernel/call.ts';
import { offered } from './kernel/terms.ts';
import { inOurCurrency, paymentView, refuseDeclined } from './paying.ts';

/** The steps that are shared by buying a pack, renewing a pack and buying a theme. */

/** The result of planning an order. `amount`: null if free. `endsAt`: null if it never ends. */
interface OrderPlan {
  readonly amount: Money | null;
  readonly lines: readonly ChargeLine[];
  readonly reason: string;
  readonly startsAt: Instant;
  readonly endsAt: Instant | null;
}

/** The price that the buyer saw. */
export interface SeenPrice {
  readonly amount: number;
  readonly currency: string;
}

/** Throws `conflict` if the price of `what` differs from the one that the buyer saw, and `wrong-currency`. */
export function refuseOtherPrice(what: string, price: Money, seen: SeenPrice): void {
  const { amount } = inOurCurrency(seen, '/price');
  if (amount === price.amount) return;
  const detail = `The price of ${what} is now ${price.amount} ${price.currency} in minor units, not ${amount}. Request a new preview.`;
  throw new ApiError('conflict', detail, {
    errors: [{ path: '/price/amount', detail: 'The price has changed.' }],
  });
}

/** Answers a preview: the item, its price and its terms. `bought` and `effects` depend on the kind of order. */
export const previewAnswer = (
  bought: object,
  { amount, lines, reason, startsAt, endsAt }: OrderPlan,
  terms: object,
  effects: object = {},
): Answer => ({
  status: 200,
  body: {
    preview: true,
    ...bought,
    amount: amount ?? cny(0),
    ...offered(terms),
    lines,
    reason,
    startsAt: iso(startsAt),
    endsAt: endsAt === null ? null : iso(endsAt),
    ...effects,
  },
});

/** Returns the charge that was begun. Throws `unavailable` if another operation has taken the request's key. */
export function requireBegun(begun: Begun | KeyLost): Charge {
  if (begun.kind === 'begun') return begun.charge;
  throw new ApiError('unavailable', 'The service is busy and made no changes. Retry the request.');
}

/** Collects the payment of a charge and returns the resulting charge. Throws `payment-declined`. */
export async function payNow(charge: Charge, now: Instant): Promise<Charge> {
  const paid = await collectNow(charge, now);
  refuseDeclined(paid);
  return paid;
}

/** Builds the answer to an order: the item, its charge and the payer's next step; both are null if it was free. */
export const withPayment = <View extends object>(view: View, charge: Charge | null) => ({
  ...view,
  charge: charge && chargeView(charge),
  payment: charge && paymentView(charge),
});
