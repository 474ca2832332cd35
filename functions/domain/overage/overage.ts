import { type Money, priceOf, sumOf, type UnitPrice } from '../money.ts';
import type { Day, Instant } from '../time.ts';

/** Maximum confirmations per period. Each takes about 60 bytes in the balance, so the item stays small. */
export const MAX_TRANCHES = 100;

/** An amount of confirmed overage, at its quoted price. */
export interface Tranche {
  readonly quoteId: string;
  /** In the meter's unit. */
  readonly amount: number;
  readonly unitPrice: UnitPrice;
}

/** The confirmed overage of a meter and period, in the order of confirmation. */
export interface Overage {
  readonly period: Day;
  readonly tranches: readonly Tranche[];
  /** The peak of a gauge above its limit since the confirmation; 0 for counters, which only grow. */
  readonly peak: number;
  /** Present if overage was withdrawn, or its month ended, while reservations were open. */
  readonly pledge?: Pledge;
}

/**
 * Overage that stays confirmed for reservations that were open when the rest was withdrawn. It adds no capacity: only
 * these reservations move it back into the tranches, each by its usage.
 */
export interface Pledge {
  readonly tranches: readonly Tranche[];
  /** Reservation id → the amount that it may still use, in the meter's unit. */
  readonly holds: ReadonlyMap<string, number>;
  /** When the last of their leases expires. */
  readonly until: Instant;
}

/** The confirmed amount above the limit. */
export const overageAllowance = (overage: Overage | null): number => sizeOf(overage?.tranches ?? []);

/** Returns the amount of all tranches, in the meter's unit. */
export const sizeOf = (tranches: readonly Tranche[]): number =>
  tranches.reduce((sum, tranche) => sum + tranche.amount, 0);

/** Returns all chargeable tranches: the confirmed ones, then those reserved for open reservations. */
export const confirmedTranches = ({ tranches, pledge }: Overage): readonly Tranche[] =>
  joined(tranches, pledge?.tranches ?? []);

/** Returns the maximum charge, which the user confirmed. */
export const capOf = (overage: Overage): Money =>
  sumOf(confirmedTranches(overage).map(({ amount, unitPrice }) => priceOf(amount, unitPrice)));

/** The charge for a part of a tranche. */
export interface OverageLine extends Tranche {
  readonly total: Money;
}

/**
 * Returns the charge lines for `beyond` units. Tranches are filled in the order of confirmation. Overage above all of
 * them is free, because it was not confirmed. The sum never exceeds the cap, because a part of a tranche never costs
 * more than the whole.
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

/** Splits tranches at an amount, in the order of confirmation. */
function splitAt(tranches: readonly Tranche[], amount: number): [first: Tranche[], rest: Tranche[]] {
  let left = Math.max(0, amount);
  const [first, rest]: [Tranche[], Tranche[]] = [[], []];
  for (const tranche of tranches) {
    const taken = Math.min(left, tranche.amount);
    left -= taken;
    if (taken > 0) first.push({ ...tranche, amount: taken });
    if (taken < tranche.amount) rest.push({ ...tranche, amount: tranche.amount - taken });
  }
  return [first, rest];
}

/** Concatenates tranches. Merges parts of one quote, so that its started blocks are counted once. */
function joined(tranches: readonly Tranche[], more: readonly Tranche[]): Tranche[] {
  const byQuote = new Map<string, Tranche>();
  for (const tranche of [...tranches, ...more]) {
    const amount = (byQuote.get(tranche.quoteId)?.amount ?? 0) + tranche.amount;
    byQuote.set(tranche.quoteId, { ...tranche, amount });
  }
  return [...byQuote.values()];
}

/** Open reservations, and how far usage would exceed the limit with all of them. */
export interface OpenReservations {
  readonly holds: ReadonlyMap<string, number>;
  /** When the last of their leases expires. */
  readonly until: Instant;
  readonly beyond: number;
}

/** Withdraws overage: keeps what is in use above the limit, and a pledge for open reservations. */
export function withdraw(overage: Overage, beyond: number, open?: OpenReservations): Overage {
  const { pledge, ...rest } = overage;
  const [tranches, unused] = splitAt(overage.tranches, beyond);
  const kept = { ...rest, tranches };
  if (!open) return kept;
  const [pledged] = splitAt([...unused, ...(pledge?.tranches ?? [])], open.beyond - beyond);
  return withPledge(kept, { tranches: pledged, holds: open.holds, until: open.until });
}

/** Returns the overage after a reservation used `amount`, which left usage `beyond` the limit. */
export function redeem(overage: Overage, reservationId: string, amount: number, beyond: number): Overage {
  const { pledge, tranches } = overage;
  const held = pledge?.holds.get(reservationId);
  if (!pledge || held === undefined || amount <= 0) return overage;
  const [used, unused] = splitAt(pledge.tranches, Math.min(amount, held, beyond));
  const holds = new Map(
    [...pledge.holds, [reservationId, held - amount] as const].filter(([, some]) => some > 0),
  );
  const redeemed = { ...overage, tranches: joined(tranches, used) };
  return withPledge(redeemed, { ...pledge, tranches: unused, holds });
}

/** Works like `redeem` for a gauge. A gauge is charged by its peak above the limit, which rises by the used amount. */
export function redeemInGauge(
  overage: Overage,
  reservationId: string,
  amount: number,
  beyond: number,
): Overage {
  const redeemed = redeem(overage, reservationId, amount, beyond);
  const used = sizeOf(redeemed.tranches) - sizeOf(overage.tranches);
  return { ...redeemed, peak: Math.max(overage.peak, Math.min(beyond, overage.peak + used)) };
}

/** Adds a pledge to an overage, unless its amount is zero or it has no reservations. */
export function withPledge({ pledge: _before, ...overage }: Overage, pledge: Pledge): Overage {
  return pledge.tranches.length > 0 && pledge.holds.size > 0 ? { ...overage, pledge } : overage;
}
