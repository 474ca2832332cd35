import type { AccountId } from '../../domain/accounts.ts';
import type { Balance } from '../../domain/metering/balances.ts';
import {
  type Bucket,
  type Entry,
  eventHash,
  findEvent,
  hourOfPlace,
  isRemembered,
  type Known,
  knownIn,
  type UsageEvent,
} from '../../domain/metering/deduplication.ts';
import type { Meter } from '../../domain/meters.ts';
import { nextPeriod, type Period, periodOf } from '../../domain/periods.ts';
import { type Day, hourOf, type Instant, startOfHour } from '../../domain/time.ts';
import { secret } from '../../runtime/secrets.ts';
import { loadHistory } from '../balances/balances.ts';
import { bucketAt, loadBuckets } from '../balances/deduplication.ts';

export interface CountedEvent {
  readonly amount: number;
  readonly period: Period;
  readonly late: boolean;
  /** The requested time; if the event was counted in another hour, the start of that hour. Names its correction. */
  readonly at: Instant;
}

/**
 * Finds what was counted of one event when it arrived; undefined if it was not counted, or is not remembered any more.
 * Logs, and the buckets that the event's time leads to, identify it by its hash. Reads the balances that may contain it,
 * then its buckets.
 */
export async function findCounted(
  account: AccountId,
  meter: Meter,
  event: Pick<UsageEvent, 'source' | 'id' | 'at'>,
  now: Instant,
): Promise<CountedEvent | undefined> {
  // A bucket that has expired may be deleted or not yet: the answer does not depend on it.
  if (!isRemembered(event.at, now)) return undefined;
  const hash = eventHash(await secret('eventKey'), event.source, event.id);
  const journal = await waitingEntries(account, meter, periodOf(event.at), now);
  const buckets = new Map<string, Bucket>();
  for (;;) {
    const found = findEvent(event.at, hash, buckets);
    // Search the buckets first: the log may have an event with the same id that was counted at another time.
    if (found.kind === 'known') return countedAs(found, event.at);
    if (found.kind === 'new') {
      const logged = knownIn(journal).get(hash);
      return logged && countedAs(logged, event.at);
    }
    const stored = await loadBuckets(account, meter, [found.address]);
    buckets.set(found.address, bucketAt(found.address, journal, stored));
  }
}

function countedAs({ entry, place }: Known, asked: Instant): CountedEvent {
  const hour = hourOfPlace(place);
  const at = hour === hourOf(asked) ? asked : startOfHour(hour);
  let period = periodOf(at);
  for (let late = 0; late < entry.lateBy; late += 1) period = nextPeriod(period);
  return { amount: entry.amount, period, late: entry.lateBy > 0, at };
}

/**
 * Loads the balances of a counter from one period to the next one, which may have events a few minutes in the future.
 * One consistent Query.
 */
export function loadHistorySince(
  account: AccountId,
  meter: Meter,
  from: Period,
  now: Instant,
): Promise<{ day: Day; balance: Balance }[]> {
  const last = nextPeriod(periodOf(now));
  return loadHistory(account, meter, from, from.start > last.start ? from : last);
}

/** Returns log entries that are not in their bucket yet, of the balances from one period on. One Query. */
async function waitingEntries(
  account: AccountId,
  meter: Meter,
  from: Period,
  now: Instant,
): Promise<Map<string, readonly Entry[]>> {
  const merged = new Map<string, readonly Entry[]>();
  for (const { balance } of await loadHistorySince(account, meter, from, now))
    for (const [address, entries] of balance.journal)
      merged.set(address, [...(merged.get(address) ?? []), ...entries]);
  return merged;
}
