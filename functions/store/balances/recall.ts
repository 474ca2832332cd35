import type { AccountId } from '../../domain/accounts.ts';
import type { Balance } from '../../domain/metering/balances.ts';
import { type Entry, eventHash } from '../../domain/metering/entries.ts';
import {
  type Identified,
  type Journal,
  journalTotal,
  knownIn,
  newPage,
  type Page,
  pageOfPlace,
  placeEvents,
  type UsageEvent,
} from '../../domain/metering/journal.ts';
import type { Meter } from '../../domain/meters.ts';
import { secret } from '../../runtime/secrets.ts';
import { loadPages } from './pages.ts';

export interface Recalled {
  /** What is not known yet: place → entries. */
  readonly placed: Journal;
  /** What is known with another amount, or of another hour: a re-send that differs from what was counted. */
  readonly altered: readonly UsageEvent[];
  /** What would lift the sum beyond the integers that are exact. */
  readonly refused: readonly UsageEvent[];
}

/**
 * Where each event belongs that is not known yet. What the balance's log has is known, whatever its time. Reads
 * buckets level by level, usually one; none at all while no entry has left the log of a period that still takes its
 * own events: only that log fills its buckets.
 */
export async function recall(
  account: AccountId,
  meter: Meter,
  balance: Pick<Balance, 'journal' | 'used' | 'paged'>,
  events: readonly UsageEvent[],
  lateBy: number,
): Promise<Recalled> {
  const key = await secret('eventKey');
  const recent = knownIn(balance.journal);
  const pages = new Map<string, Page>();
  const placed = new Map<string, Entry[]>();
  const altered: UsageEvent[] = [];
  const refused: UsageEvent[] = [];
  let used = balance.used;
  const mayHavePages = balance.paged || lateBy > 0;
  let rest: readonly Identified[] = events.map((event) => ({
    event,
    hash: eventHash(key, event.source, event.id),
  }));
  while (rest.length > 0) {
    const step = placeEvents(rest, recent, pages, used, lateBy);
    used += journalTotal(step.placed);
    altered.push(...step.altered);
    refused.push(...step.refused);
    for (const [place, entries] of step.placed) placed.set(place, [...(placed.get(place) ?? []), ...entries]);
    const stored = mayHavePages ? await loadPages(account, meter, step.unread) : undefined;
    for (const address of step.unread) pages.set(address, pageAt(address, balance.journal, stored));
    rest = step.deferred;
  }
  return { placed, altered, refused };
}

/** A bucket, together with what the log is going to add to it. */
export const pageAt = (address: string, journal: Journal, stored: Journal = new Map()): Page =>
  newPage([...stored, ...journal].filter(([place]) => pageOfPlace(place) === address));
