import { type Adjustment, adjustBy, creditedOf, withDebit } from '../../domain/charges/adjustments.ts';
import { type Charge, type ChargeLine, newCharge } from '../../domain/charges/charges.ts';
import { type PeriodPart, partLeft, partsOf } from '../../domain/charges/period-money.ts';
import { idOf } from '../../domain/ids.ts';
import { type Meter, requireMeter } from '../../domain/meters.ts';
import { periodOfDay } from '../../domain/periods.ts';
import type { Day, Instant } from '../../domain/time.ts';
import { requireBalance } from '../balances/balances.ts';
import { adjustmentKey } from '../keys.ts';
import type { Transaction } from '../table/transaction.ts';
import type { Versioned } from '../table/versioned.ts';
import { loadAdjustment, saveAdjustments } from './adjustments.ts';
import { addCharge } from './charges.ts';
import { asWritten, chargesOfPeriod, refundsOf } from './period-charges.ts';

/**
 * Loads the adjustments of the periods that a charge bills, in the order of its lines; none for charges whose usage
 * cannot be corrected. One consistent read each.
 */
export async function adjustmentsOf(charge: Charge): Promise<Versioned<Adjustment>[]> {
  const meter = correctedMeter(charge);
  if (!meter) return [];
  const { account } = charge;
  const periods = partsOf(charge).map(({ period }) => periodOfDay(period));
  return Promise.all(periods.map((period) => loadAdjustment({ account, meter, period })));
}

/** Returns the meter of an overage charge if its events can be corrected. */
function correctedMeter({ subject }: Charge): Meter | undefined {
  const meter = subject.kind === 'overage' ? requireMeter(subject.meter) : undefined;
  return meter?.kind === 'counter' ? meter : undefined;
}

/**
 * Returns the refundable amounts of an overage charge by period, in the order of its lines: what neither refunds nor
 * credits have returned. Null for other charges. One read per refund.
 */
export async function refundableParts(
  charge: Charge,
  adjustments: readonly Versioned<Adjustment>[],
): Promise<PeriodPart[] | null> {
  if (charge.subject.kind !== 'overage') return null;
  const refunded = { charge, refunds: await refundsOf(charge) };
  return partsOf(charge).map(({ period }) => {
    const billed = adjustments.find(({ value }) => value.period === period)?.value.billed ?? [];
    const left = partLeft(refunded, period) - creditedOf(billed, charge.chargeId);
    return { period, amount: Math.max(0, left) };
  });
}

/** A charge that is about to be written, with the refund that causes it. */
export interface ReturnWritten {
  readonly charge: Charge;
  readonly refund?: Charge;
}

/**
 * Updates the pending amounts in the transaction that refunds or waives a part of a charge, for each period that the
 * charge bills. Promise: the adjustments are unchanged since they were read, and missing ones are still missing.
 */
export async function updateAdjustments(
  transaction: Transaction,
  written: ReturnWritten,
  adjustments: readonly Versioned<Adjustment>[],
  now: Instant,
): Promise<void> {
  const { account } = written.charge;
  const followed: Versioned<Adjustment>[] = [];
  for (const stored of adjustments)
    if (stored.version > 0) followed.push({ ...stored, value: await recomputed(stored.value, written) });
    else
      transaction.check(adjustmentKey(account, stored.value.meter, stored.value.period), {
        when: ['attribute_not_exists(pk)'],
      });
  saveAdjustments(transaction, account, followed, now);
}

/** Returns the adjustment with its pending amount recomputed from what is about to be written. */
async function recomputed(adjustment: Adjustment, { charge, refund }: ReturnWritten): Promise<Adjustment> {
  const { account } = charge;
  const ref = { account, meter: requireMeter(adjustment.meter), period: periodOfDay(adjustment.period) };
  const charges = await chargesOfPeriod(account, adjustment);
  return adjustBy(adjustment, await requireBalance(ref), asWritten(charges, charge, refund));
}

/**
 * Makes the amount that a lost dispute took of an overage charge owed again, by a new charge that is due like any debt.
 * Once per refund, in the transaction that books it.
 */
export async function reopenDebt(
  transaction: Transaction,
  charge: Charge,
  refund: Charge,
  now: Instant,
): Promise<void> {
  const { account, subject } = charge;
  if (subject.kind !== 'overage') return;
  const chargeId = idOf('chg', now, 'reopened', refund.chargeId);
  addCharge(transaction, {
    ...newCharge,
    chargeId,
    account,
    type: 'overage',
    subject,
    amount: refund.amount,
    lines: refund.lines.map((line) => lineAgain(subject.meter, line.period ?? subject.period, line)),
    reason: `${charge.reason}; payment reversed by a dispute`,
    createdAt: now,
  });
  const reopened: Versioned<Adjustment>[] = [];
  for (const stored of await adjustmentsOf(charge)) {
    const own = refund.lines.filter(({ period = subject.period }) => period === stored.value.period);
    const amount = own.reduce((sum, line) => sum + line.amount.amount, 0);
    if (amount === 0) continue;
    // Without corrections nothing is pending: the new charge bills what the dispute took.
    const billed = { ...withDebit(stored.value, chargeId, amount), pending: 0 };
    const isCorrected = stored.version > 0;
    reopened.push({ ...stored, value: isCorrected ? await recomputed(billed, { charge, refund }) : billed });
  }
  saveAdjustments(transaction, account, reopened, now);
}

const lineAgain = (meter: string, period: Day, { amount }: ChargeLine): ChargeLine => ({
  kind: 'overage',
  period,
  description: `${requireMeter(meter).title} overage, ${period.slice(0, 7)}, reversed by a dispute`,
  quantity: 1,
  amount,
});
