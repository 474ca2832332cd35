import type { AccountId } from '../accounts.ts';
import { ApiError } from '../errors.ts';
import { MOST_PAYMENT, moneyText, type UnitPrice } from '../money.ts';
import { periodOf } from '../periods.ts';
import { type Instant, iso } from '../time.ts';
import { capOf, MAX_TRANCHES, type Overage } from './overage.ts';

/** How long a quote is valid. */
export const QUOTE_MINUTES = 15;

/** An offer of overage: a price, an amount, and an expiry. */
export interface Quote {
  readonly quoteId: string;
  readonly account: AccountId;
  readonly meter: string;
  readonly amount: number;
  readonly unitPrice: UnitPrice;
  readonly expiresAt: Instant;
  /** The operation that confirmed it; null before. */
  readonly confirmedBy: string | null;
}

/**
 * Plans a confirmation. `known`: the overage confirmed now (`overageAt`). Throws `too-many-confirmations` and
 * `amount-not-payable`.
 */
export function planConfirmation(quote: Quote, known: Overage | null, now: Instant): Overage {
  const period = periodOf(now).day;
  if (known && known.tranches.length >= MAX_TRANCHES)
    throw new ApiError(
      'too-many-confirmations',
      `The account has reached the limit of ${MAX_TRANCHES} open confirmations of ${quote.meter} in this period. Buy a pack, or confirm a larger amount next period.`,
    );
  const { quoteId, amount, unitPrice } = quote;
  const tranches = [...(known?.tranches ?? []), { quoteId, amount, unitPrice }];
  const overage: Overage = { period, peak: 0, ...known, tranches };
  if (capOf(overage).amount > MOST_PAYMENT.amount)
    throw new ApiError(
      'amount-not-payable',
      `The overage of the month could exceed the payment limit of ${moneyText(MOST_PAYMENT)}. Confirm a smaller amount.`,
    );
  return overage;
}

/** Throws if a quote cannot be confirmed (any more): `quote-expired`, `conflict`. */
export function checkQuote(quote: Quote, operation: string, now: Instant): void {
  if (quote.confirmedBy !== null && quote.confirmedBy !== operation)
    throw new ApiError('conflict', `The quote ${quote.quoteId} is already confirmed. Request a new quote.`);
  if (quote.confirmedBy === null && now >= quote.expiresAt)
    throw new ApiError(
      'quote-expired',
      `The quote ${quote.quoteId} expired at ${iso(quote.expiresAt)}. Request a new one.`,
    );
}
