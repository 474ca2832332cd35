import { type Entry, entrySize, eventHash } from './entries.ts';
import { type Instant, iso } from './time.ts';

/**
 * How events are remembered so that each counts once.
 *
 * A balance carries a *journal*: the entries of its latest events, written by the very write that counts them.
 * When the journal is full its entries move to *pages*, and only then leave the journal. A page's address is a
 * pure function of the event, so a duplicate meets its original: the event's hour first; if that page is full,
 * its minute, then its second; if that is full too, two bits of its hash after the other. Time before hash, so
 * that what comes together lies together. Pages only ever grow, so a page that was full when the original came is
 * full when the duplicate comes, and the search walks the same way.
 */
export type Journal = ReadonlyMap<string, readonly Entry[]>;

export interface UsageEvent {
  readonly source: string;
  readonly id: string;
  readonly at: Instant;
  /** In the meter's unit, an integer of at least 1. */
  readonly amount: number;
}

/** What is known of one page: its own entries and those of the journal that will move there. */
export interface Page {
  readonly entries: Map<string, Entry>;
  bytes: number;
}

/** With its keys, a page of that many bytes of entries is written for one write unit (1 KB). */
const PAGE_BYTES = 915;
/** The same for a balance and its journal. */
const JOURNAL_BYTES = 905;
/** For who has lost a race: to move pages takes so long that the next would be lost, too. */
export const CROWDED_JOURNAL_BYTES = 16_000;
/** What a page's address costs inside a journal: its name and the set's own bytes. */
const ADDRESS_BYTES = 4;

/** How much of an event's time stands in the address of a page: the hour, the minute, the second. */
const TIME_LEVELS = [13, 16, 19] as const;
/** Each further level splits a page in four. */
const BITS_A_LEVEL = 2;

/** The address of the `level`-th page in which an event may be remembered: `2026-11-23T16:05:09#0312`. */
export function pageAddress(at: Instant, hash: string, level: number): string {
  const time = iso(at);
  const length = TIME_LEVELS[level];
  if (length !== undefined) return time.slice(0, length);
  const digits = Number.parseInt(hash, 16).toString(4).padStart(levelsOf(hash), '0');
  return `${time.slice(0, 19)}#${digits.slice(0, level - TIME_LEVELS.length + 1)}`;
}

const levelsOf = (hash: string): number => (hash.length * 4) / BITS_A_LEVEL;

export function newPage(entries: Iterable<Entry> = []): Page {
  const page: Page = { entries: new Map(), bytes: 0 };
  for (const entry of entries) addEntry(page, entry);
  return page;
}

export function addEntry(page: Page, entry: Entry): void {
  if (page.entries.has(entry.hash)) return;
  page.entries.set(entry.hash, entry);
  page.bytes += entrySize(entry);
}

export type Found =
  | { readonly kind: 'known'; readonly entry: Entry }
  | { readonly kind: 'new'; readonly address: string }
  | { readonly kind: 'unread'; readonly address: string };

/** Looks an event up along its way of pages; stops at the first page with room, or at one not read yet. */
export function findEvent(at: Instant, hash: string, pages: ReadonlyMap<string, Page>): Found {
  const lastLevel = TIME_LEVELS.length + levelsOf(hash) - 1;
  for (let level = 0; ; level += 1) {
    const address = pageAddress(at, hash, level);
    const page = pages.get(address);
    if (!page) return { kind: 'unread', address };
    const entry = page.entries.get(hash);
    if (entry) return { kind: 'known', entry };
    if (page.bytes < PAGE_BYTES || level === lastLevel) return { kind: 'new', address };
  }
}

export interface Placement {
  /** What was not known: address → entries. Added to `pages` as well, so that a batch meets its own duplicates. */
  readonly placed: Map<string, Entry[]>;
  /** What would lift the sum beyond the integers that are exact. */
  readonly refused: readonly UsageEvent[];
  /** Addresses that must be read before the deferred events can be placed. */
  readonly unread: ReadonlySet<string>;
  readonly deferred: readonly UsageEvent[];
}

/**
 * Finds each event's place; those that need a page which is not there yet are handed back. `used` is the sum
 * that they are added to.
 */
export function placeEvents(
  events: readonly UsageEvent[],
  pages: ReadonlyMap<string, Page>,
  used: number,
  lateBy: number,
): Placement {
  let room = Number.MAX_SAFE_INTEGER - used;
  const refused: UsageEvent[] = [];
  const placed = new Map<string, Entry[]>();
  const unread = new Set<string>();
  const deferred: UsageEvent[] = [];
  for (const event of events) {
    const hash = eventHash(event.source, event.id);
    const found = findEvent(event.at, hash, pages);
    if (found.kind === 'unread') {
      unread.add(found.address);
      deferred.push(event);
    } else if (found.kind === 'new' && event.amount > room) {
      refused.push(event);
    } else if (found.kind === 'new') {
      room -= event.amount;
      const entry: Entry = { hash, amount: event.amount, lateBy };
      const page = pages.get(found.address);
      if (page) addEntry(page, entry);
      placed.set(found.address, [...(placed.get(found.address) ?? []), entry]);
    }
  }
  return { placed, refused, unread, deferred };
}

/**
 * The journal after these entries were taken in. When they do not fit beside what is there, all that is there
 * moves out first (`moving`, to be written to its pages before the journal is).
 */
export function extendJournal(
  journal: Journal,
  placed: Journal,
  most: number = JOURNAL_BYTES,
): { journal: Journal; moving: Journal } {
  if (journalSize(journal) + journalSize(placed) > most && journal.size > 0)
    return { journal: placed, moving: journal };
  const merged = new Map<string, readonly Entry[]>(journal);
  for (const [address, entries] of placed) merged.set(address, [...(merged.get(address) ?? []), ...entries]);
  return { journal: merged, moving: new Map() };
}

export const journalTotal = (journal: Journal): number =>
  [...journal.values()].flat().reduce((sum, entry) => sum + entry.amount, 0);

function journalSize(journal: Journal): number {
  let size = 0;
  for (const [address, entries] of journal) {
    size += address.length + ADDRESS_BYTES;
    for (const entry of entries) size += entrySize(entry);
  }
  return size;
}
