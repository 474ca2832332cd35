import type { AccountId } from '../../domain/accounts.ts';
import type { Meter } from '../../domain/meters.ts';
import { periodOf } from '../../domain/periods.ts';
import { planSlot, type Slot, type Slots } from '../../domain/slots/slots.ts';
import { fromSeconds, type Instant, leaseEnd, seconds } from '../../domain/time.ts';
import { balanceKey, type Key } from '../keys.ts';
import {
  type ConditionalWrite,
  conditionalWrite,
  RETRY,
  removing,
  retryOnConflict,
} from '../table/conditional-write.ts';
import { readSlots, type SlotsItem, writeSlot } from '../table/items.ts';

export type Allocation =
  | { readonly kind: 'allocated' | 'held'; readonly slot: Slot; readonly slots: Slots }
  | { readonly kind: 'full'; readonly slots: Slots }
  /** A debt is overdue. */
  | { readonly kind: 'blocked'; readonly slots: Slots };

/**
 * Takes a slot for a job, or finds the one that it holds. Never are more slots held than the limit: the engine
 * checks the map's own size in the write that puts the job into it.
 *
 * Cost on the success path: one write, 1 WRU a started KB (30 slots with names of a dozen characters, 4 WRU at
 * 100). With lapsed slots in the way, or on an account's first allocation: one failed and one good write.
 * At some thousand slots (names of 36 characters) the item would reach 100 KB: split the map by pack before that.
 */
export async function allocateSlot(
  account: AccountId,
  meter: Meter,
  jobId: string,
  leaseSeconds: number | undefined,
  now: Instant,
): Promise<Allocation> {
  const key = slotsKey(account, meter);
  const slot = slotFrom(jobId, leaseSeconds, now);
  let write: ConditionalWrite = takeRoom(key, slot);
  return retryOnConflict(async () => {
    const tried = await conditionalWrite<SlotsItem>(write);
    if (tried.kind === 'done') return { kind: 'allocated', slot, slots: readSlots(tried.item, meter) };
    const slots = readSlots(tried.item, meter);
    const plan = planSlot(slots, jobId, now);
    if (plan.kind === 'full' || plan.kind === 'blocked') return { kind: plan.kind, slots };
    if (plan.kind === 'held') {
      const isOwnFirstTry = tried.retried && plan.slot.allocatedAt === slot.allocatedAt;
      return { kind: isOwnFirstTry ? 'allocated' : 'held', slot: plan.slot, slots };
    }
    if (plan.kind === 'clear') {
      await conditionalWrite(clearSlots(key, plan.clear));
      write = takeRoom(key, slot);
      return RETRY;
    }
    write = tried.item ? takeRoomOf(key, slot, plan.clear, slots.limit) : openSlots(key, slot, meter);
    return RETRY;
  });
}

export type Extension =
  | { readonly kind: 'extended'; readonly slot: Slot; readonly slots: Slots }
  | { readonly kind: 'not-held' };

/** Sets when a held slot's lease ends. One write. A lapsed slot is not held. */
export async function extendLease(
  account: AccountId,
  meter: Meter,
  jobId: string,
  leaseSeconds: number,
  now: Instant,
): Promise<Extension> {
  const until = leaseEnd(now, leaseSeconds);
  const tried = await conditionalWrite<SlotsItem>({
    key: slotsKey(account, meter),
    update: 'SET slots.#job[1] = :until',
    when: ['attribute_exists(slots.#job)', '(slots.#job[1] = :never OR slots.#job[1] > :now)'],
    names: { '#job': jobId },
    values: { ':until': seconds(until), ':never': 0, ':now': seconds(now) },
  });
  if (tried.kind === 'refused') return { kind: 'not-held' };
  const slots = readSlots(tried.item, meter);
  const slot = slots.held.get(jobId);
  return slot ? { kind: 'extended', slot, slots } : { kind: 'not-held' };
}

/** Gives a slot back; nothing happens when it was free. One write. */
export async function releaseSlot(account: AccountId, meter: Meter, jobId: string): Promise<void> {
  await conditionalWrite<SlotsItem>({
    key: slotsKey(account, meter),
    update: 'REMOVE slots.#job',
    when: ['attribute_exists(slots.#job)'],
    names: { '#job': jobId },
  });
}

export const slotsKey = (account: AccountId, meter: Meter): Key =>
  balanceKey(account, meter, periodOf(0 as Instant));

const NOT_BLOCKED = 'attribute_not_exists(blocked)';

// One write. Promise: held ≤ limit, because the count is the map's size.
const takeRoom = (key: Key, slot: Slot): ConditionalWrite => ({
  key,
  update: 'SET slots.#job = :slot',
  when: ['attribute_not_exists(slots.#job)', 'size(slots) < #limit', NOT_BLOCKED],
  names: { '#job': slot.jobId, '#limit': 'limit' },
  values: { ':slot': writeSlot(slot) },
});

// The same, clearing lapsed slots for it. Promise: nobody extended one of them or changed the limit meanwhile.
function takeRoomOf(key: Key, slot: Slot, clear: readonly Slot[], limit: number): ConditionalWrite {
  const own = clear.find((lapsed) => lapsed.jobId === slot.jobId);
  const others = clear.filter((lapsed) => lapsed !== own);
  return {
    key,
    update: `SET slots.#job = :slot${removing(others.map((_, i) => `slots.#c${i}`))}`,
    when: [
      own ? 'slots.#job = :own' : 'attribute_not_exists(slots.#job)',
      '#limit = :limit',
      'size(slots) < :room',
      NOT_BLOCKED,
      ...others.map((_, i) => `slots.#c${i} = :c${i}`),
    ],
    names: {
      '#job': slot.jobId,
      '#limit': 'limit',
      ...Object.fromEntries(others.map((lapsed, i) => [`#c${i}`, lapsed.jobId])),
    },
    values: {
      ':slot': writeSlot(slot),
      ':limit': limit,
      ':room': limit + clear.length,
      ...(own ? { ':own': writeSlot(own) } : {}),
      ...Object.fromEntries(others.map((lapsed, i) => [`:c${i}`, writeSlot(lapsed)])),
    },
  };
}

// Promise: nobody extended one of them meanwhile.
const clearSlots = (key: Key, clear: readonly Slot[]): ConditionalWrite => ({
  key,
  update: `REMOVE ${clear.map((_, i) => `slots.#c${i}`).join(', ')}`,
  when: clear.map((_, i) => `slots.#c${i} = :c${i}`),
  names: Object.fromEntries(clear.map((lapsed, i) => [`#c${i}`, lapsed.jobId])),
  values: Object.fromEntries(clear.map((lapsed, i) => [`:c${i}`, writeSlot(lapsed)])),
});

const openSlots = (key: Key, slot: Slot, meter: Meter): ConditionalWrite => ({
  key,
  update: 'SET slots = :slots, #limit = :limit',
  when: ['attribute_not_exists(pk)'],
  names: { '#limit': 'limit' },
  // A Map, because a job may be called `constructor`.
  values: { ':slots': new Map([[slot.jobId, writeSlot(slot)]]), ':limit': meter.free },
});

function slotFrom(jobId: string, leaseSeconds: number | undefined, now: Instant): Slot {
  return {
    jobId,
    allocatedAt: fromSeconds(seconds(now)),
    leaseExpiresAt: leaseSeconds === undefined ? null : leaseEnd(now, leaseSeconds),
  };
}
