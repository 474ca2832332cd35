import { type Charge, type ChargeLine, chargeView, isDebt } from '../domain/charges/charges.ts';
import type { PaidBy } from '../domain/charges/payments.ts';
import { digestOf } from '../domain/digest.ts';
import { ApiError } from '../domain/errors.ts';
import { cny, type Money } from '../domain/money.ts';
import { type Instant, iso } from '../domain/time.ts';
import { collectNow } from '../payments/collection/collect.ts';
import { type PaymentProvider, tooMuch } from '../payments/providers/provider.ts';
import { chosenProvider } from '../payments/providers/providers.ts';
import type { Begun } from '../store/charges/charges.ts';
import type { KeyLost } from '../store/table/idempotency.ts';
import type { Answer } from './kernel/call.ts';
import { inOurCurrency } from './kernel/currency.ts';

/** The steps that are shared by buying a pack, renewing a pack, buying a theme and paying a debt. */

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

/** Adds a digest to the terms in a preview. The order sends it back. */
const offered = <Terms extends object>(terms: Terms) => ({ terms, termsDigest: digestOf(terms) });

/** Throws `terms-changed` with the current terms if the buyer agreed to other terms. */
export function refuseChangedTerms(seen: string | undefined, terms: object): void {
  const now = offered(terms);
  if (seen === undefined || seen === now.termsDigest) return;
  throw new ApiError(
    'terms-changed',
    'The terms have changed since the preview. Show the buyer the new `terms` and retry with the new digest.',
    {
      errors: [{ path: '/termsDigest', detail: 'Does not match the current `terms`.' }],
      members: now,
    },
  );
}

/** The payment method of a request, for all routes that take money. */
export interface ChosenMethod {
  readonly provider: PaymentProvider;
  readonly method: string;
}

/** Converts the method to the form that a charge stores. */
export const paidBy = ({ provider, method }: ChosenMethod): PaidBy => ({ provider: provider.name, method });

/** Returns the provider of a payment method. Throws `payment-method-unknown`. */
export async function chosenMethod(method: string): Promise<ChosenMethod> {
  const provider = await chosenProvider();
  if (provider.accepts(method)) return { provider, method };
  throw new ApiError(
    'payment-method-unknown',
    `${provider.name} has no payment method ${method}. Send a method of this provider.`,
    {
      errors: [{ path: '/paymentMethod', detail: `Send a payment method of ${provider.name}.` }],
    },
  );
}

/** Throws `amount-not-payable` for amounts above the provider's limit for one payment. */
export function refuseTooMuch({ provider: { mostPayment } }: ChosenMethod, { amount }: Money): void {
  if (amount > mostPayment.amount)
    throw new ApiError('amount-not-payable', `${tooMuch(mostPayment)} Buy less.`);
}

/** Builds the payer's next step, if one remains; null if no provider was asked. */
export function paymentView({ payment }: Charge) {
  if (!payment) return null;
  const { provider, checkoutUrl, clientSecret } = payment;
  return {
    provider,
    ...(checkoutUrl === undefined ? {} : { checkoutUrl }),
    ...(clientSecret === undefined ? {} : { clientSecret }),
  };
}

/** Throws `payment-declined`, with the charge, if its payment failed. */
function refuseDeclined(charge: Charge): void {
  if (charge.status !== 'failed') return;
  const reason = charge.failure ?? 'The payment was declined.';
  // A debt stays payable. A purchase has only one attempt.
  const way = isDebt(charge)
    ? `Pay ${charge.chargeId} with another payment method.`
    : 'Purchase again with another payment method.';
  throw new ApiError('payment-declined', `${reason} ${way}`, {
    members: { charge: chargeView(charge) },
  });
}
