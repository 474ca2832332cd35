import type { AccountId } from '../domain/accounts.ts';
import { slotMeter } from '../domain/meters.ts';
import { periodOf } from '../domain/periods.ts';
import { heldSlots, type Slot, slotsBeyond } from '../domain/slots.ts';
import { type Instant, MINUTE, plus } from '../domain/time.ts';
import { attempt, untilDecided } from './attempt.ts';
import { loadSlots } from './balances.ts';
import { writeSlot } from './items.ts';
import { dueAttributes } from './keys.ts';
import { slotsKey } from './slots.ts';
import type { Part, Transaction } from './transaction.ts';

/**
 * Announces that the slots beyond a limit that is about to fall by `losing` will be released, and when; nothing when
 * there are none. One read.
 */
export async function announceRelease(
  transaction: Transaction,
  account: AccountId,
  losing: number,
  releaseAt: Instant,
  now: Instant,
): Promise<void> {
  const meter = slotMeter();
  const slots = await loadSlots({ account, meter, period: periodOf(now) });
  const going = slotsBeyond(slots, slots.limit - losing, now);
  if (going.length > 0) transaction.update(slotsKey(account, meter), releasePart(account, going, releaseAt));
}

/** What announces a release: when, which slots by what is known now, and that it is due then. */
export function releasePart(
  account: AccountId,
  going: readonly Slot[],
  releaseAt: Instant,
): Required<Pick<Part, 'set' | 'values'>> {
  // A little later: where a pack's end takes the capacity at that moment, it releases them itself.
  const due = dueAttributes(account, plus(releaseAt, MINUTE), 'slots');
  return {
    set: ['releaseAt = :at', 'going = :going', 'dueShard = :shard', 'dueAt = :due'],
    values: {
      ':at': releaseAt,
      ':going': going.map((slot) => slot.jobId),
      ':shard': due.dueShard,
      ':due': due.dueAt,
    },
  };
}

/** How many slots one write releases: an expression ends at 4 KB. */
const MAX_RELEASED = 25;

/**
 * Releases the slots beyond the limit, the newest first, and takes the announcement back; none when the limit
 * holds them all by now. Each is noted in the item, so that it can be told. One write for each 25.
 */
export async function releaseBeyond(account: AccountId, now: Instant): Promise<void> {
  const meter = slotMeter();
  await untilDecided(async () => {
    const slots = await loadSlots({ account, meter, period: periodOf(now) });
    if (!slots.isOpen || (slots.releaseAt !== null && slots.releaseAt > now)) return true;
    const all = slotsBeyond(slots, slots.limit, now);
    const going = all.slice(0, MAX_RELEASED);
    if (going.length === 0 && slots.releaseAt === null) return true;
    const isLast = going.length === all.length;
    const tried = await attempt({
      key: slotsKey(account, meter),
      update: [
        going.length > 0 ? 'SET released = :released ' : '',
        `REMOVE ${[...going.map((_, i) => `slots.#r${i}`), ...(isLast ? ['releaseAt', 'going', 'dueShard', 'dueAt'] : [])].join(', ')}`,
      ].join(''),
      when: ['#limit = :limit', 'size(slots) >= :held', ...going.map((_, i) => `slots.#r${i} = :r${i}`)],
      names: { '#limit': 'limit', ...Object.fromEntries(going.map((slot, i) => [`#r${i}`, slot.jobId])) },
      values: {
        ':limit': slots.limit,
        // Whoever gave a slot back meanwhile has made room: fewer need to go.
        ':held': heldSlots(slots, now).length,
        ...(going.length > 0 ? { ':released': going.map((slot) => slot.jobId) } : {}),
        ...Object.fromEntries(going.map((slot, i) => [`:r${i}`, writeSlot(slot)])),
      },
    });
    return (tried.kind === 'done' && isLast) || undefined;
  });
}
