import type { AccountId } from '../domain/accounts.ts';
import { type Entry, eventHash } from '../domain/entries.ts';
import { findEvent, type Page, type UsageEvent } from '../domain/journal.ts';
import type { Meter } from '../domain/meters.ts';
import { nextPeriod, type Period, periodOf } from '../domain/periods.ts';
import { type Hour, hourOf, type Instant } from '../domain/time.ts';
import { loadHistory } from './balances.ts';
import { correctionsIn } from './corrected.ts';
import { loadPages, readPages } from './pages.ts';
import { pageAt } from './recall.ts';

export interface CountedEvent {
  readonly amount: number;
  readonly period: Period;
  readonly late: boolean;
}

/**
 * What was counted of one event when it came, or undefined. Reads the balances that it may be in, then its pages.
 */
export async function findCounted(
  account: AccountId,
  meter: Meter,
  event: Pick<UsageEvent, 'source' | 'id' | 'at'>,
  now: Instant,
): Promise<CountedEvent | undefined> {
  const own = periodOf(event.at);
  const hash = eventHash(event.source, event.id);
  const journal = await waitingEntries(account, meter, own, now);
  const pages = new Map<string, Page>();
  for (;;) {
    const found = findEvent(event.at, hash, pages);
    if (found.kind === 'new') return undefined;
    if (found.kind === 'known') {
      let period = own;
      for (let late = 0; late < found.entry.lateBy; late += 1) period = nextPeriod(period);
      return { amount: found.entry.amount, period, late: found.entry.lateBy > 0 };
    }
    const stored = await loadPages(account, meter, [found.address]);
    pages.set(found.address, pageAt(found.address, journal, stored));
  }
}

/** What is counted but not on its page yet, in the balances from one period on. One Query. */
async function waitingEntries(
  account: AccountId,
  meter: Meter,
  from: Period,
  now: Instant,
): Promise<Map<string, readonly Entry[]>> {
  const merged = new Map<string, readonly Entry[]>();
  // What happened a few minutes ahead of us may belong to the next period already.
  const last = from.start > now ? from : periodOf(now);
  for (const balance of await loadHistory(account, meter, from, last))
    for (const [address, entries] of balance.journal)
      merged.set(address, [...(merged.get(address) ?? []), ...entries]);
  return merged;
}

/**
 * What was used in each hour, by when it happened, from `from` (inclusive) to `to` (exclusive). Hours without use
 * are left out. Reads the balances, then one Query for each started MB of pages, and one for corrections; an entry
 * that is on its way from balance to page is seen once.
 */
export async function hourlyUsage(
  account: AccountId,
  meter: Meter,
  from: Instant,
  to: Instant,
  now: Instant,
): Promise<Map<Hour, number>> {
  const sums = new Map<Hour, number>();
  const add = (address: string, entries: readonly Entry[]) => {
    const hour = address.slice(0, hourOf(from).length) as Hour;
    for (const entry of entries) sums.set(hour, (sums.get(hour) ?? 0) + entry.amount);
  };
  const journal = await waitingEntries(account, meter, periodOf(from), now);
  for await (const page of readPages(account, meter, hourOf(from), hourOf(to))) {
    const known = new Set(page.entries.map((entry) => entry.hash));
    const waiting = journal.get(page.address) ?? [];
    add(page.address, [...page.entries, ...waiting.filter((entry) => !known.has(entry.hash))]);
    journal.delete(page.address);
  }
  for (const [address, entries] of journal)
    if (address >= hourOf(from) && address < hourOf(to)) add(address, entries);
  for await (const { time, amount, original } of correctionsIn(account, meter, hourOf(from), hourOf(to)))
    sums.set(hourOf(time), (sums.get(hourOf(time)) ?? 0) + amount - original);
  return sums;
}
