import type { AccountId } from '../domain/accounts.ts';
import type { Balance } from '../domain/balances.ts';
import type { Entry } from '../domain/entries.ts';
import {
  type Journal,
  journalTotal,
  newPage,
  type Page,
  placeEvents,
  type UsageEvent,
} from '../domain/journal.ts';
import type { Meter } from '../domain/meters.ts';
import { loadPages } from './pages.ts';

export interface Recalled {
  /** What is not known yet: address → entries. */
  readonly placed: Journal;
  /** What would lift the sum beyond the integers that are exact. */
  readonly refused: readonly UsageEvent[];
}

/** Where each event belongs that is not known yet. Reads pages level by level, usually one. */
export async function recall(
  account: AccountId,
  meter: Meter,
  balance: Pick<Balance, 'journal' | 'used'>,
  events: readonly UsageEvent[],
  lateBy: number,
): Promise<Recalled> {
  const pages = new Map<string, Page>();
  const placed = new Map<string, Entry[]>();
  const refused: UsageEvent[] = [];
  let used = balance.used;
  let rest = events;
  while (rest.length > 0) {
    const step = placeEvents(rest, pages, used, lateBy);
    used += journalTotal(step.placed);
    refused.push(...step.refused);
    for (const [address, entries] of step.placed)
      placed.set(address, [...(placed.get(address) ?? []), ...entries]);
    for (const [address, page] of await recallPages(account, meter, balance.journal, step.unread))
      pages.set(address, page);
    rest = step.deferred;
  }
  return { placed, refused };
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
