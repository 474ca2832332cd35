import type { AccountId } from '../accounts.ts';
import { dayAt } from '../calendar.ts';
import { addExact, type ExactInteger, exactMoney, type MoneySum } from '../exact-integers.ts';
import { DAY, type Day, type Instant } from '../time.ts';
import { type Charge, isDebt } from './charges.ts';

/** The age buckets of debts: the maximum UTC days since the day of their creation. */
const AGES = [
  { age: '0-7', days: 7 },
  { age: '8-30', days: 30 },
  { age: '31+', days: Infinity },
] as const;

const MOST_DAYS_COUNTED = 30;

export interface AgeBucket {
  readonly age: string;
  readonly count: number;
  readonly total: MoneySum;
}

/** The outstanding debts of one account, oldest first. */
export interface Debts {
  readonly account: AccountId;
  readonly charges: readonly Charge[];
}

export const noDebts = (account: AccountId): Debts => ({ account, charges: [] });

/** Returns the debts after these charges have changed, without those that are settled. */
export function debtsWith({ account, charges }: Debts, changed: readonly Charge[]): Debts {
  const ids = new Set(changed.map(({ chargeId }) => chargeId));
  const others = charges.filter(({ chargeId }) => !ids.has(chargeId));
  const byAge = (a: Charge, b: Charge) => a.createdAt - b.createdAt || (a.chargeId < b.chargeId ? -1 : 1);
  return { account, charges: [...others, ...changed.filter(isDebt)].sort(byAge) };
}

/** The number of debts, and their sum in minor units. */
export interface DebtSum {
  readonly count: ExactInteger;
  readonly amount: ExactInteger;
}

/** The sums of all debts, in total and by the UTC day of their creation. */
export type Outstanding = ReadonlyMap<Day | 'TOTAL', DebtSum>;

/** Returns the changes of the sums when an account's debts change. */
export function sumsByDay(after: Debts, before: Debts): Map<Day | 'TOTAL', DebtSum> {
  const sums = new Map<Day | 'TOTAL', DebtSum>();
  const add = (charges: readonly Charge[], sign: 1 | -1) => {
    for (const { createdAt, amount } of charges)
      for (const key of [dayAt(createdAt), 'TOTAL'] as const) {
        const known = sums.get(key) ?? NOTHING;
        sums.set(key, {
          count: addExact(known.count, sign),
          amount: addExact(known.amount, sign * amount.amount),
        });
      }
  };
  add(after.charges, 1);
  add(before.charges, -1);
  return new Map([...sums].filter(([, { count, amount }]) => count !== 0 || amount !== 0));
}

const NOTHING: DebtSum = { count: 0, amount: 0 };

/** Returns the first day whose debts are not in the oldest bucket. */
export const firstDayCounted = (today: Day): Day =>
  dayAt((Date.parse(today) - MOST_DAYS_COUNTED * DAY) as Instant);

/** Returns the exact sum of debts, however large. */
export const totalOf = (debts: readonly Charge[]): MoneySum =>
  exactMoney(debts.reduce<ExactInteger>((sum, { amount }) => addExact(sum, amount.amount), 0));

/** Returns the exact sum of all debts, however large. */
export const totalOwed = (sums: Outstanding): MoneySum => exactMoney((sums.get('TOTAL') ?? NOTHING).amount);

/** Groups the sums by age. Includes empty buckets. The oldest bucket is the total without the younger days. */
export function bucketsOf(sums: Outstanding, today: Day): AgeBucket[] {
  const buckets = new Map<string, DebtSum>(AGES.map(({ age }) => [age, NOTHING]));
  const add = (age: string, { count, amount }: DebtSum, sign: 1n | -1n) => {
    const known = buckets.get(age) ?? NOTHING;
    buckets.set(age, {
      count: addExact(known.count, sign * BigInt(count)),
      amount: addExact(known.amount, sign * BigInt(amount)),
    });
  };
  const [, , { age: oldest }] = AGES;
  for (const [key, sum] of sums)
    if (key === 'TOTAL') add(oldest, sum, 1n);
    else if (ageOf(key, today) !== oldest) {
      add(ageOf(key, today), sum, 1n);
      add(oldest, sum, -1n);
    }
  return [...buckets].map(([age, { count, amount }]) => ({
    age,
    count: Number(count),
    total: exactMoney(amount),
  }));
}

/** Returns the age bucket of the debts that were created on a day. */
export function ageOf(day: Day, today: Day): string {
  const days = (Date.parse(today) - Date.parse(day)) / DAY;
  return AGES.find((bucket) => days <= bucket.days)?.age ?? AGES[2].age;
}
