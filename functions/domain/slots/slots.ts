import type { Grant } from '../metering/grants.ts';
import { fromSeconds, type Instant } from '../time.ts';

/** A job slot in use: its job posting, its start, and its lease end (null: until released). */
export interface Slot {
  readonly jobId: string;
  readonly allocatedAt: Instant;
  readonly leaseExpiresAt: Instant | null;
}

/**
 * Slots that an account holds beyond its limit, or will once a pack's capacity is gone, are kept for a while. Each
 * cause, the end of a pack or a refund, has a grace of its own: 72 hours from its announcement.
 */
export interface Grace {
  /** The id of the purchase whose slots are removed. */
  readonly cause: string;
  /** How many slots it keeps beyond the coming limit. Shrinks as fewer are held, or more are bought. */
  readonly amount: number;
  readonly until: Instant;
  /** How many slots of the pack the limit still includes: a pack that has ended keeps its capacity for a while. */
  readonly ending: number;
  /** The jobs that its announcement named. No other slot is released for it. */
  readonly jobs: readonly string[];
}

/** All slots of an account. The count is the number of entries, so count and members cannot disagree. */
export interface Slots {
  readonly limit: number;
  readonly held: ReadonlyMap<string, Slot>;
  readonly grants: readonly Grant[];
  /** Whether there is an item of them yet. */
  readonly isOpen: boolean;
  /** The account is suspended: it cannot allocate slots. */
  readonly blocked: boolean;
  /** What keeps slots beyond the limit for a while, the first to end first. */
  readonly graces: readonly Grace[];
}

export const isExpired = (slot: Slot, now: Instant): boolean =>
  slot.leaseExpiresAt !== null && slot.leaseExpiresAt <= now;

/** Returns the slots in use at `now`, oldest first. */
export const heldSlots = (slots: Slots, now: Instant): readonly Slot[] =>
  [...slots.held.values()]
    .filter((slot) => !isExpired(slot, now))
    .sort((a, b) => a.allocatedAt - b.allocatedAt || (a.jobId < b.jobId ? -1 : 1));

/** How many lapsed slots one write clears: an expression ends at 4 KB. */
const MAX_CLEARED = 40;

export type SlotPlan =
  | { readonly kind: 'held'; readonly slot: Slot }
  | { readonly kind: 'take'; readonly clear: readonly Slot[] }
  | { readonly kind: 'clear'; readonly clear: readonly Slot[] }
  | { readonly kind: 'full' }
  | { readonly kind: 'blocked' };

/**
 * What an allocation finds: its own slot, room (after these lapsed slots were cleared in the same write; its own
 * lapsed one among them), or none.
 */
export function planSlot(slots: Slots, jobId: string, now: Instant): SlotPlan {
  const own = slots.held.get(jobId);
  if (own && !isExpired(own, now)) return { kind: 'held', slot: own };
  if (slots.blocked) return { kind: 'blocked' };
  const lapsed = [...slots.held.values()].filter((slot) => slot.jobId !== jobId && isExpired(slot, now));
  const others = slots.held.size - (own ? 1 : 0);
  const needed = Math.max(0, others - slots.limit + 1);
  if (needed > lapsed.length) return { kind: 'full' };
  // After a limit was lowered: more must go than one write clears.
  if (needed > MAX_CLEARED) return { kind: 'clear', clear: lapsed.slice(0, MAX_CLEARED) };
  return { kind: 'take', clear: [...(own ? [own] : []), ...lapsed.slice(0, needed)] };
}

/** A slot's two times as they are kept: seconds, and 0 for a lease that never ends. */
export const packSlot = (slot: Slot): [allocated: number, until: number] => [
  slot.allocatedAt / 1_000,
  slot.leaseExpiresAt === null ? 0 : slot.leaseExpiresAt / 1_000,
];

export const unpackSlot = (jobId: string, [allocated, until]: readonly [number, number]): Slot => ({
  jobId,
  allocatedAt: fromSeconds(allocated),
  leaseExpiresAt: until === 0 ? null : fromSeconds(until),
});
