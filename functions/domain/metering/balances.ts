import type { Meter } from '../meters.ts';
import { type OpenReservations, type Overage, overageAllowance, withPledge } from '../overage/overage.ts';
import { periodOf } from '../periods.ts';
import type { Instant } from '../time.ts';
import type { DeduplicationLog } from './deduplication.ts';
import { burn, type Grant, granted } from './grants.ts';
import type { Amounts } from './usage-sums.ts';

/** A reservation: capacity set aside until its lease ends. */
export interface Reservation {
  readonly amount: number;
  readonly until: Instant;
}

/**
 * The state that decisions about one meter of one account need. `left` is the remaining amount including confirmed
 * overage; it is negative when usage exceeds both. The limit is not stored: it is the sum of used, held and remaining
 * amounts without overage.
 */
export interface Balance {
  readonly used: number;
  readonly left: number;
  readonly holds: ReadonlyMap<string, Reservation>;
  readonly grants: readonly Grant[];
  readonly journal: DeduplicationLog;
  /** Incremented with each change of the deduplication log. */
  readonly revision: number;
  /** Whether entries were ever moved from the log to buckets. */
  readonly paged: boolean;
  /** Usage by hour that has left the deduplication log and is not in the usage sums yet. */
  readonly tally: Amounts;
  /** How often the tally was folded into usage sums. */
  readonly folds: number;
  /** The period is closed: no more events are counted in it. */
  readonly closed: boolean;
  /** Stored bytes without a reservation (gauges only). */
  readonly unreserved: number;
  /** Confirmed overage; null without a confirmation. */
  readonly overage: Overage | null;
  /** Confirmed overage of a month that has ended, while reservations made under it may still be stored (gauges only). */
  readonly endedOverage: Overage | null;
  /** The account is suspended: it cannot reserve or allocate. */
  readonly blocked: boolean;
}

/** Returns the initial balance of a meter. */
export const untouched = (meter: Meter): Balance => ({
  used: 0,
  left: meter.free,
  holds: new Map(),
  grants: [],
  journal: new Map(),
  revision: 0,
  paged: false,
  tally: new Map(),
  folds: 0,
  closed: false,
  unreserved: 0,
  overage: null,
  endedOverage: null,
  blocked: false,
});

/** Returns the limit: free and granted capacity, without confirmed overage. */
export const limitOf = (balance: Balance): number =>
  balance.used + heldIn(balance) + balance.left - overageAllowance(balance.overage);

/** Returns the part of the limit that no pack granted. */
export const freeOf = (balance: Balance): number => Math.max(0, limitOf(balance) - granted(balance.grants));

/** Returns the overage that counts: for a gauge, its peak since the confirmation. */
export function overLimit(balance: Balance): number {
  const { beyond } = burn(balance.used, freeOf(balance), balance.grants);
  return Math.max(beyond, balance.overage?.peak ?? 0);
}

/**
 * Returns the overage of a balance that is about to be confirmed, with its peak. The peak of a gauge starts at its current
 * use above the limit; counters have none.
 */
export function withPeak(meter: Meter, confirmed: Overage, balance: Balance): Overage {
  if (meter.kind !== 'gauge') return confirmed;
  const beyond = overLimit({ ...balance, overage: balance.overage && { ...balance.overage, peak: 0 } });
  return { ...confirmed, peak: Math.max(confirmed.peak, beyond) };
}

/**
 * Returns the amount that all stored reservations take from `left`, including expired ones. Use `reservedAt` for
 * decisions.
 */
export const heldIn = (balance: Balance): number =>
  [...balance.holds.values()].reduce((sum, hold) => sum + hold.amount, 0);

export const isExpired = (hold: Reservation, now: Instant): boolean => hold.until <= now;

/** Returns the amount reserved at `now`, without expired reservations that are still stored. */
export const reservedAt = (balance: Balance, now: Instant): number =>
  [...balance.holds.values()].reduce((sum, hold) => sum + (isExpired(hold, now) ? 0 : hold.amount), 0);

/** Returns the open reservations at `now`, for withdrawing overage. */
export function openReservations(balance: Balance, now: Instant): OpenReservations {
  const live = [...balance.holds].filter(([, hold]) => !isExpired(hold, now));
  return {
    holds: new Map(live.map(([id, { amount }]) => [id, amount])),
    until: Math.max(now, ...live.map(([, { until }]) => until)) as Instant,
    beyond: balance.used + reservedAt(balance, now) - limitOf(balance),
  };
}

/** Whether the confirmed overage of a gauge belongs to a past month. */
export const hasEndedOverage = (meter: Meter, { overage }: Balance, now: Instant): boolean =>
  meter.kind === 'gauge' && overage !== null && overage.period < periodOf(now).day;

/**
 * Returns the overage confirmed at `now`, even if the item is outdated: nothing for a gauge's past month, and nothing
 * for expired reservations. Null if there is none.
 */
export function overageAt(meter: Meter, balance: Balance, now: Instant): Overage | null {
  const { overage } = balance;
  if (!overage || hasEndedOverage(meter, balance, now)) return null;
  const { pledge } = overage;
  if (!pledge) return overage;
  const { holds } = openReservations(balance, now);
  const live = new Map([...pledge.holds].filter(([id]) => holds.has(id)));
  const current = withPledge(overage, { ...pledge, holds: live });
  return current.tranches.length > 0 || current.pledge ? current : null;
}

/** Maximum reservations per balance. Each takes about 50 bytes, so the item stays below 50 KB. */
export const MAX_RESERVATIONS = 1_000;
/** From this count on, expired reservations are removed even if capacity remains, to keep the item small. */
export const TIDY_RESERVATIONS = 24;
/** How many expired reservations one write removes, because an expression is limited to 4 KB. */
const MAX_CLEARED = 40;

export type ReservationPlan =
  | { readonly kind: 'held'; readonly hold: Reservation }
  | { readonly kind: 'take'; readonly clear: ReadonlyMap<string, Reservation> }
  | { readonly kind: 'clear'; readonly clear: ReadonlyMap<string, Reservation> }
  | { readonly kind: 'refused'; readonly balance: Balance }
  /** The amount fits, but the balance has the maximum number of open reservations. */
  | { readonly kind: 'crowded' }
  | { readonly kind: 'blocked'; readonly balance: Balance };

/**
 * Plans a reservation of `amount` under `reservationId`, with the expired reservations that the same write must remove. An
 * existing reservation with that id was made by an earlier attempt of the caller.
 */
export function planReservation(
  balance: Balance,
  reservationId: string,
  amount: number,
  now: Instant,
): ReservationPlan {
  const own = balance.holds.get(reservationId);
  if (own && !isExpired(own, now)) return { kind: 'held', hold: own };
  if (balance.blocked) return { kind: 'blocked', balance };
  const clear = new Map<string, Reservation>(own ? [[reservationId, own]] : []);
  let left = balance.left + (own?.amount ?? 0);
  const isCrowded = () => balance.holds.size - clear.size >= MAX_RESERVATIONS;
  const isShort = () => left < amount || isCrowded();
  const isUntidy = () => balance.holds.size - clear.size >= TIDY_RESERVATIONS;
  for (const [id, hold] of balance.holds) {
    if (!(isShort() || isUntidy()) || clear.size >= MAX_CLEARED) break;
    if (id === reservationId || !isExpired(hold, now)) continue;
    clear.set(id, hold);
    left += hold.amount;
  }
  if (!isShort()) return { kind: 'take', clear };
  // More reservations have expired than one write can remove. The next write continues.
  if (clear.size >= MAX_CLEARED) return { kind: 'clear', clear };
  return left < amount ? { kind: 'refused', balance } : { kind: 'crowded' };
}
