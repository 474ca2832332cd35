import { createHmac } from 'node:crypto';
import { periodOf, periodsBetween } from '../periods.ts';
import { DAY, type Hour, hourOf, type Instant, iso, parseInstant, plus } from '../time.ts';
import { readVarint, varint } from '../varint.ts';

/**
 * How counted events are remembered, so that each counts once.
 *
 * A balance contains a deduplication log: the entries of its latest events, added by the same write that counts them.
 * An event in the log is known, whatever its time. When the log is full, its entries are copied to buckets, and only
 * then removed from the log.
 *
 * The address of an event's bucket depends on the event alone: its day; if that bucket is full, its hour, its minute,
 * its second; if that is full too, two more bits of its hash per level. Time precedes the hash, so that events of the
 * same time share a bucket. Buckets only grow, so a bucket that was full for the original is full for the duplicate,
 * and the search visits the same buckets. Within a bucket an event is identified by its hash alone.
 *
 * This type maps the place of entries to the entries. A place is a bucket; in the bucket of a day it also has the hour:
 * `2026-11-23/16`. The hour of each entry is therefore known, and a quiet account needs one place per hour instead of
 * one item.
 */
export type DeduplicationLog = ReadonlyMap<string, readonly Entry[]>;

/** The prefix of sources that the service itself uses. Clients cannot use it. */
export const OWN_SOURCES = 'urn:real-deal:';

export interface UsageEvent {
  readonly source: string;
  readonly id: string;
  readonly at: Instant;
  /** In the meter's unit, an integer of at least 1. */
  readonly amount: number;
}

/** An event with its hash, which identifies it. */
export interface Identified {
  readonly event: UsageEvent;
  readonly hash: string;
}

/** A counted event's entry, and its place. */
export interface Known {
  readonly entry: Entry;
  readonly place: string;
}

/** A bucket: its stored entries and those of the log that will move to it, by hash. */
export interface Bucket {
  readonly entries: Map<string, Known>;
  readonly places: Set<string>;
  bytes: number;
  /** Whether it was full when it was read. One write may overfill it; the next one starts another bucket. */
  readonly isFull: boolean;
}

/** Bytes of entries that, with its keys and expiry, a bucket can have for one write unit (1 KB). */
const BUCKET_BYTES = 900;
/** From this size on a bucket is full: a write unit is better spent on a new bucket than on the last few entries. */
const FULL_BYTES = 865;
/** The bucket of a day may have a second write unit, so that a hundred events per day need one bucket. */
const DAY_BUCKET_EXTRA_BYTES = 1_024;
/** The overhead of an hour in the bucket of a day: its name and the set. */
const HOUR_BYTES = 5;
/** Size of a log with which a balance without a tally costs one write unit. */
const LOG_BYTES = 895;
/**
 * Size limit of the log after a conflict: moving entries to buckets takes so long that it would cause the next
 * conflict.
 */
export const CROWDED_LOG_BYTES = 16_000;
/** The overhead of a place in a log: its name and the set. */
const ADDRESS_BYTES = 4;

/** Length of the event's time in a bucket's address, by level: day, hour, minute, second. */
const TIME_LEVELS = [10, 13, 16, 19] as const;
const DAY_LENGTH = TIME_LEVELS[0];
/** Each further level splits a bucket in four. */
const BITS_A_LEVEL = 2;

/** Returns the address of the bucket at a level: `2026-11-23T16:05:09#0312`. */
export function bucketAddress(at: Instant, hash: string, level: number): string {
  const time = iso(at);
  const length = TIME_LEVELS[level];
  if (length !== undefined) return time.slice(0, length);
  const digits = Number.parseInt(hash, 16).toString(4).padStart(levelsOf(hash), '0');
  return `${time.slice(0, 19)}#${digits.slice(0, level - TIME_LEVELS.length + 1)}`;
}

const levelsOf = (hash: string): number => (hash.length * 4) / BITS_A_LEVEL;

const isOfDay = (place: string): boolean => place[DAY_LENGTH] === '/';

/** Returns the place within a bucket of an entry of that time. */
const placeIn = (address: string, at: Instant): string =>
  address.length === DAY_LENGTH ? `${address}/${hourOf(at).slice(DAY_LENGTH + 1)}` : address;

/** Returns the bucket of a place. */
export const bucketOfPlace = (place: string): string => (isOfDay(place) ? place.slice(0, DAY_LENGTH) : place);

/** Returns the hour of the events at a place. */
export const hourOfPlace = (place: string): Hour =>
  (isOfDay(place) ? place.replace('/', 'T') : place.slice(0, TIME_LEVELS[1])) as Hour;

/** Creates a bucket with the entries at these places. */
export function newBucket(
  entries: Iterable<readonly [place: string, entries: readonly Entry[]]> = [],
): Bucket {
  const bucket = { entries: new Map<string, Known>(), places: new Set<string>(), bytes: 0 };
  for (const [place, each] of entries) for (const entry of each) addEntry(bucket, { entry, place });
  return { ...bucket, isFull: bucket.bytes >= FULL_BYTES + extraBytes(bucket) };
}

const extraBytes = ({ places }: Pick<Bucket, 'places'>): number => {
  const [place] = places;
  return place !== undefined && isOfDay(place) ? DAY_BUCKET_EXTRA_BYTES : 0;
};

function addEntry(bucket: Omit<Bucket, 'isFull'>, known: Known): void {
  const { entry, place } = known;
  if (bucket.entries.has(entry.hash)) return;
  if (isOfDay(place) && !bucket.places.has(place)) bucket.bytes += HOUR_BYTES;
  bucket.places.add(place);
  bucket.entries.set(entry.hash, known);
  bucket.bytes += entrySize(entry);
}

export type Found =
  | ({ readonly kind: 'known' } & Known)
  | { readonly kind: 'new'; readonly address: string; readonly place: string }
  | { readonly kind: 'unread'; readonly address: string };

/** Searches an event level by level. Stops at the first bucket that is not full, or that is not loaded yet. */
export function findEvent(at: Instant, hash: string, buckets: ReadonlyMap<string, Bucket>): Found {
  const lastLevel = TIME_LEVELS.length + levelsOf(hash) - 1;
  for (let level = 0; ; level += 1) {
    const address = bucketAddress(at, hash, level);
    const bucket = buckets.get(address);
    if (!bucket) return { kind: 'unread', address };
    const known = bucket.entries.get(hash);
    if (known) return { kind: 'known', ...known };
    const hasRoom = !bucket.isFull && bucket.bytes < BUCKET_BYTES + extraBytes(bucket);
    if (hasRoom || level === lastLevel) return { kind: 'new', address, place: placeIn(address, at) };
  }
}

/** The number of periods after its own in which an event can be counted, corrected and looked up. */
export const MOST_PERIODS_LATE = 12;

/** Whether it is known if an event was counted. Later, its bucket may be deleted. */
export const isRemembered = (at: Instant, now: Instant): boolean =>
  periodsBetween(periodOf(at), periodOf(now)) <= MOST_PERIODS_LATE;

/** Longer than events are remembered (at most 397 days), by more than clocks differ. */
const BUCKET_LIFE = 400 * DAY;

/** Returns when a bucket that is written at `now` expires: 400 days after its day, or after the write if that is later. */
export function bucketExpiry(address: string, now: Instant): Instant {
  const dayEnd = plus(parseInstant(`${address.slice(0, DAY_LENGTH)}T00:00:00Z`), DAY);
  return plus(Math.max(dayEnd, now) as Instant, BUCKET_LIFE);
}

/** Returns the entries of a log by hash. */
export const knownIn = (journal: DeduplicationLog): Map<string, Known> =>
  new Map(
    [...journal].flatMap(([place, entries]) =>
      entries.map((entry) => [entry.hash, { entry, place }] as const),
    ),
  );

export interface Placement {
  /** New entries, by place. Also added to `pages` and `recent`, for duplicates within a batch. */
  readonly placed: Map<string, Entry[]>;
  /** Known events with another amount or hour. */
  readonly altered: readonly UsageEvent[];
  /** Events that would raise the sum above the largest exact integer. */
  readonly refused: readonly UsageEvent[];
  /** Addresses of buckets that must be read before the deferred events can be placed. */
  readonly unread: ReadonlySet<string>;
  readonly deferred: readonly Identified[];
}

/**
 * Finds the place of each event. Defers events whose bucket is not loaded yet. `recent` has the log's entries by hash;
 * `used` is the sum to which the events are added.
 */
export function placeEvents(
  events: readonly Identified[],
  recent: Map<string, Known>,
  buckets: ReadonlyMap<string, Bucket>,
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
    const found: Found = logged ? { kind: 'known', ...logged } : findEvent(at, hash, buckets);
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
      const bucket = buckets.get(address);
      if (bucket) addEntry(bucket, known);
      placed.set(place, [...(placed.get(place) ?? []), known.entry]);
    }
  }
  return { placed, altered, refused, unread, deferred };
}

/**
 * Adds entries to the log. If they do not fit, all existing entries move out first: write `moving` to its buckets
 * before writing the log.
 */
export function extendLog(
  journal: DeduplicationLog,
  placed: DeduplicationLog,
  most: number = LOG_BYTES,
): { journal: DeduplicationLog; moving: DeduplicationLog } {
  if (logSize(journal) + logSize(placed) > most && journal.size > 0)
    return { journal: placed, moving: journal };
  const merged = new Map<string, readonly Entry[]>(journal);
  for (const [place, entries] of placed) merged.set(place, [...(merged.get(place) ?? []), ...entries]);
  return { journal: merged, moving: new Map() };
}

/** Returns how many bytes of a log fit into one write unit beside a tally of that many bytes. */
export const journalRoom = (tallyBytes: number): number => LOG_BYTES - tallyBytes;

export const logTotal = (journal: DeduplicationLog): number =>
  [...journal.values()].flat().reduce((sum, entry) => sum + entry.amount, 0);

function logSize(journal: DeduplicationLog): number {
  let size = 0;
  for (const [place, entries] of journal) {
    size += place.length + ADDRESS_BYTES;
    for (const entry of entries) size += entrySize(entry);
  }
  return size;
}

/** A counted event as stored: its hash, its amount, and how many periods late it was counted (0 if it was on time). */
export interface Entry {
  readonly hash: string;
  readonly amount: number;
  readonly lateBy: number;
}

const HASH_BYTES = 6;

/**
 * Returns the identity of an event: 48 bits of HMAC-SHA-256 over source and id, in hex. Without the time, because a
 * sender that sets the time at each retry still sends the same event. An event is compared with a few hundred others at
 * most, so about one in 10^12 is mistaken for a duplicate; two more bytes would halve the events per write unit. The
 * key is secret, because 48 bits are few enough to search for colliding ids.
 */
export const eventHash = (key: string, source: string, id: string): string =>
  createHmac('sha256', key)
    .update(JSON.stringify([source, id]))
    .digest('hex')
    .slice(0, HASH_BYTES * 2);

/** Encodes hash, amount and, only if late, the lateness: 8 to 11 bytes for typical amounts. */
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
