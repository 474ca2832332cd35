import type { AccountId } from '../../domain/accounts.ts';
import { type Adjustment, adjustBy, creditedOf } from '../../domain/charges/adjustments.ts';
import type { Charge } from '../../domain/charges/charges.ts';
import { isReversal, type RefundedCharge } from '../../domain/charges/period-money.ts';
import type { Correction } from '../../domain/metering/corrections.ts';
import { requireMeter } from '../../domain/meters.ts';
import { periodOfDay } from '../../domain/periods.ts';
import { loadBalance } from '../balances/balances.ts';
import { ADJUSTMENT_SK, CORRECTION_SK } from '../key-prefixes.ts';
import { adjustmentKey, chargeKey, type Key } from '../keys.ts';
import type { Difference } from './difference.ts';
import { recordsOf } from './records.ts';

/**
 * Finds charges of which more was returned than their amount (by credits, refunds and waivers), and adjustments that
 * differ from the corrections and charges. Repairs nothing, because an operator must examine each.
 */
export async function compareReturns(account: AccountId, charges: readonly Charge[]): Promise<Difference[]> {
  const kept = await recordsOf<Adjustment>(account, ADJUSTMENT_SK);
  const adjustments = kept.map(({ value }) => value);
  const corrections = await recordsOf<Correction>(account, CORRECTION_SK);
  const all = new Map(charges.map((charge) => [charge.chargeId, charge]));
  const differences = charges
    .filter(({ type }) => type !== 'refund')
    .flatMap((charge) => returnedDifference(refundedIn(all, charge), adjustments));
  for (const adjustment of adjustments) {
    differences.push(
      ...correctedDifference(
        account,
        adjustment,
        corrections.map(({ value }) => value),
      ),
    );
    differences.push(...(await pendingDifference(account, adjustment, all)));
    differences.push(...billedDifference(account, adjustment, charges));
  }
  return differences;
}

const refundedIn = (all: ReadonlyMap<string, Charge>, charge: Charge): RefundedCharge => ({
  charge,
  refunds: charge.refunds.flatMap((refundId) => all.get(refundId) ?? []),
});

/**
 * Returns what was returned of a charge by refunds that have not failed, a waiver, and credits on other charges. A
 * dispute's reversal of an overage charge does not count: another charge bills it again, including what had been
 * credited.
 */
function returnedDifference(
  { charge, refunds }: RefundedCharge,
  adjustments: readonly Adjustment[],
): Difference[] {
  const asked = charge.lines.reduce((sum, { amount }) => sum + Math.max(0, amount.amount), 0);
  const sumOf = (some: readonly Charge[]) =>
    some.reduce((sum, { status, amount }) => sum + (status === 'failed' ? 0 : amount.amount), 0);
  const refunded = sumOf(refunds);
  const reversed = charge.subject.kind === 'overage' ? sumOf(refunds.filter(isReversal)) : 0;
  const waived = charge.status === 'waived' ? charge.amount.amount : 0;
  const credited = adjustments.reduce((sum, { billed }) => sum + creditedOf(billed, charge.chargeId), 0);
  const returned = refunded - reversed + waived + credited;
  const key = chargeKey(charge.account, charge.chargeId);
  return [
    ...difference('charge.returned', key, returned, Math.min(returned, asked)),
    ...difference('charge.refunding', key, charge.refunding, refunded),
  ];
}

/** Compares the corrected usage of a closed period. */
function correctedDifference(
  account: AccountId,
  { meter, period, difference: stored }: Adjustment,
  corrections: readonly Correction[],
): Difference[] {
  const computed = corrections
    .filter((correction) => correction.meter === meter && correction.period === period)
    .reduce((sum, { amount, original, moved }) => sum + amount - original - moved, 0);
  return difference(`${meter}.corrected`, adjustmentKey(account, meter, period), stored, computed);
}

/** Compares the pending amount with the closed balance, the charges and their refunds. */
async function pendingDifference(
  account: AccountId,
  adjustment: Adjustment,
  all: ReadonlyMap<string, Charge>,
): Promise<Difference[]> {
  const { meter, period, pending, ownChargeId, billed } = adjustment;
  const key = adjustmentKey(account, meter, period);
  const balance = await loadBalance({ account, meter: requireMeter(meter), period: periodOfDay(period) });
  const ids = new Set([ownChargeId, ...billed.map(({ chargeId }) => chargeId)]);
  const charges = [...ids].flatMap((id) => all.get(id) ?? []).map((charge) => refundedIn(all, charge));
  const computed = balance ? adjustBy(adjustment, balance, charges).pending : 0;
  return difference(`${meter}.pending`, key, pending, computed);
}

/** Compares the charges' lines for the period with those in the adjustment. */
function billedDifference(
  account: AccountId,
  { meter, period, ownChargeId, billed }: Adjustment,
  charges: readonly Charge[],
): Difference[] {
  const known = new Set(charges.map(({ chargeId }) => chargeId));
  const stored = billed.reduce((sum, { chargeId, amount }) => sum + (known.has(chargeId) ? amount : 0), 0);
  const computed = charges
    .filter(
      ({ chargeId, subject }) =>
        subject.kind === 'overage' && subject.meter === meter && chargeId !== ownChargeId,
    )
    .flatMap(({ lines }) => lines)
    .reduce((sum, line) => sum + (line.period === period ? line.amount.amount : 0), 0);
  return difference(`${meter}.billed`, adjustmentKey(account, meter, period), stored, computed);
}

const difference = (what: string, { pk, sk }: Key, stored: number, computed: number): Difference[] =>
  stored === computed ? [] : [{ what, key: `${pk} ${sk}`, stored, computed, repaired: false }];
