import type { AccountId } from '../accounts.ts';
import { idOf } from '../ids.ts';
import type { Meter } from '../meters.ts';
import { sumOf } from '../money.ts';
import { type Overage, overageLines } from '../overage/overage.ts';
import type { Period } from '../periods.ts';
import type { Instant } from '../time.ts';
import { type Charge, type ChargeLine, newCharge } from './charges.ts';

/** Returns the lines of the overage of a period. */
export const linesOf = (meter: Meter, period: Period, overage: Overage, beyond: number): ChargeLine[] =>
  overageLines(overage, beyond).map((line) => ({
    kind: 'overage',
    period: period.day,
    description: `${meter.title} overage, ${period.day.slice(0, 7)}`,
    quantity: line.amount,
    amount: line.total,
  }));

/** Returns the one overage charge of a period; null when nothing is owed. Its id follows from the account, meter and period. */
export const overageCharge = (
  account: AccountId,
  meter: Meter,
  period: Period,
  overage: Overage,
  beyond: number,
  now: Instant,
): Charge | null => chargeOf(account, meter, period, linesOf(meter, period, overage, beyond), now);

/** Returns the id of the overage charge of a meter's period. */
export const overageChargeId = (account: AccountId, meter: Meter, period: Period): string =>
  idOf('chg', period.end, account, meter.name, period.day);

/** Returns the overage charge of a period with these lines; null when they sum to zero. */
export function chargeOf(
  account: AccountId,
  meter: Meter,
  period: Period,
  lines: readonly ChargeLine[],
  now: Instant,
): Charge | null {
  const amount = sumOf(lines.map((line) => line.amount));
  if (amount.amount === 0) return null;
  const month = period.day.slice(0, 7);
  return {
    ...newCharge,
    chargeId: overageChargeId(account, meter, period),
    account,
    type: 'overage',
    subject: { kind: 'overage', meter: meter.name, period: period.day },
    amount,
    lines,
    reason: `${meter.title} overage, ${month} (confirmed amount)`,
    createdAt: now,
  };
}
