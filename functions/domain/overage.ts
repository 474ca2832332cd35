import type { AccountId } from './accounts.ts';
import { type Charge, type ChargeLine, newCharge } from './charges.ts';
import { idOf } from './ids.ts';
import type { Meter } from './meters.ts';
import { type Money, priceOf, sumOf, type UnitPrice } from './money.ts';
import type { Period } from './periods.ts';
import type { Day, Instant } from './time.ts';

/** How long a quote for overage holds. */
export const QUOTE_MINUTES = 15;

/** How many confirmations a period takes: about 60 bytes each in the balance, so the item stays small. */
export const MAX_TRANCHES = 100;

/** Use beyond the limit that was confirmed, at the price that was quoted. */
export interface Tranche {
  readonly quoteId: string;
  /** In the meter's unit. */
  readonly amount: number;
  readonly unitPrice: UnitPrice;
}

/** All that was confirmed of a meter for one period, in the order of confirming. */
export interface Overage {
  readonly period: Day;
  readonly tranches: readonly Tranche[];
  /** The most that a gauge was beyond its limit since the confirmation; 0 for counters, which only grow. */
  readonly peak: number;
}

/** How far use may go beyond the limit. */
export const roomOf = (overage: Overage | null): number =>
  (overage?.tranches ?? []).reduce((sum, tranche) => sum + tranche.amount, 0);

/** The most that can ever be charged for it: what the user saw and confirmed. */
export const capOf = (overage: Overage): Money =>
  sumOf(overage.tranches.map(({ amount, unitPrice }) => priceOf(amount, unitPrice)));

/** What is owed for a part of a tranche. */
export interface OverageLine extends Tranche {
  readonly total: Money;
}

/**
 * What `beyond` units cost: the tranches are filled in the order of confirming, and what is beyond them all costs
 * nothing, because nobody confirmed it. Never more than the cap: a part of a tranche never costs more than the whole.
 */
export function overageLines(overage: Overage, beyond: number): OverageLine[] {
  let rest = Math.max(0, beyond);
  return overage.tranches.flatMap((tranche) => {
    const amount = Math.min(rest, tranche.amount);
    rest -= amount;
    return amount > 0 ? [{ ...tranche, amount, total: priceOf(amount, tranche.unitPrice) }] : [];
  });
}

export const costOf = (overage: Overage, beyond: number): Money =>
  sumOf(overageLines(overage, beyond).map((line) => line.total));

/** What stays confirmed after a withdrawal: no more than is in use or reserved beyond the limit. */
export function withdraw(overage: Overage, beyond: number): Overage {
  let rest = Math.max(0, beyond);
  const tranches = overage.tranches.flatMap((tranche) => {
    const amount = Math.min(rest, tranche.amount);
    rest -= amount;
    return amount > 0 ? [{ ...tranche, amount }] : [];
  });
  return { ...overage, tranches };
}

/** What of a period is owed by itself, line by line. */
export const linesOf = (meter: Meter, period: Period, overage: Overage, beyond: number): ChargeLine[] =>
  overageLines(overage, beyond).map((line) => ({
    kind: 'overage',
    period: period.day,
    description: `${meter.title} beyond the limit in ${period.day.slice(0, 7)}`,
    quantity: line.amount,
    amount: line.total,
  }));

/** The one charge of a period for what was used beyond the limit, under a name of its own; null when there is none. */
export const overageCharge = (
  account: AccountId,
  meter: Meter,
  period: Period,
  overage: Overage,
  beyond: number,
  now: Instant,
): Charge | null => chargeOf(account, meter, period, linesOf(meter, period, overage, beyond), now);

/** The name of the one charge that a meter's period may come to. */
export const overageChargeId = (account: AccountId, meter: Meter, period: Period): string =>
  idOf('chg', period.end, account, meter.name, period.day);

/** The charge of a period with these lines; null when they come to nothing. */
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
    reason: `${meter.title} beyond the limit in ${month}, as confirmed`,
    createdAt: now,
  };
}
