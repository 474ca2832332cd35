import type { AccountId } from '../accounts.ts';
import { DAY, type Instant } from '../time.ts';
import { addWhole, type MoneySum, type Whole, wholeMoney } from '../whole.ts';
import type { Charge } from './charges.ts';

/** The age buckets of debts: the maximum days since creation. */
export const AGES = [
  { age: '0-7', days: 7 },
  { age: '8-30', days: 30 },
  { age: '31+', days: Infinity },
] as const;

export interface AgeBucket {
  readonly age: string;
  readonly count: number;
  readonly total: MoneySum;
}

/** The outstanding debts of one account, oldest first. */
export interface Debtor {
  readonly account: AccountId;
  readonly total: MoneySum;
  readonly oldest: Instant;
  readonly charges: readonly Charge[];
}

/** Returns the age bucket of a debt, by whole days since its creation. */
export function ageOf({ createdAt }: Pick<Charge, 'createdAt'>, now: Instant): string {
  const days = Math.floor((now - createdAt) / DAY);
  return AGES.find((bucket) => days <= bucket.days)?.age ?? AGES[2].age;
}

/** Returns the exact sum of debts, however large. */
export const totalOf = (debts: readonly Charge[]): MoneySum =>
  wholeMoney(debts.reduce<Whole>((sum, { amount }) => addWhole(sum, amount.amount), 0));

/** Groups debts by age. Includes empty buckets. */
export const bucketsOf = (debts: readonly Charge[], now: Instant): AgeBucket[] =>
  AGES.map(({ age }) => {
    const within = debts.filter((debt) => ageOf(debt, now) === age);
    return { age, count: within.length, total: totalOf(within) };
  });

/** Groups debts by account, the longest outstanding first. */
export function debtorsOf(debts: readonly Charge[]): Debtor[] {
  const byAccount = new Map<AccountId, Charge[]>();
  for (const debt of debts) byAccount.set(debt.account, [...(byAccount.get(debt.account) ?? []), debt]);
  return [...byAccount]
    .map(([account, own]) => {
      const charges = own.toSorted((a, b) => a.createdAt - b.createdAt);
      const oldest = charges[0]?.createdAt ?? (0 as Instant);
      return { account, total: totalOf(charges), oldest, charges };
    })
    .sort((a, b) => a.oldest - b.oldest || (a.account < b.account ? -1 : 1));
}
