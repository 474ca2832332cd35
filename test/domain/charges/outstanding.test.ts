import type { AccountId } from '../../../functions/domain/accounts.ts';
import { dayAt } from '../../../functions/domain/calendar.ts';
import type { Charge } from '../../../functions/domain/charges/charges.ts';
import {
  bucketsOf,
  debtsWith,
  firstDayCounted,
  noDebts,
  type Outstanding,
  sumsByDay,
} from '../../../functions/domain/charges/outstanding.ts';
import { cny } from '../../../functions/domain/money.ts';
import { DAY, type Day, type Instant, plus } from '../../../functions/domain/time.ts';
import { chargeWith } from '../../support/example-charge.ts';

const account = 'user_001' as AccountId;
const now = Date.UTC(2027, 3, 20, 9) as Instant;

const debt = (chargeId: string, daysAgo: number, amount: number, status: Charge['status'] = 'failed') =>
  chargeWith({
    chargeId,
    account,
    status,
    type: 'overage',
    subject: { kind: 'overage', meter: 'bandwidth', period: '2027-03-01' as Day },
    amount: cny(amount),
    createdAt: plus(now, -daysAgo * DAY),
  });

describe('the debts of an account', () => {
  it('are its unpaid charges, the oldest first', () => {
    const [old, young] = [debt('chg_1', 40, 100), debt('chg_2', 3, 20)];
    const both = debtsWith(noDebts(account), [young, old]);
    expect(both.charges).toEqual([old, young]);
    const paid = debtsWith(both, [{ ...old, status: 'succeeded' }]);
    expect(paid.charges).toEqual([young]);
    expect(sumsByDay(paid, both)).toEqual(
      new Map([
        [dayAt(old.createdAt), { count: -1, amount: -100 }],
        ['TOTAL', { count: -1, amount: -100 }],
      ]),
    );
  });

  it('move no sum when one of them changes and stays a debt', () => {
    const before = debtsWith(noDebts(account), [debt('chg_1', 3, 20)]);
    const after = debtsWith(before, [debt('chg_1', 3, 20, 'pending')]);
    expect(after).not.toEqual(before);
    expect(sumsByDay(after, before).size).toBe(0);
  });
});

describe('the buckets of all debts', () => {
  const sumsOf = (debts: readonly Charge[]): Outstanding =>
    new Map(
      [...sumsByDay(debtsWith(noDebts(account), debts), noDebts(account))].filter(
        ([key]) => key >= firstDayCounted(dayAt(now)),
      ),
    );

  it('count by the UTC days since a debt was made', () => {
    const debts = [0, 7, 8, 30, 31, 400].map((days, n) => debt(`chg_${n}`, days, 10 ** n));
    expect(bucketsOf(sumsOf(debts), dayAt(now))).toEqual([
      { age: '0-7', count: 2, total: cny(11) },
      { age: '8-30', count: 2, total: cny(1_100) },
      { age: '31+', count: 2, total: cny(110_000) },
    ]);
  });

  it('are all there when nothing is owed', () => {
    expect(bucketsOf(new Map(), dayAt(now)).map(({ count }) => count)).toEqual([0, 0, 0]);
  });
});
