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

/** What corrections of a closed period have come to: its balance stays as it was, only money moves. */
export interface Adjustment {
  readonly meter: string;
  /** The first day of the closed period. */
  readonly period: Day;
  /** The id of the charge of its own close. There is none of it when that came to nothing. */
  readonly ownChargeId: string;
  /** By how much its use was corrected since it closed. */
  readonly difference: number;
  /** Minor units that the next close is to bill, or, below zero, to credit. */
  readonly pending: number;
  /** What was billed for the period beside its own close, oldest first. */
  readonly billed: readonly BilledAdjustment[];
}

/** A line that a later charge bears for the period. */
export interface BilledAdjustment {
  /** The id of that charge. There is none of it when its lines came to nothing. */
  readonly chargeId: string;
  /** Minor units: of a debit above zero, of a credit below. */
  readonly amount: number;
  /** Of a credit: the id of the charge that had billed what it credits. */
  readonly of?: string;
}

/** The adjustment of a period that was never corrected. */
export const noAdjustment = (meter: string, period: Day, ownChargeId: string): Adjustment => ({
  meter,
  period,
  ownChargeId,
  difference: 0,
  pending: 0,
  billed: [],
});

/**
 * The adjustment with what waits computed from what is written: the period's closed balance and the charges that bear
 * lines of it, with their refunds. Both sides ask this one: a correction, which moves the use by `by`, and a refund or
 * a waiver, which moves none.
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

/** What decides what waits for a closed period: its bills, the close's own first. */
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

/** What charges have credited of what one charge had billed for the period, in minor units. */
export const creditedOf = (billed: readonly BilledAdjustment[], chargeId: string): number =>
  billed.reduce((sum, { of, amount }) => sum - (of === chargeId ? amount : 0), 0);

/** What the period would have been charged with so much more use: nothing where no overage was confirmed. */
function costWith(closed: Balance, difference: number): number {
  const { overage, used, left } = closed;
  if (!overage) return 0;
  return costOf(overage, overLimit({ ...closed, used: used + difference, left: left - difference })).amount;
}

/** An adjustment with what of its credit may be taken up now: what was received. */
export interface WaitingAdjustment {
  readonly adjustment: Adjustment;
  readonly credits: readonly BillCredit[];
}

/** What of a waiting credit may be taken up now, bill by bill. */
export const receivedCredits = (money: PeriodMoney): BillCredit[] =>
  creditsOf(money).filter(({ bill }) => isReceived(bill));

/** The adjustment after a charge has billed so much of what waits. */
export const withDebit = (adjustment: Adjustment, chargeId: string, amount: number): Adjustment => ({
  ...adjustment,
  pending: adjustment.pending - amount,
  billed: [...adjustment.billed, { chargeId, amount }],
});

/** The same with so much of its credits taken up by a charge, in their order, and what is left of them. */
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
 * Puts adjustments beside what a charge comes to by itself (`own`, minor units): all debits, then credits, the oldest
 * first, as far as the charge does not fall below zero. Hands back every adjustment as it is then, with the credits that
 * found no room.
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

/** When the next close takes up what waits at `now`: that of the last month, until it is due, else of the running one. */
export function nextCloseAt({ period }: Adjustment, now: Instant): Instant {
  const running = periodOf(now);
  const last = previousPeriod(running);
  const isOpen = !isDue(last, now) && last.day > period;
  return plus((isOpen ? last : running).end, GRACE);
}
