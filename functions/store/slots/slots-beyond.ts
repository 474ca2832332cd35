import { isDeepStrictEqual } from 'node:util';
import type { AccountId } from '../../domain/accounts.ts';
import { slotMeter } from '../../domain/meters.ts';
import { periodOf } from '../../domain/periods.ts';
import { dueReleases, gracesAfterLoss, gracesAfterRenewal } from '../../domain/slots/graces.ts';
import type { Grace, Slots } from '../../domain/slots/slots.ts';
import { type Instant, MINUTE, plus } from '../../domain/time.ts';
import { loadSlots } from '../balances/balances.ts';
import { dueAttributes } from '../keys.ts';
import { conditionalWrite, RETRY, retryOnConflict } from '../table/conditional-write.ts';
import { writeGrace, writeSlot } from '../table/items.ts';
import type { Part, Transaction } from '../table/transaction.ts';
import { slotsKey } from './slots.ts';

/** Announces which slots the end of a pack will take, once its capacity is gone. One read. */
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

/** Takes the announcement of a pack's end back, because it was renewed; nothing when there is none. One read. */
export async function keepSlots(
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
 * Puts other graces in place, and that the first to end is due then. Promise: nobody changed the limit or the graces
 * since they were read. Slots that are allocated meanwhile stay within the limit, so no grace need cover them.
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
  // A little later: where a pack's end takes the capacity at that moment, it releases them itself.
  const { dueShard, dueAt } = dueAttributes(account, plus(first.until, MINUTE), 'slots');
  return {
    set: ['graces = :graces', 'dueShard = :shard', 'dueAt = :due'],
    remove: [],
    values: { ':graces': graces.map(writeGrace), ':shard': dueShard, ':due': dueAt },
  };
}

/** How many slots one write releases: an expression ends at 4 KB. */
const MAX_RELEASED = 25;

/**
 * Releases the slots whose grace is over, as far as they are still beyond the limit, and ends those graces. Each
 * slot is noted in the item, so that its release is published. One write for each 25.
 */
export async function releaseBeyond(account: AccountId, now: Instant): Promise<void> {
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
        // Whoever released a slot meanwhile has made room: fewer need to go.
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
