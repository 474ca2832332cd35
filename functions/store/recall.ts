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

/**
 * Where each event belongs that is not known yet. Reads pages level by level, usually one; none at all while no
 * entry has left the journal of a period that still takes its own events: only that journal fills its pages.
 */
export async function recall(
  account: AccountId,
  meter: Meter,
  balance: Pick<Balance, 'journal' | 'used' | 'paged'>,
  events: readonly UsageEvent[],
  lateBy: number,
): Promise<Recalled> {
  const pages = new Map<string, Page>();
  const placed = new Map<string, Entry[]>();
  const refused: UsageEvent[] = [];
  let used = balance.used;
  const mayHavePages = balance.paged || lateBy > 0;
  let rest = events;
  while (rest.length > 0) {
    const step = placeEvents(rest, pages, used, lateBy);
    used += journalTotal(step.placed);
    refused.push(...step.refused);
    for (const [address, entries] of step.placed)
      placed.set(address, [...(placed.get(address) ?? []), ...entries]);
    const stored = mayHavePages ? await loadPages(account, meter, step.unread) : undefined;
    for (const address of step.unread) pages.set(address, pageAt(address, balance.journal, stored));
    rest = step.deferred;
  }
  return { placed, refused };
}

/** A page, together with what the journal is going to add to it. */
export const pageAt = (address: string, journal: Journal, stored?: Journal): Page =>
  newPage([...(stored?.get(address) ?? []), ...(journal.get(address) ?? [])]);
