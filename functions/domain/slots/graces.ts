import { PACK_GRACE } from '../packs/purchases.ts';
import { type Instant, plus, SECOND } from '../time.ts';
import { type Grace, heldSlots, type Slot, type Slots } from './slots.ts';

/** A slot that will be released, when, and for which purchase. */
export interface PlannedRelease {
  readonly slot: Slot;
  readonly at: Instant;
  readonly cause: string;
}

/** The limit once every pack that has ended has lost its capacity. */
export const comingLimit = ({ limit, graces }: Slots): number =>
  Math.max(0, limit - sum(graces.map(({ ending }) => ending)));

/**
 * The releases to come, the earliest first: at the end of each grace as many slots go as are then held beyond the
 * coming limit and the graces that last longer: only those that were announced, in the order of their announcements,
 * of one announcement the newest first. So graces that end at one moment, or are merged, change no release. Nothing
 * brings a release forward: what is bought, renewed or released by its owner can only delay or cancel one.
 */
export function plannedReleases(slots: Slots, now: Instant): PlannedRelease[] {
  let held = heldSlots(slots, now);
  const named = new Set<string>();
  const planned: PlannedRelease[] = [];
  for (const { until: at, cause, jobs } of inOrder(slots.graces)) {
    for (const jobId of jobs) named.add(jobId);
    const allowed = comingLimit(slots) + keptAfter(slots.graces, at);
    const count = Math.max(0, held.length - allowed);
    const going = [...named].flatMap((jobId) => held.filter((slot) => slot.jobId === jobId)).slice(0, count);
    held = held.filter((slot) => !going.includes(slot));
    planned.push(...going.map((slot) => ({ slot, at, cause })));
  }
  return planned;
}

/**
 * The graces once a pack's slots are lost: at its end, while the limit still includes them (`atEnd`), or from now on.
 * Names the slots that were not announced before. A pack that had its grace before its capacity goes keeps that one.
 */
export function gracesAfterLoss(
  slots: Slots,
  { cause, amount, atEnd }: { readonly cause: string; readonly amount: number; readonly atEnd: boolean },
  now: Instant,
): Grace[] {
  const kept = trimmed(slots.graces, slots, comingLimit(slots), now);
  const isEnding = kept.some((grace) => grace.cause === cause && grace.ending > 0);
  if (isEnding && atEnd) return kept;
  if (isEnding) return gracesAfterEnd({ ...slots, graces: kept }, { cause, amount }, now);
  const jobs = unannounced({ ...slots, graces: kept }, comingLimit(slots) - amount, now).slice(0, amount);
  const grace = { cause, amount, until: graceFrom(now), ending: atEnd ? amount : 0, jobs };
  const graces = trimmed([...kept, grace], slots, comingLimit(slots) - amount, now);
  return announcedOnly({ ...slots, limit: slots.limit - (atEnd ? 0 : amount) }, graces, now);
}

/**
 * The graces once a pack's capacity goes that had its grace before: the slots that were announced at its end keep their
 * time. Those that were allocated since are announced now and have 72 hours.
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

/** The graces once `amount` slots were bought: they end as far as the new limit covers what is held. */
export const gracesAfterPurchase = (slots: Slots, amount: number, now: Instant): Grace[] =>
  trimmed(slots.graces, slots, comingLimit(slots) + amount, now);

/** The graces once a pack was renewed: its end is off. */
export function gracesAfterRenewal(slots: Slots, cause: string, now: Instant): Grace[] {
  const graces = slots.graces.map((grace) =>
    grace.cause === cause && grace.ending > 0 ? { ...grace, amount: 0, ending: 0 } : grace,
  );
  return trimmed(graces, slots, comingLimit({ ...slots, graces }), now);
}

/**
 * What is due at `now`: the slots to release, and the graces after that. Slots that are still beyond the limit and that
 * no announcement named get a grace of their own.
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
  const kept = sum(graces.filter(({ ending }) => ending === 0).map(({ amount }) => amount));
  const amount = heldSlots(left, now).length - slots.limit - kept;
  const cause = over.at(-1)?.cause;
  if (amount <= 0 || cause === undefined) return { going, graces };
  const jobs = unannounced({ ...left, graces }, comingLimit(slots), now);
  const grace = { cause, amount, until: graceFrom(now), ending: 0, jobs };
  return { going, graces: announcedOnly(left, inOrder([...graces, grace]), now) };
}

/** Forgets slots that were named just now although no release of them is planned: the announcement does not list them. */
function announcedOnly(slots: Slots, graces: readonly Grace[], now: Instant): Grace[] {
  const planned = plannedReleases({ ...slots, graces }, now).map(({ slot }) => slot.jobId);
  const announced = new Set([...slots.graces.flatMap(({ jobs }) => jobs), ...planned]);
  return graces.map((grace) => ({ ...grace, jobs: grace.jobs.filter((jobId) => announced.has(jobId)) }));
}

const graceFrom = (now: Instant): Instant => (Math.ceil(plus(now, PACK_GRACE) / SECOND) * SECOND) as Instant;

/** How many slots the graces keep that last beyond a moment: of a pack that has ended, all that the limit includes. */
const keptAfter = (graces: readonly Grace[], at: Instant): number =>
  sum(graces.filter(({ until }) => until > at).map(({ amount, ending }) => Math.max(amount, ending)));

/** The newest slots beyond a limit that no grace has named. */
function unannounced(slots: Slots, limit: number, now: Instant): string[] {
  const others = unnamed(slots, now);
  return newest(others, Math.max(0, others.length - Math.max(0, limit))).map(({ jobId }) => jobId);
}

/** The slots that no grace has named, oldest first. */
function unnamed(slots: Slots, now: Instant): Slot[] {
  const named = new Set(slots.graces.flatMap(({ jobs }) => jobs));
  return heldSlots(slots, now).filter(({ jobId }) => !named.has(jobId));
}

/**
 * Shrinks the graces to what is held beyond `limit`, those that end first before the others, and forgets the jobs
 * that hold no slot any more. The jobs of a grace that is used up are released with the next one, if ever.
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
  const kept: Grace[] = [];
  let waiting: string[] = [];
  for (const grace of sized) {
    const jobs = [...waiting, ...grace.jobs];
    const isUsedUp = grace.amount === 0 && grace.ending === 0;
    if (!isUsedUp) kept.push({ ...grace, jobs });
    waiting = isUsedUp ? jobs : [];
  }
  return kept;
}

const inOrder = (graces: readonly Grace[]): Grace[] => graces.toSorted((a, b) => a.until - b.until);
const newest = (slots: readonly Slot[], count: number): Slot[] => slots.toReversed().slice(0, count);
const sum = (amounts: readonly number[]): number => amounts.reduce((total, amount) => total + amount, 0);
const without = (held: Slots['held'], going: readonly Slot[]): Slots['held'] =>
  new Map([...held].filter(([jobId]) => !going.some((slot) => slot.jobId === jobId)));
