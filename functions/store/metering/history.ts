import type { AccountId } from '../../domain/accounts.ts';
import {
  type Entry,
  eventHash,
  findEvent,
  hourOfPlace,
  type Known,
  knownIn,
  type Page,
  type UsageEvent,
} from '../../domain/metering/deduplication.ts';
import type { Meter } from '../../domain/meters.ts';
import { nextPeriod, type Period, periodOf } from '../../domain/periods.ts';
import { type Hour, hourOf, type Instant, startOfHour } from '../../domain/time.ts';
import { secret } from '../../runtime/secrets.ts';
import { loadHistory } from '../balances/balances.ts';
import { loadBuckets, pageAt, readPages } from '../balances/deduplication.ts';
import { correctionsIn } from './corrected.ts';

export interface CountedEvent {
  readonly amount: number;
  readonly period: Period;
  readonly late: boolean;
  /** The requested time; if the event was counted in another hour, the start of that hour. Names its correction. */
  readonly at: Instant;
}

/**
 * Finds what was counted of one event when it arrived, or undefined. Logs, and the buckets that the event's time leads
 * to, identify it by its hash. Reads the balances that may contain it, then its buckets.
 */
export async function findCounted(
  account: AccountId,
  meter: Meter,
  event: Pick<UsageEvent, 'source' | 'id' | 'at'>,
  now: Instant,
): Promise<CountedEvent | undefined> {
  const hash = eventHash(await secret('eventKey'), event.source, event.id);
  const journal = await waitingEntries(account, meter, periodOf(event.at), now);
  const pages = new Map<string, Page>();
  for (;;) {
    const found = findEvent(event.at, hash, pages);
    // Search the buckets first: the log may have an event with the same id that was counted at another time.
    if (found.kind === 'known') return countedAs(found, event.at);
    if (found.kind === 'new') {
      const logged = knownIn(journal).get(hash);
      return logged && countedAs(logged, event.at);
    }
    const stored = await loadBuckets(account, meter, [found.address]);
    pages.set(found.address, pageAt(found.address, journal, stored));
  }
}

function countedAs({ entry, place }: Known, asked: Instant): CountedEvent {
  const hour = hourOfPlace(place);
  const at = hour === hourOf(asked) ? asked : startOfHour(hour);
  let period = periodOf(at);
  for (let late = 0; late < entry.lateBy; late += 1) period = nextPeriod(period);
  return { amount: entry.amount, period, late: entry.lateBy > 0, at };
}

/** Returns log entries that are not in their bucket yet, of the balances from one period on. One Query. */
async function waitingEntries(
  account: AccountId,
  meter: Meter,
  from: Period,
  now: Instant,
): Promise<Map<string, readonly Entry[]>> {
  const merged = new Map<string, readonly Entry[]>();
  // An event a few minutes in the future may belong to the next period.
  const last = from.start > now ? from : periodOf(now);
  for (const balance of await loadHistory(account, meter, from, last))
    for (const [address, entries] of balance.journal)
      merged.set(address, [...(merged.get(address) ?? []), ...entries]);
  return merged;
}

/**
 * Returns the usage per hour, by the events' time, from `from` (inclusive) to `to` (exclusive), without hours without
 * usage. Reads the balances, then one Query per started MB of buckets, one for the first day, and one for corrections.
 * An entry that is moved from log to bucket meanwhile counts once.
 */
export async function hourlyUsage(
  account: AccountId,
  meter: Meter,
  from: Instant,
  to: Instant,
  now: Instant,
): Promise<Map<Hour, number>> {
  const sums = new Map<Hour, number>();
  const add = (place: string, entries: readonly Entry[]) => {
    const hour = hourOfPlace(place);
    for (const entry of entries) sums.set(hour, (sums.get(hour) ?? 0) + entry.amount);
  };
  const journal = await waitingEntries(account, meter, periodOf(from), now);
  for await (const { place, entries } of readPages(account, meter, hourOf(from), hourOf(to))) {
    const known = new Set(entries.map((entry) => entry.hash));
    const waiting = journal.get(place) ?? [];
    add(place, [...entries, ...waiting.filter((entry) => !known.has(entry.hash))]);
    journal.delete(place);
  }
  for (const [place, entries] of journal)
    if (hourOfPlace(place) >= hourOf(from) && hourOfPlace(place) < hourOf(to)) add(place, entries);
  for await (const { time, amount, original } of correctionsIn(account, meter, hourOf(from), hourOf(to)))
    sums.set(hourOf(time), (sums.get(hourOf(time)) ?? 0) + amount - original);
  return sums;
}
