import type { Money } from './money.ts';

/**
 * An integer of any size: a number while those are exact (up to 2^53 - 1), a bigint beyond. The table's client reads
 * and writes DynamoDB's numbers so. For sums over accounts, which no account's own limit bounds.
 */
export type Whole = number | bigint;

/** Exact, whatever comes to what. */
export function addWhole(a: Whole, b: Whole): Whole {
  const sum = BigInt(a) + BigInt(b);
  return BigInt.asIntN(54, sum) === sum && sum !== -(2n ** 53n) ? Number(sum) : sum;
}

/** As the API answers it: a JSON number while every reader holds it exactly, its decimal digits as text beyond. */
export const wholeView = (amount: Whole): number | string =>
  typeof amount === 'bigint' ? amount.toString() : amount;

/** A sum of money over accounts, as the API answers it. */
export interface MoneySum extends Pick<Money, 'currency'> {
  readonly amount: number | string;
}

export const wholeMoney = (amount: Whole): MoneySum => ({ amount: wholeView(amount), currency: 'CNY' });
