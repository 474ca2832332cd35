import { PACK_GRACE } from '../packs/purchases.ts';
import { type Instant, plus, SECOND } from '../time.ts';
import { type Grace, heldSlots, type Slot, type Slots } from './slots.ts';

/** A slot that will be released, with the time and the purchase that causes it. */
export interface PlannedRelease {
  readonly slot: Slot;
  readonly at: Instant;
  readonly cause: string;
}

/** Returns the limit once every expired pack has lost its capacity. */
export const comingLimit = ({ limit, graces }: Slots): number =>
  Math.max(0, limit - sum(graces.map(({ ending }) => ending)));

/**
 * Returns the planned releases, earliest first. At the end of each grace period, releases the slots in use above the
 * coming limit and the slots retained by longer grace periods. Releases only announced slots, in the order of their
 * announcements; within an announcement the newest first. Grace periods that end together, or are merged, therefore
 * change no release. Purchases, renewals and releases by the owner can only delay or cancel a release, never bring it
 * forward.
 */
export function plannedReleases(slots: Slots, now: Instant): PlannedRelease[] {
  let held = heldSlots(slots, now);
  const named = new Set<string>();
  const planned: PlannedRelease[] = [];
  for (const { until: at, cause, jobs } of inOrder(slots.graces)) {
    for (const jobId of jobs) named.add(jobId);
    const allowed = comingLimit(slots) + retainedAfter(slots.graces, at);
    const count = Math.max(0, held.length - allowed);
    const going = [...named].flatMap((jobId) => held.filter((slot) => slot.jobId === jobId)).slice(0, count);
    held = held.filter((slot) => !going.includes(slot));
    planned.push(...going.map((slot) => ({ slot, at, cause })));
  }
  return planned;
}

/**
 * Returns the grace periods once a pack's slots are lost: at its expiry, while the limit still includes them (`atEnd`),
 * or immediately. Announces slots that were not announced before. A pack that had its grace period before its capacity
 * ends keeps that one.
 */
export function gracesAfterLoss(
  slots: Slots,
  { cause, amount, atEnd }: { readonly cause: string; readonly amount: number; readonly atEnd: boolean },
  now: Instant,
): Grace[] {
  const retained = trimmed(slots.graces, slots, comingLimit(slots), now);
  const isEnding = retained.some((grace) => grace.cause === cause && grace.ending > 0);
  if (isEnding && atEnd) return retained;
  if (isEnding) return gracesAfterEnd({ ...slots, graces: retained }, { cause, amount }, now);
  const jobs = unannounced({ ...slots, graces: retained }, comingLimit(slots) - amount, now).slice(0, amount);
  const grace = { cause, amount, until: graceFrom(now), ending: atEnd ? amount : 0, jobs };
  const graces = trimmed([...retained, grace], slots, comingLimit(slots) - amount, now);
  return announcedOnly({ ...slots, limit: slots.limit - (atEnd ? 0 : amount) }, graces, now);
}

/**
 * Returns the grace periods once an expired pack loses its capacity. Slots announced at its expiry keep their time.
 * Slots allocated since are announced now and have 72 hours.
 */
function gracesAfterEnd(
  slots: Slots,
  { cause, amount }: { readonly cause: string; readonly amount: number },
  now: Instant,
): Grace[] {
  const isEnded = (grace: Grace) => grace.cause === cause && grace.ending > 0;
  const lost = slots.graces.filter((grace) => grace.ending === 0 || isEnded(grace));
  const announced = sum(lost.map(({ jobs }) => jobs.length));
  const beyond = heldSlots(slots, now).length - (slots.limit - amount);
  const rest = Math.max(0, Math.min(amount, beyond - announced));
  const graces = slots.graces.map((grace) =>
    isEnded(grace) ? { ...grace, amount: amount - rest, ending: 0 } : grace,
  );
  const jobs = newest(unnamed(slots, now), rest).map(({ jobId }) => jobId);
  const grace = { cause, amount: rest, until: graceFrom(now), ending: 0, jobs };
  const sized = trimmed([...graces, grace], slots, comingLimit(slots), now);
  return announcedOnly({ ...slots, limit: slots.limit - amount }, sized, now);
}

/**
 * Returns the grace periods once `amount` slots were bought: they end as far as the new limit covers the slots in use.
 */
export const gracesAfterPurchase = (slots: Slots, amount: number, now: Instant): Grace[] =>
  trimmed(slots.graces, slots, comingLimit(slots) + amount, now);

/** Returns the grace periods once a pack was renewed: its expiry is canceled. */
export function gracesAfterRenewal(slots: Slots, cause: string, now: Instant): Grace[] {
  const graces = slots.graces.map((grace) =>
    grace.cause === cause && grace.ending > 0 ? { ...grace, amount: 0, ending: 0 } : grace,
  );
  return trimmed(graces, slots, comingLimit({ ...slots, graces }), now);
}

/**
 * Returns the slots to release at `now`, and the grace periods after that. Slots above the limit that no announcement
 * named get a new grace period.
 */
export function dueReleases(
  slots: Slots,
  now: Instant,
): { readonly going: readonly Slot[]; readonly graces: readonly Grace[] } {
  const going = plannedReleases(slots, now)
    .filter(({ at }) => at <= now)
    .map(({ slot }) => slot);
  const isOver = ({ until, ending }: Grace) => until <= now && ending === 0;
  const over = slots.graces.filter(isOver);
  const left = { ...slots, held: without(slots.held, going) };
  const open = slots.graces.map((grace) => (isOver(grace) ? { ...grace, amount: 0 } : grace));
  const graces = trimmed(open, left, comingLimit(slots), now);
  const retained = sum(graces.filter(({ ending }) => ending === 0).map(({ amount }) => amount));
  const amount = heldSlots(left, now).length - slots.limit - retained;
  const cause = over.at(-1)?.cause;
  if (amount <= 0 || cause === undefined) return { going, graces };
  const jobs = unannounced({ ...left, graces }, comingLimit(slots), now);
  const grace = { cause, amount, until: graceFrom(now), ending: 0, jobs };
  return { going, graces: announcedOnly(left, inOrder([...graces, grace]), now) };
}

/** Removes newly announced slots whose release is not planned, so that the announcement does not list them. */
function announcedOnly(slots: Slots, graces: readonly Grace[], now: Instant): Grace[] {
  const planned = plannedReleases({ ...slots, graces }, now).map(({ slot }) => slot.jobId);
  const announced = new Set([...slots.graces.flatMap(({ jobs }) => jobs), ...planned]);
  return graces.map((grace) => ({ ...grace, jobs: grace.jobs.filter((jobId) => announced.has(jobId)) }));
}

const graceFrom = (now: Instant): Instant => (Math.ceil(plus(now, PACK_GRACE) / SECOND) * SECOND) as Instant;

/**
 * Returns how many slots are retained by grace periods that last beyond a time; for an expired pack, all that the limit
 * includes.
 */
const retainedAfter = (graces: readonly Grace[], at: Instant): number =>
  sum(graces.filter(({ until }) => until > at).map(({ amount, ending }) => Math.max(amount, ending)));

/** Returns the newest slots above a limit that no grace period has announced. */
function unannounced(slots: Slots, limit: number, now: Instant): string[] {
  const others = unnamed(slots, now);
  return newest(others, Math.max(0, others.length - Math.max(0, limit))).map(({ jobId }) => jobId);
}

/** Returns the slots that no grace period has announced, oldest first. */
function unnamed(slots: Slots, now: Instant): Slot[] {
  const named = new Set(slots.graces.flatMap(({ jobs }) => jobs));
  return heldSlots(slots, now).filter(({ jobId }) => !named.has(jobId));
}

/**
 * Reduces the grace periods to the slots in use above `limit`, those that end first before the others, and removes
 * released jobs. Jobs of a used-up grace period are released with the next one, if at all.
 */
function trimmed(graces: readonly Grace[], slots: Slots, limit: number, now: Instant): Grace[] {
  const held = new Set(heldSlots(slots, now).map(({ jobId }) => jobId));
  let beyond = Math.max(0, held.size - limit);
  const sized = inOrder(graces)
    .toReversed()
    .map((grace) => {
      const amount = Math.min(grace.amount, beyond);
      beyond -= amount;
      return { ...grace, amount, jobs: grace.jobs.filter((jobId) => held.has(jobId)) };
    })
    .toReversed();
  const retained: Grace[] = [];
  let waiting: string[] = [];
  for (const grace of sized) {
    const jobs = [...waiting, ...grace.jobs];
    const isUsedUp = grace.amount === 0 && grace.ending === 0;
    if (!isUsedUp) retained.push({ ...grace, jobs });
    waiting = isUsedUp ? jobs : [];
  }
  return retained;
}

const inOrder = (graces: readonly Grace[]): Grace[] => graces.toSorted((a, b) => a.until - b.until);
const newest = (slots: readonly Slot[], count: number): Slot[] => slots.toReversed().slice(0, count);
const sum = (amounts: readonly number[]): number => amounts.reduce((total, amount) => total + amount, 0);
const without = (held: Slots['held'], going: readonly Slot[]): Slots['held'] =>
  new Map([...held].filter(([jobId]) => !going.some((slot) => slot.jobId === jobId)));
