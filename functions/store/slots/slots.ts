import { isDeepStrictEqual } from 'node:util';
import type { AccountId } from '../../domain/accounts.ts';
import { type Meter, slotMeter } from '../../domain/meters.ts';
import { periodOf } from '../../domain/periods.ts';
import { dueReleases, gracesAfterLoss, gracesAfterRenewal } from '../../domain/slots/graces.ts';
import { type Grace, planSlot, type Slot, type Slots } from '../../domain/slots/slots.ts';
import { fromSeconds, type Instant, leaseEnd, MINUTE, plus, seconds } from '../../domain/time.ts';
import { loadSlots } from '../balances/balances.ts';
import { balanceKey, dueAttributes, type Key } from '../keys.ts';
import {
  type ConditionalWrite,
  conditionalWrite,
  RETRY,
  removing,
  retryOnConflict,
} from '../table/conditional-write.ts';
import { readSlots, type SlotsItem, writeGrace, writeSlot } from '../table/items.ts';
import type { Part, Transaction } from '../table/transaction.ts';

export type Allocation =
  | { readonly kind: 'allocated' | 'held'; readonly slot: Slot; readonly slots: Slots }
  | { readonly kind: 'full'; readonly slots: Slots }
  /** A charge is overdue. */
  | { readonly kind: 'blocked'; readonly slots: Slots };

/**
 * Allocates a slot to a job, or finds the one that it has. The number of slots never exceeds the limit: the write that
 * adds the job to the map has the map's size as its condition.
 *
 * Cost on the success path: one write, 1 WRU per started KB (30 slots with names of a dozen characters; 4 WRU at 100).
 * With expired slots in the way, or on an account's first allocation: one failed and one successful write. At some
 * thousand slots (names of 36 characters) the item would reach 100 KB; split the map by pack before that.
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
  let write: ConditionalWrite = addSlot(key, slot);
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
      write = addSlot(key, slot);
      return RETRY;
    }
    write = tried.item
      ? replaceExpiredSlots(key, slot, plan.clear, slots.limit)
      : openSlots(key, slot, meter);
    return RETRY;
  });
}

export type Extension =
  | { readonly kind: 'extended'; readonly slot: Slot; readonly slots: Slots }
  | { readonly kind: 'not-held' };

/** Sets the lease end of a slot in use. One write. An expired slot is not in use. */
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

/** Releases a slot; no effect if it was free. One write. */
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

// One write. Promise: slots in use ≤ limit, because the count is the map's size.
const addSlot = (key: Key, slot: Slot): ConditionalWrite => ({
  key,
  update: 'SET slots.#job = :slot',
  when: ['attribute_not_exists(slots.#job)', 'size(slots) < #limit', NOT_BLOCKED],
  names: { '#job': slot.jobId, '#limit': 'limit' },
  values: { ':slot': writeSlot(slot) },
});

// Also removes expired slots. Promise: nobody extended one of them or changed the limit meanwhile.
function replaceExpiredSlots(key: Key, slot: Slot, clear: readonly Slot[], limit: number): ConditionalWrite {
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

/** Announces which slots will be released once the capacity of an expired pack ends. One read. */
export async function announceEnd(
  transaction: Transaction,
  account: AccountId,
  purchaseId: string,
  amount: number,
  now: Instant,
): Promise<void> {
  const slots = await slotsOf(account, now);
  const graces = gracesAfterLoss(slots, { cause: purchaseId, amount, atEnd: true }, now);
  transaction.update(slotsKey(account, slotMeter()), gracesPart(account, slots, graces));
}

/** Cancels the announcement of a pack that was renewed; no effect if there is none. One read. */
export async function cancelAnnouncement(
  transaction: Transaction,
  account: AccountId,
  purchaseId: string,
  now: Instant,
): Promise<void> {
  const slots = await slotsOf(account, now);
  if (slots.graces.length === 0) return;
  const graces = gracesAfterRenewal(slots, purchaseId, now);
  transaction.update(slotsKey(account, slotMeter()), gracesPart(account, slots, graces));
}

const slotsOf = (account: AccountId, now: Instant): Promise<Slots> =>
  loadSlots({ account, meter: slotMeter(), period: periodOf(now) });

/**
 * Replaces the grace periods and schedules the first one to end. Promise: limit and grace periods are unchanged since
 * they were read. Slots allocated meanwhile stay within the limit, so no grace period needs to cover them.
 */
export function gracesPart(account: AccountId, { graces, limit }: Slots, next: readonly Grace[]): Part {
  const known =
    graces.length > 0
      ? { when: 'graces = :seen', values: { ':seen': graces.map(writeGrace) } }
      : { when: 'attribute_not_exists(graces)', values: {} };
  const { set, remove, values } = gracesUpdate(account, next);
  return {
    set,
    remove,
    when: ['#limit = :limit', known.when],
    names: { '#limit': 'limit' },
    values: { ':limit': limit, ...known.values, ...values },
  };
}

function gracesUpdate(
  account: AccountId,
  graces: readonly Grace[],
): Required<Pick<Part, 'set' | 'remove' | 'values'>> {
  const [first] = graces;
  if (!first) return { set: [], remove: ['graces', 'dueShard', 'dueAt'], values: {} };
  // Slightly later, because an expiry that removes the capacity at that time releases the slots itself.
  const { dueShard, dueAt } = dueAttributes(account, plus(first.until, MINUTE), 'slots');
  return {
    set: ['graces = :graces', 'dueShard = :shard', 'dueAt = :due'],
    remove: [],
    values: { ':graces': graces.map(writeGrace), ':shard': dueShard, ':due': dueAt },
  };
}

/** How many slots one write releases, because an expression is limited to 4 KB. */
const MAX_RELEASED = 25;

/**
 * Releases the slots whose grace period is over, as far as they are still above the limit, and ends these grace
 * periods. Records each release in the item, so that it is published. One write per 25 slots.
 */
export async function releaseOverLimit(account: AccountId, now: Instant): Promise<void> {
  await retryOnConflict(async () => {
    const slots = await slotsOf(account, now);
    const { going: all, graces } = dueReleases(slots, now);
    const going = all.slice(0, MAX_RELEASED);
    const isLast = going.length === all.length;
    if (going.length === 0 && isDeepStrictEqual(graces, slots.graces)) return true;
    const {
      set = [],
      remove = [],
      when = [],
      names,
      values,
    } = gracesPart(account, slots, isLast ? graces : slots.graces);
    const sets = [...set, ...(going.length > 0 ? ['released = :released'] : [])];
    const removes = [...remove, ...going.map((_, i) => `slots.#r${i}`)];
    const tried = await conditionalWrite({
      key: slotsKey(account, slotMeter()),
      update: [
        ...(sets.length > 0 ? [`SET ${sets.join(', ')}`] : []),
        ...(removes.length > 0 ? [`REMOVE ${removes.join(', ')}`] : []),
      ].join(' '),
      when: [
        ...when,
        // If a slot was released meanwhile, fewer must be released.
        'size(slots) = :size',
        ...going.map((_, i) => `slots.#r${i} = :r${i}`),
      ],
      names: { ...names, ...Object.fromEntries(going.map((slot, i) => [`#r${i}`, slot.jobId])) },
      values: {
        ...values,
        ':size': slots.held.size,
        ...(going.length > 0 ? { ':released': going.map((slot) => slot.jobId) } : {}),
        ...Object.fromEntries(going.map((slot, i) => [`:r${i}`, writeSlot(slot)])),
      },
    });
    return (tried.kind === 'done' && isLast) || RETRY;
  });
}
