import { createHmac } from 'node:crypto';
import { type Hour, hourOf, type Instant, iso } from '../time.ts';

/**
 * How events are remembered so that each counts once.
 *
 * A balance carries a deduplication log (*journal*): the entries of its latest events, written by the very write that
 * counts them. An event that the log has is known, whatever its time. When the log is full, its entries move to
 * buckets (*pages*), and only then leave the log.
 *
 * A bucket's address is a pure function of the event: its day; if that bucket is full, its hour, its minute, its
 * second; if that is full too, two bits of its hash after the other. Time before hash, so that events that come
 * together lie together. Buckets only grow, so one that was full for the original is full for the duplicate, and the
 * search takes the same way. The time only routes: within a bucket an event is known by its hash alone.
 *
 * The map is from an entry's place to the entries there. A place is a bucket, except in the bucket of a day, which
 * keeps its entries by the hour: `2026-11-23/16`. So each entry's hour is known, and costs a quiet account one name an
 * hour rather than one item.
 */
export type Journal = ReadonlyMap<string, readonly Entry[]>;

/** Events of these sources are made by the service itself; nobody else may send them. */
export const OWN_SOURCES = 'urn:real-deal:';

export interface UsageEvent {
  readonly source: string;
  readonly id: string;
  readonly at: Instant;
  /** In the meter's unit, an integer of at least 1. */
  readonly amount: number;
}

/** An event and its hash, by which it is known. */
export interface Identified {
  readonly event: UsageEvent;
  readonly hash: string;
}

/** An event that was counted, and where its entry is kept. */
export interface Known {
  readonly entry: Entry;
  readonly place: string;
}

/** What is known of one bucket: its own entries and those of the log that will move there, by hash. */
export interface Page {
  readonly entries: Map<string, Known>;
  readonly places: Set<string>;
  bytes: number;
  /** Whether it was full when it was read: one write may fill it up, the next begins another. */
  readonly isFull: boolean;
}

/** With its keys, a bucket of that many bytes of entries is written for one write unit (1 KB). */
const BUCKET_BYTES = 915;
/** From here on a bucket takes no further write: a unit is better spent on a new bucket than on its last few entries. */
const FULL_BYTES = 880;
/** What an hour costs in the bucket of a day: its name and the set's own bytes. */
const HOUR_BYTES = 5;
/** What a balance with its log takes for one write unit. */
const JOURNAL_BYTES = 905;
/** For who has lost a race: to move pages takes so long that the next would be lost, too. */
export const CROWDED_JOURNAL_BYTES = 16_000;
/** What a place costs inside a log: its name and the set's own bytes. */
const ADDRESS_BYTES = 4;

/** How much of an event's time is in the address of a bucket: the day, the hour, the minute, the second. */
const TIME_LEVELS = [10, 13, 16, 19] as const;
const DAY_LENGTH = TIME_LEVELS[0];
/** Each further level splits a bucket in four. */
const BITS_A_LEVEL = 2;

/** The address of the `level`-th bucket in which an event may be remembered: `2026-11-23T16:05:09#0312`. */
export function pageAddress(at: Instant, hash: string, level: number): string {
  const time = iso(at);
  const length = TIME_LEVELS[level];
  if (length !== undefined) return time.slice(0, length);
  const digits = Number.parseInt(hash, 16).toString(4).padStart(levelsOf(hash), '0');
  return `${time.slice(0, 19)}#${digits.slice(0, level - TIME_LEVELS.length + 1)}`;
}

const levelsOf = (hash: string): number => (hash.length * 4) / BITS_A_LEVEL;

const isOfDay = (place: string): boolean => place[DAY_LENGTH] === '/';

/** Where in a bucket the entry of an event of that time is kept. */
const placeIn = (address: string, at: Instant): string =>
  address.length === DAY_LENGTH ? `${address}/${hourOf(at).slice(DAY_LENGTH + 1)}` : address;

/** The bucket of a place. */
export const bucketOfPlace = (place: string): string => (isOfDay(place) ? place.slice(0, DAY_LENGTH) : place);

/** The hour in which what is kept at a place happened. */
export const hourOfPlace = (place: string): Hour =>
  (isOfDay(place) ? place.replace('/', 'T') : place.slice(0, TIME_LEVELS[1])) as Hour;

/** A bucket with the entries at these places. */
export function newPage(entries: Iterable<readonly [place: string, entries: readonly Entry[]]> = []): Page {
  const page = { entries: new Map<string, Known>(), places: new Set<string>(), bytes: 0 };
  for (const [place, each] of entries) for (const entry of each) addEntry(page, { entry, place });
  return { ...page, isFull: page.bytes >= FULL_BYTES };
}

export function addEntry(page: Omit<Page, 'isFull'>, known: Known): void {
  const { entry, place } = known;
  if (page.entries.has(entry.hash)) return;
  if (isOfDay(place) && !page.places.has(place)) page.bytes += HOUR_BYTES;
  page.places.add(place);
  page.entries.set(entry.hash, known);
  page.bytes += entrySize(entry);
}

export type Found =
  | ({ readonly kind: 'known' } & Known)
  | { readonly kind: 'new'; readonly address: string; readonly place: string }
  | { readonly kind: 'unread'; readonly address: string };

/** Looks an event up along its way of buckets; stops at the first one with room, or at one not read yet. */
export function findEvent(at: Instant, hash: string, pages: ReadonlyMap<string, Page>): Found {
  const lastLevel = TIME_LEVELS.length + levelsOf(hash) - 1;
  for (let level = 0; ; level += 1) {
    const address = pageAddress(at, hash, level);
    const page = pages.get(address);
    if (!page) return { kind: 'unread', address };
    const known = page.entries.get(hash);
    if (known) return { kind: 'known', ...known };
    const hasRoom = !page.isFull && page.bytes < BUCKET_BYTES;
    if (hasRoom || level === lastLevel) return { kind: 'new', address, place: placeIn(address, at) };
  }
}

/** The entries of a log by their hashes. */
export const knownIn = (journal: Journal): Map<string, Known> =>
  new Map(
    [...journal].flatMap(([place, entries]) =>
      entries.map((entry) => [entry.hash, { entry, place }] as const),
    ),
  );

export interface Placement {
  /** What was not known: place → entries. Added to `pages` and `recent` as well, for duplicates within a batch. */
  readonly placed: Map<string, Entry[]>;
  /** What was known with another amount, or of another hour. */
  readonly altered: readonly UsageEvent[];
  /** What would lift the sum beyond the integers that are exact. */
  readonly refused: readonly UsageEvent[];
  /** Addresses that must be read before the deferred events can be placed. */
  readonly unread: ReadonlySet<string>;
  readonly deferred: readonly Identified[];
}

/**
 * Finds each event's place; those that need a bucket that is not read yet are handed back. `recent` is what the log
 * has, by hash; `used` is the sum that the events are added to.
 */
export function placeEvents(
  events: readonly Identified[],
  recent: Map<string, Known>,
  pages: ReadonlyMap<string, Page>,
  used: number,
  lateBy: number,
): Placement {
  let room = Number.MAX_SAFE_INTEGER - used;
  const altered: UsageEvent[] = [];
  const refused: UsageEvent[] = [];
  const placed = new Map<string, Entry[]>();
  const unread = new Set<string>();
  const deferred: Identified[] = [];
  for (const identified of events) {
    const { event, hash } = identified;
    const { at, amount } = event;
    const logged = recent.get(hash);
    const found: Found = logged ? { kind: 'known', ...logged } : findEvent(at, hash, pages);
    if (found.kind === 'unread') {
      unread.add(found.address);
      deferred.push(identified);
    } else if (found.kind === 'known') {
      if (found.entry.amount !== amount || hourOfPlace(found.place) !== hourOf(at)) altered.push(event);
    } else if (amount > room) {
      refused.push(event);
    } else {
      room -= amount;
      const { place, address } = found;
      const known = { entry: { hash, amount, lateBy }, place };
      recent.set(hash, known);
      const page = pages.get(address);
      if (page) addEntry(page, known);
      placed.set(place, [...(placed.get(place) ?? []), known.entry]);
    }
  }
  return { placed, altered, refused, unread, deferred };
}

/**
 * The log after these entries were taken in. When they do not fit beside what is there, all that is there
 * moves out first (`moving`, to be written to its buckets before the log is).
 */
export function extendJournal(
  journal: Journal,
  placed: Journal,
  most: number = JOURNAL_BYTES,
): { journal: Journal; moving: Journal } {
  if (journalSize(journal) + journalSize(placed) > most && journal.size > 0)
    return { journal: placed, moving: journal };
  const merged = new Map<string, readonly Entry[]>(journal);
  for (const [place, entries] of placed) merged.set(place, [...(merged.get(place) ?? []), ...entries]);
  return { journal: merged, moving: new Map() };
}

export const journalTotal = (journal: Journal): number =>
  [...journal.values()].flat().reduce((sum, entry) => sum + entry.amount, 0);

function journalSize(journal: Journal): number {
  let size = 0;
  for (const [place, entries] of journal) {
    size += place.length + ADDRESS_BYTES;
    for (const entry of entries) size += entrySize(entry);
  }
  return size;
}

/**
 * A counted event as it is remembered: who it was, how much it was, and how many periods after its own it was
 * counted (0 when it was on time).
 */
export interface Entry {
  readonly hash: string;
  readonly amount: number;
  readonly lateBy: number;
}

const HASH_BYTES = 6;

/**
 * The identity of an event: 48 bits of HMAC-SHA-256 over source and id, in hex. Its time is not part of it: a sender
 * that stamps at each try still sends the same event. An event is compared with a few hundred others at most, so one
 * in about 10^12 is taken for a duplicate by chance; two more bytes would halve the events that fit a write unit.
 * The key is secret, because 48 bits are few enough to search for two ids that collide.
 */
export const eventHash = (key: string, source: string, id: string): string =>
  createHmac('sha256', key)
    .update(JSON.stringify([source, id]))
    .digest('hex')
    .slice(0, HASH_BYTES * 2);

/** Hash, amount and, only when it was late, the lateness: 8 to 11 bytes for usual amounts. */
export function encodeEntry(entry: Entry): Uint8Array {
  const tail = [...varint(entry.amount), ...(entry.lateBy > 0 ? varint(entry.lateBy) : [])];
  return Uint8Array.from([...Buffer.from(entry.hash, 'hex'), ...tail]);
}

export function decodeEntry(bytes: Uint8Array): Entry {
  const hash = Buffer.from(bytes.subarray(0, HASH_BYTES)).toString('hex');
  const [amount, next] = readVarint(bytes, HASH_BYTES);
  const lateBy = next < bytes.length ? readVarint(bytes, next)[0] : 0;
  return { hash, amount, lateBy };
}

export const entrySize = (entry: Entry): number => encodeEntry(entry).length;

/** Seven bits a byte, lowest first; the high bit says that more follow. By division: shifts end at 32 bits. */
function varint(value: number): number[] {
  const bytes: number[] = [];
  let rest = value;
  while (rest >= 0x80) {
    bytes.push((rest % 0x80) | 0x80);
    rest = Math.floor(rest / 0x80);
  }
  return [...bytes, rest];
}

function readVarint(bytes: Uint8Array, from: number): [value: number, next: number] {
  let value = 0;
  let scale = 1;
  let at = from;
  for (;;) {
    const byte = bytes[at++];
    if (byte === undefined) throw new RangeError('A counted event is cut short.');
    value += (byte & 0x7f) * scale;
    if (byte < 0x80) return [value, at];
    scale *= 0x80;
  }
}
