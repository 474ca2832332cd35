import { UpdateCommand } from '@aws-sdk/lib-dynamodb';
import pMap from 'p-map';
import type { AccountId } from '../../domain/accounts.ts';
import type { Balance } from '../../domain/metering/balances.ts';
import {
  type Bucket,
  bucketAddress,
  bucketExpiry,
  bucketOfPlace,
  type DeduplicationLog,
  decodeEntry,
  type Entry,
  encodeEntry,
  eventHash,
  hourOfPlace,
  type Identified,
  knownIn,
  logTotal,
  newBucket,
  placeEvents,
  type UsageEvent,
} from '../../domain/metering/deduplication.ts';
import type { Meter } from '../../domain/meters.ts';
import { type Hour, type Instant, seconds, startOfHour } from '../../domain/time.ts';
import { secret } from '../../runtime/secrets.ts';
import { bucketKey, bucketRange } from '../keys.ts';
import { table, tableName } from '../table/client.ts';
import { itemsIn } from '../table/list.ts';
import { getAll } from './balances.ts';

/** A bucket's item: its entries in one set; the bucket of a day has one set per hour. */
type BucketItem = Readonly<Record<string, unknown>> & { readonly sk: string };

/** The set of a bucket that has only one. */
const ENTRIES = 'events';

const setOf = (place: string): string => place.split('/')[1] ?? ENTRIES;

function* placesOf(item: BucketItem, address: string): Generator<[place: string, entries: readonly Entry[]]> {
  for (const [name, value] of Object.entries(item))
    if (value instanceof Set)
      yield [name === ENTRIES ? address : `${address}/${name}`, [...value].map(decodeEntry)];
}

/** Loads the entries of the buckets at these addresses, by place. One consistent request per hundred. */
export async function loadBuckets(
  account: AccountId,
  meter: Meter,
  addresses: Iterable<string>,
): Promise<DeduplicationLog> {
  const wanted = [...addresses].map((address) => [address, bucketKey(account, meter, address)] as const);
  const items = (await getAll(
    wanted.map(([, key]) => key),
    true,
  )) as unknown as BucketItem[];
  const addressOf = new Map(wanted.map(([address, { sk }]) => [sk, address]));
  return new Map(items.flatMap((item) => [...placesOf(item, addressOf.get(item.sk) ?? '')]));
}

/**
 * Moves entries to their buckets, which expire when their events are not remembered any more. Idempotent, also
 * concurrently, because a union of sets is. One write per bucket, 1 WRU per started KB.
 */
export async function saveBuckets(
  account: AccountId,
  meter: Meter,
  moving: DeduplicationLog,
  now: Instant,
): Promise<void> {
  const addresses = new Set([...moving.keys()].map(bucketOfPlace));
  await pMap(
    addresses,
    (address) => {
      const sets = [...moving].filter(([place]) => bucketOfPlace(place) === address);
      const numbered = <T>(sign: string, value: (place: string, entries: readonly Entry[]) => T) =>
        Object.fromEntries(
          sets.map(([place, entries], index) => [`${sign}e${index}`, value(place, entries)]),
        );
      return table.send(
        new UpdateCommand({
          TableName: tableName(),
          Key: { ...bucketKey(account, meter, address) },
          UpdateExpression: `SET expiresAt = :ttl ADD ${sets.map((_, index) => `#e${index} :e${index}`).join(', ')}`,
          ExpressionAttributeNames: numbered('#', setOf),
          ExpressionAttributeValues: {
            ...numbered(':', (_, entries) => new Set(entries.map(encodeEntry))),
            ':ttl': seconds(bucketExpiry(address, now)),
          },
        }),
      );
    },
    { concurrency: 16 },
  );
}

/**
 * Reads the buckets of the hours from `from` (inclusive) to `to` (exclusive), by place. One Query per started MB, and
 * one for the first day.
 */
export async function* readBuckets(
  account: AccountId,
  meter: Meter,
  from: Hour,
  to: Hour,
): AsyncGenerator<{ place: string; entries: readonly Entry[] }> {
  const { prefix, ...range } = bucketRange(account, meter, from, to);
  const day = `${prefix}${bucketAddress(startOfHour(from), '', 0)}`;
  // Consistent reads, as of the log: a stale bucket would miss entries that have just left the log.
  for (const stretch of [{ ...range, from: day, to: day }, range])
    for await (const item of itemsIn(stretch)) {
      const bucket = item as unknown as BucketItem;
      for (const [place, entries] of placesOf(bucket, bucket.sk.slice(prefix.length))) {
        const hour = hourOfPlace(place);
        if (hour >= from && hour < to) yield { place, entries };
      }
    }
}

export interface Located {
  /** New entries, by place. */
  readonly placed: DeduplicationLog;
  /** Known events with another amount or hour: repetitions that differ from what was counted. */
  readonly altered: readonly UsageEvent[];
  /** Events that would raise the sum above the largest exact integer. */
  readonly refused: readonly UsageEvent[];
}

/**
 * Finds the place of each unknown event. An event in the balance's log is known, whatever its time. Reads buckets level
 * by level, usually one level; none while no entry has left the log of a period that still counts its own events,
 * because only that log fills its buckets.
 */
export async function locateEvents(
  account: AccountId,
  meter: Meter,
  balance: Pick<Balance, 'journal' | 'used' | 'paged'>,
  events: readonly UsageEvent[],
  lateBy: number,
): Promise<Located> {
  const key = await secret('eventKey');
  const recent = knownIn(balance.journal);
  const buckets = new Map<string, Bucket>();
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
    const step = placeEvents(rest, recent, buckets, used, lateBy);
    used += logTotal(step.placed);
    altered.push(...step.altered);
    refused.push(...step.refused);
    for (const [place, entries] of step.placed) placed.set(place, [...(placed.get(place) ?? []), ...entries]);
    const stored = mayHavePages ? await loadBuckets(account, meter, step.unread) : undefined;
    for (const address of step.unread) buckets.set(address, bucketAt(address, balance.journal, stored));
    rest = step.deferred;
  }
  return { placed, altered, refused };
}

/** Returns a bucket with the entries that the log will move to it. */
export const bucketAt = (
  address: string,
  journal: DeduplicationLog,
  stored: DeduplicationLog = new Map(),
): Bucket => newBucket([...stored, ...journal].filter(([place]) => bucketOfPlace(place) === address));
