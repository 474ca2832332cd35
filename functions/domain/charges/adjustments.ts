import { type Balance, overLimit } from '../metering/balances.ts';
import type { Meter } from '../meters.ts';
import { cny } from '../money.ts';
import { costOf } from '../overage/overage.ts';
import { GRACE, isDue, periodOf, previousPeriod } from '../periods.ts';
import { type Day, type Instant, plus } from '../time.ts';
import type { ChargeLine } from './charges.ts';
import {
  type BillCredit,
  creditsOf,
  isReceived,
  type PeriodMoney,
  pendingOf,
  type RefundedCharge,
  returnedOf,
} from './period-money.ts';

/** The sum of corrections of a closed period. Its balance stays unchanged; only money moves. */
export interface Adjustment {
  readonly meter: string;
  /** The first day of the closed period. */
  readonly period: Day;
  /** The id of the charge of the period's own close. The charge does not exist if its sum was zero. */
  readonly ownChargeId: string;
  /** The change of usage by corrections since the close. */
  readonly difference: number;
  /** Minor units that the next close will bill, or credit if negative. */
  readonly pending: number;
  /** Amounts billed for the period besides its own close, oldest first. */
  readonly billed: readonly BilledAdjustment[];
}

/** A line about the period in a later charge. */
export interface BilledAdjustment {
  /** The id of that charge. The charge does not exist if its lines added up to zero. */
  readonly chargeId: string;
  /** Minor units: positive for a debit, negative for a credit. */
  readonly amount: number;
  /** Of a credit: the id of the charge that billed the credited amount. */
  readonly of?: string;
}

/** Returns the adjustment of a period without corrections. */
export const noAdjustment = (meter: string, period: Day, ownChargeId: string): Adjustment => ({
  meter,
  period,
  ownChargeId,
  difference: 0,
  pending: 0,
  billed: [],
});

/**
 * Returns the adjustment with its pending amount recomputed from the records: the period's closed balance, and the
 * charges with lines about it and their refunds. Used by corrections, which change the usage by `by`, and by refunds
 * and waivers, which do not.
 */
export function adjustBy(
  known: Adjustment,
  closed: Balance,
  charges: readonly RefundedCharge[],
  by = 0,
): Adjustment {
  const adjustment = { ...known, difference: known.difference + by };
  return { ...adjustment, pending: pendingOf(moneyOf(adjustment, closed, charges)) };
}

/**
 * Returns everything that determines the pending amount of a closed period: its bills, starting with that of its own
 * close.
 */
export function moneyOf(
  { ownChargeId, period, difference, billed }: Adjustment,
  closed: Balance,
  charges: readonly RefundedCharge[],
): PeriodMoney {
  const own = { chargeId: ownChargeId, amount: costWith(closed, 0) };
  const debits = billed.filter(({ amount }) => amount > 0);
  const bills = [own, ...debits].map(({ chargeId, amount }) => {
    const refunded = charges.find(({ charge }) => charge.chargeId === chargeId);
    const returned = refunded ? returnedOf(refunded, period) : { credited: 0, forgiven: 0, reversed: 0 };
    const credited = returned.credited + creditedOf(billed, chargeId);
    return { ...returned, chargeId, charge: refunded?.charge, billed: amount, credited };
  });
  return { cost: costWith(closed, difference), bills };
}

/** Returns the amount that charges have credited of what one charge billed for the period, in minor units. */
export const creditedOf = (billed: readonly BilledAdjustment[], chargeId: string): number =>
  billed.reduce((sum, { of, amount }) => sum - (of === chargeId ? amount : 0), 0);

/** Returns the cost of the period with this difference in usage; zero if no overage was confirmed. */
function costWith(closed: Balance, difference: number): number {
  const { overage, used, left } = closed;
  if (!overage) return 0;
  return costOf(overage, overLimit({ ...closed, used: used + difference, left: left - difference })).amount;
}

/** An adjustment with the part of its credit that can be applied now, because its payment was received. */
export interface WaitingAdjustment {
  readonly adjustment: Adjustment;
  readonly credits: readonly BillCredit[];
}

/** Returns the part of a pending credit that can be applied now, by bill. */
export const receivedCredits = (money: PeriodMoney): BillCredit[] =>
  creditsOf(money).filter(({ bill }) => isReceived(bill));

/** Returns the adjustment after a charge billed a part of the pending amount. */
export const withDebit = (adjustment: Adjustment, chargeId: string, amount: number): Adjustment => ({
  ...adjustment,
  pending: adjustment.pending - amount,
  billed: [...adjustment.billed, { chargeId, amount }],
});

/** Returns the adjustment after a charge applied up to `most` of its credits in order, and the remaining credits. */
function withCredit({ adjustment, credits }: WaitingAdjustment, chargeId: string, most: number) {
  let rest = most;
  const left: BillCredit[] = [];
  const billed = credits.flatMap(({ bill, amount }) => {
    const taken = Math.min(rest, amount);
    rest -= taken;
    if (taken < amount) left.push({ bill, amount: amount - taken });
    return taken > 0 ? [{ chargeId, amount: 0 - taken, of: bill.chargeId }] : [];
  });
  const taken = most - rest;
  const after = {
    ...adjustment,
    pending: adjustment.pending + taken,
    billed: [...adjustment.billed, ...billed],
  };
  return { taken, waiting: { adjustment: after, credits: left } };
}

/**
 * Adds adjustments to the charge's `own` amount (minor units): all debits, then credits, oldest first, as long as the
 * charge stays at zero or above. Returns every resulting adjustment, and the credits that did not fit.
 */
export function billAdjustments(
  meter: Meter,
  chargeId: string,
  own: number,
  waiting: readonly WaitingAdjustment[],
): { lines: ChargeLine[]; after: WaitingAdjustment[] } {
  const lines: ChargeLine[] = [];
  const debits = waiting.filter(({ adjustment }) => adjustment.pending > 0);
  let sum = own;
  const billed = debits.map(({ adjustment }): WaitingAdjustment => {
    sum += adjustment.pending;
    lines.push(lineOf(meter, adjustment.period, adjustment.pending));
    return { adjustment: withDebit(adjustment, chargeId, adjustment.pending), credits: [] };
  });
  const credited = waiting
    .filter(({ adjustment }) => adjustment.pending < 0)
    .map((credit) => {
      const { taken, waiting: after } = withCredit(credit, chargeId, sum);
      sum -= taken;
      if (taken > 0) lines.push(lineOf(meter, credit.adjustment.period, 0 - taken));
      return after;
    });
  return { lines, after: [...billed, ...credited] };
}

const lineOf = (meter: Meter, period: Day, amount: number): ChargeLine => ({
  kind: 'correction',
  period,
  description: `${meter.title} overage correction, ${period.slice(0, 7)}`,
  quantity: 1,
  amount: cny(amount),
});

/**
 * Returns when the pending amount at `now` is applied: at the close of the last month if that is not due yet, otherwise
 * of the current month.
 */
export function nextCloseAt({ period }: Adjustment, now: Instant): Instant {
  const running = periodOf(now);
  const last = previousPeriod(running);
  const isOpen = !isDue(last, now) && last.day > period;
  return plus((isOpen ? last : running).end, GRACE);
}
