import { ApiError } from '../../domain/errors.ts';
import type { Money } from '../../domain/money.ts';

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
