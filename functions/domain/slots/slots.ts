import type { Grant } from '../metering/grants.ts';
import { fromSeconds, type Instant } from '../time.ts';

/** A job slot in use: its job posting, its start, and its lease end (null: until released). */
export interface Slot {
  readonly jobId: string;
  readonly allocatedAt: Instant;
  readonly leaseExpiresAt: Instant | null;
}

/**
 * A grace period for slots in use above the limit, now or once a pack's capacity ends. Each cause, the expiry of a pack
 * or a refund, has a grace period of its own: 72 hours from its announcement.
 */
export interface Grace {
  /** The id of the purchase whose slots are removed. */
  readonly cause: string;
  /** How many slots it retains above the coming limit. Shrinks as fewer are in use, or more are bought. */
  readonly amount: number;
  readonly until: Instant;
  /** How many slots of the pack the limit still includes: an expired pack keeps its capacity for a while. */
  readonly ending: number;
  /** The jobs in its announcement. It releases no other slots. */
  readonly jobs: readonly string[];
}

/** All slots of an account. The count is the number of entries, so count and members cannot disagree. */
export interface Slots {
  readonly limit: number;
  readonly held: ReadonlyMap<string, Slot>;
  readonly grants: readonly Grant[];
  /** Whether the item exists. */
  readonly isOpen: boolean;
  /** The account is suspended: it cannot allocate slots. */
  readonly blocked: boolean;
  /** The grace periods, in the order of their ends. */
  readonly graces: readonly Grace[];
}

export const isExpired = (slot: Slot, now: Instant): boolean =>
  slot.leaseExpiresAt !== null && slot.leaseExpiresAt <= now;

/** Returns the slots in use at `now`, oldest first. */
export const heldSlots = (slots: Slots, now: Instant): readonly Slot[] =>
  [...slots.held.values()]
    .filter((slot) => !isExpired(slot, now))
    .sort((a, b) => a.allocatedAt - b.allocatedAt || (a.jobId < b.jobId ? -1 : 1));

/** How many expired slots one write removes, because an expression is limited to 4 KB. */
const MAX_CLEARED = 40;

export type SlotPlan =
  | { readonly kind: 'held'; readonly slot: Slot }
  | { readonly kind: 'take'; readonly clear: readonly Slot[] }
  | { readonly kind: 'clear'; readonly clear: readonly Slot[] }
  | { readonly kind: 'full' }
  | { readonly kind: 'blocked' };

/**
 * Plans an allocation: the existing slot, a free one (with expired slots to remove in the same write, possibly
 * including its own), or none.
 */
export function planSlot(slots: Slots, jobId: string, now: Instant): SlotPlan {
  const own = slots.held.get(jobId);
  if (own && !isExpired(own, now)) return { kind: 'held', slot: own };
  if (slots.blocked) return { kind: 'blocked' };
  const expired = [...slots.held.values()].filter((slot) => slot.jobId !== jobId && isExpired(slot, now));
  const others = slots.held.size - (own ? 1 : 0);
  const needed = Math.max(0, others - slots.limit + 1);
  if (needed > expired.length) return { kind: 'full' };
  // After the limit was lowered, more slots must be removed than one write can.
  if (needed > MAX_CLEARED) return { kind: 'clear', clear: expired.slice(0, MAX_CLEARED) };
  return { kind: 'take', clear: [...(own ? [own] : []), ...expired.slice(0, needed)] };
}

/** Converts a slot's two times to their stored form: seconds, and 0 for a lease without end. */
export const packSlot = (slot: Slot): [allocated: number, until: number] => [
  slot.allocatedAt / 1_000,
  slot.leaseExpiresAt === null ? 0 : slot.leaseExpiresAt / 1_000,
];

export const unpackSlot = (jobId: string, [allocated, until]: readonly [number, number]): Slot => ({
  jobId,
  allocatedAt: fromSeconds(allocated),
  leaseExpiresAt: until === 0 ? null : fromSeconds(until),
});
