/** An amount in the currency's minor units (1 CNY = 100 fen). ISO 4217. Never a fraction. */
export interface Money {
  readonly amount: number;
  readonly currency: 'CNY';
}

export const cny = (amount: number): Money => ({ amount, currency: 'CNY' });

/** A price for each started block of `per` units. */
export interface UnitPrice {
  readonly price: Money;
  readonly per: number;
}

/** What `units` cost: a started block is paid whole, so the remainder goes to the seller. */
export function priceOf(units: number, unitPrice: UnitPrice): Money {
  const blocks = (BigInt(units) + BigInt(unitPrice.per) - 1n) / BigInt(unitPrice.per);
  return { amount: Number(blocks * BigInt(unitPrice.price.amount)), currency: unitPrice.price.currency };
}

/** Nothing, when there is nothing to add. */
export const sumOf = (amounts: readonly Money[]): Money =>
  cny(amounts.reduce((sum, money) => sum + money.amount, 0));

/** Minor units → `CNY 29.00`. By the digits, so that nothing is rounded. */
export function moneyText({
  amount,
  currency,
}: {
  readonly amount: number;
  readonly currency: string;
}): string {
  const digits = String(Math.abs(amount)).padStart(3, '0');
  return `${currency} ${amount < 0 ? '-' : ''}${digits.slice(0, -2)}.${digits.slice(-2)}`;
}
