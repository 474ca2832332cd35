import type { AccountId } from '../domain/accounts.ts';
import type { Entry } from '../domain/entries.ts';
import { type Journal, newPage, type Page, placeEvents, type UsageEvent } from '../domain/journal.ts';
import type { Meter } from '../domain/meters.ts';
import { loadPages } from './pages.ts';

/** Where each event belongs that is not known yet. Reads pages level by level, usually one. */
export async function recall(
  account: AccountId,
  meter: Meter,
  journal: Journal,
  events: readonly UsageEvent[],
  lateBy: number,
): Promise<Journal> {
  const pages = new Map<string, Page>();
  const placed = new Map<string, Entry[]>();
  let rest = events;
  while (rest.length > 0) {
    const step = placeEvents(rest, pages, lateBy);
    for (const [address, entries] of step.placed)
      placed.set(address, [...(placed.get(address) ?? []), ...entries]);
    for (const [address, page] of await recallPages(account, meter, journal, step.unread))
      pages.set(address, page);
    rest = step.deferred;
  }
  return placed;
}

/** The pages at these addresses, together with what the journal is going to add to them. */
export async function recallPages(
  account: AccountId,
  meter: Meter,
  journal: Journal,
  addresses: ReadonlySet<string>,
): Promise<Map<string, Page>> {
  const stored = await loadPages(account, meter, addresses);
  return new Map(
    [...stored].map(([address, entries]) => [
      address,
      newPage([...entries, ...(journal.get(address) ?? [])]),
    ]),
  );
}
