import { type Charge, chargeView, isDebt } from '../domain/charges/charges.ts';
import type { PaidBy } from '../domain/charges/payments.ts';
import { ApiError } from '../domain/errors.ts';
import type { Money } from '../domain/money.ts';
import { type PaymentProvider, tooMuch } from '../payments/providers/provider.ts';
import { chosenProvider } from '../payments/providers/providers.ts';

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
export function refuseDeclined(charge: Charge): void {
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

const OUR_CURRENCY: Money['currency'] = 'CNY';

/** Converts money in a request to our currency. Throws `wrong-currency`, at `path` in the body. */
export function inOurCurrency(
  { amount, currency }: { readonly amount: number; readonly currency: string },
  path: string,
): Money {
  if (currency === OUR_CURRENCY) return { amount, currency };
  throw new ApiError('wrong-currency', `The currency ${currency} is not supported. Send ${OUR_CURRENCY}.`, {
    errors: [{ path: `${path}/currency`, detail: `Send ${OUR_CURRENCY}.` }],
  });
}
