import type { Money } from './money.ts';

/**
 * An integer of any size: a number up to 2^53 - 1, a bigint above. The table's client reads and writes DynamoDB's
 * numbers like this. For sums over accounts, which no account's limit bounds.
 */
export type ExactInteger = number | bigint;

/** Adds exactly. */
export function addExact(a: ExactInteger, b: ExactInteger): ExactInteger {
  const sum = BigInt(a) + BigInt(b);
  return BigInt.asIntN(54, sum) === sum && sum !== -(2n ** 53n) ? Number(sum) : sum;
}

/**
 * Returns the API's form: a JSON number as long as every parser reads it exactly, otherwise its decimal digits as text.
 */
export const exactView = (amount: ExactInteger): number | string =>
  typeof amount === 'bigint' ? amount.toString() : amount;

/** A sum of money over accounts, in the API's form. */
export interface MoneySum extends Pick<Money, 'currency'> {
  readonly amount: number | string;
}

export const exactMoney = (amount: ExactInteger): MoneySum => ({
  amount: exactView(amount),
  currency: 'CNY',
});
