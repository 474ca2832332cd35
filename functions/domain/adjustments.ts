import { type Balance, beyondLimit } from './balances.ts';
import type { ChargeLine } from './charges.ts';
import type { Meter } from './meters.ts';
import { cny } from './money.ts';
import { costOf } from './overage.ts';
import type { Day } from './time.ts';

/** What corrections of a closed period have come to: its balance stays as it was, only money moves. */
export interface Adjustment {
  readonly meter: string;
  /** The first day of the closed period. */
  readonly period: Day;
  /** By how much its use was corrected since it closed. */
  readonly difference: number;
  /** Minor units that the next charge is to add, or, below zero, to take off. */
  readonly pending: number;
}

/**
 * The adjustment after its period's use was corrected by `by` more, and what that step comes to: nothing when the
 * period's charge was let go or given back as a whole, for nobody is to be paid twice.
 */
export function adjustBy(
  known: Adjustment,
  closed: Balance,
  by: number,
  isLetGo: boolean,
): { after: Adjustment; effect: number } {
  const difference = known.difference + by;
  const effect = isLetGo ? 0 : costWith(closed, difference) - costWith(closed, known.difference);
  return { after: { ...known, difference, pending: known.pending + effect }, effect };
}

/** What the period would have been charged with so much more use: nothing where no overage was confirmed. */
function costWith(closed: Balance, difference: number): number {
  const { overage, used, left } = closed;
  if (!overage) return 0;
  return costOf(overage, beyondLimit({ ...closed, used: used + difference, left: left - difference })).amount;
}

/**
 * Puts adjustments beside what a charge comes to by itself (`own`, minor units): all debits, then credits, the oldest
 * first, as far as the charge does not fall below zero. The rest of a credit stays pending for the next charge.
 */
export function billAdjustments(
  meter: Meter,
  own: number,
  adjustments: readonly Adjustment[],
): { lines: ChargeLine[]; after: Adjustment[] } {
  const debits = adjustments.filter(({ pending }) => pending > 0);
  const credits = adjustments.filter(({ pending }) => pending < 0);
  let sum = own;
  const lines: ChargeLine[] = [];
  const after: Adjustment[] = [];
  for (const adjustment of [...debits, ...credits]) {
    const amount = Math.max(adjustment.pending, -sum);
    if (amount === 0) continue;
    sum += amount;
    const month = adjustment.period.slice(0, 7);
    lines.push({
      kind: 'correction',
      period: adjustment.period,
      description: `${meter.title} beyond the limit in ${month}, corrected`,
      quantity: 1,
      amount: cny(amount),
    });
    after.push({ ...adjustment, pending: adjustment.pending - amount });
  }
  return { lines, after };
}
