import { type Adjustment, adjustBy, creditedOf, withDebit } from '../../domain/charges/adjustments.ts';
import { type Charge, type ChargeLine, newCharge } from '../../domain/charges/charges.ts';
import { type PeriodPart, partLeft, partsOf } from '../../domain/charges/period-money.ts';
import { idOf } from '../../domain/ids.ts';
import { type Meter, meterNamed } from '../../domain/meters.ts';
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
 * The adjustments of the periods that a charge asks for, in the order of its lines; none for charges whose use is not
 * corrected. One consistent read each.
 */
export async function adjustmentsOf(charge: Charge): Promise<Versioned<Adjustment>[]> {
  const meter = correctedMeter(charge);
  if (!meter) return [];
  const { account } = charge;
  const periods = partsOf(charge).map(({ period }) => periodOfDay(period));
  return Promise.all(periods.map((period) => loadAdjustment({ account, meter, period })));
}

/** The meter whose events can be corrected, of a charge for its overage. */
function correctedMeter({ subject }: Charge): Meter | undefined {
  const meter = subject.kind === 'overage' ? meterNamed(subject.meter) : undefined;
  return meter?.kind === 'counter' ? meter : undefined;
}

/**
 * What of a charge for overage can be refunded, period by period in the order of its lines: what neither a refund has
 * returned nor a charge has credited, by its adjustments. Null for charges of anything else. A read of each refund.
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

/** A charge that is about to be written, with the refund for whose sake it is. */
export interface ReturnWritten {
  readonly charge: Charge;
  readonly refund?: Charge;
}

/**
 * Brings what waits in line with what of a charge is refunded or waived, in the transaction that changes that: for each
 * period that the charge asks for. Promise: the adjustments are as they were read; where there was none, nobody has
 * made one meanwhile.
 */
export async function followReturn(
  transaction: Transaction,
  written: ReturnWritten,
  adjustments: readonly Versioned<Adjustment>[],
  now: Instant,
): Promise<void> {
  const { account } = written.charge;
  const followed: Versioned<Adjustment>[] = [];
  for (const kept of adjustments)
    if (kept.version > 0) followed.push({ ...kept, value: await recomputed(kept.value, written) });
    else
      transaction.check(adjustmentKey(account, kept.value.meter, kept.value.period), {
        when: ['attribute_not_exists(pk)'],
      });
  saveAdjustments(transaction, account, followed, now);
}

/** The adjustment with what waits by what is about to be written. */
async function recomputed(adjustment: Adjustment, { charge, refund }: ReturnWritten): Promise<Adjustment> {
  const { account } = charge;
  const ref = { account, meter: meterNamed(adjustment.meter), period: periodOfDay(adjustment.period) };
  const charges = await chargesOfPeriod(account, adjustment);
  return adjustBy(adjustment, await requireBalance(ref), asWritten(charges, charge, refund));
}

/**
 * Has what a lost dispute takes of a charge for overage owed again, by a charge of its own that is due like any debt.
 * Once a refund, in the transaction that books it.
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
  for (const kept of await adjustmentsOf(charge)) {
    const own = refund.lines.filter(({ period = subject.period }) => period === kept.value.period);
    const amount = own.reduce((sum, line) => sum + line.amount.amount, 0);
    if (amount === 0) continue;
    // Where nothing was corrected nothing waits: the period is billed again what was taken of it.
    const billed = { ...withDebit(kept.value, chargeId, amount), pending: 0 };
    const isCorrected = kept.version > 0;
    reopened.push({ ...kept, value: isCorrected ? await recomputed(billed, { charge, refund }) : billed });
  }
  saveAdjustments(transaction, account, reopened, now);
}

const lineAgain = (meter: string, period: Day, { amount }: ChargeLine): ChargeLine => ({
  kind: 'overage',
  period,
  description: `${meterNamed(meter).title} overage, ${period.slice(0, 7)}, reversed by a dispute`,
  quantity: 1,
  amount,
});
