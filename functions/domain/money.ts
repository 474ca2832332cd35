/** An amount in the currency's minor units (1 CNY = 100 fen), always an integer. Currency by ISO 4217. */
export interface Money {
  readonly amount: number;
  readonly currency: 'CNY';
}

export const cny = (amount: number): Money => ({ amount, currency: 'CNY' });

/**
 * The maximum of one payment: eight digits, Stripe's limit. Higher amounts cannot be priced or quoted, because they
 * could not be paid. https://docs.stripe.com/currencies#minimum-and-maximum-charge-amounts
 */
export const MOST_PAYMENT = cny(999_999_99);

/** A price per started block of `per` units. */
export interface UnitPrice {
  readonly price: Money;
  readonly per: number;
}

/** Returns the price of `units`, rounded up to whole blocks. */
export function priceOf(units: number, unitPrice: UnitPrice): Money {
  const blocks = (BigInt(units) + BigInt(unitPrice.per) - 1n) / BigInt(unitPrice.per);
  return { amount: Number(blocks * BigInt(unitPrice.price.amount)), currency: unitPrice.price.currency };
}

/** Returns the sum; zero for no amounts. */
export const sumOf = (amounts: readonly Money[]): Money =>
  cny(amounts.reduce((sum, money) => sum + money.amount, 0));

/** Formats minor units: `CNY 29.00`. */
export const moneyText = (money: { readonly amount: number; readonly currency: string }): string =>
  `${money.currency} ${decimalOf(money)}`;

/**
 * Formats minor units as a decimal of the major unit, digit by digit and without rounding, so that spreadsheets read a
 * number.
 */
export function decimalOf({
  amount,
  currency,
}: {
  readonly amount: number;
  readonly currency: string;
}): string {
  const digits = minorDigits(currency);
  const text = String(Math.abs(amount)).padStart(digits + 1, '0');
  const whole = text.slice(0, text.length - digits);
  return `${amount < 0 ? '-' : ''}${whole}${digits > 0 ? `.${text.slice(-digits)}` : ''}`;
}

const digitsOf = new Map<string, number>();

/**
 * Returns the digits of a currency's minor unit (ISO 4217, from Unicode's data). Cached, because the lookup is slow.
 */
function minorDigits(currency: string): number {
  const known = digitsOf.get(currency);
  if (known !== undefined) return known;
  const format = new Intl.NumberFormat('en', { style: 'currency', currency });
  const digits = format.resolvedOptions().maximumFractionDigits ?? 2;
  digitsOf.set(currency, digits);
  return digits;
}
