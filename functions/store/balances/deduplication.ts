import { UpdateCommand } from '@aws-sdk/lib-dynamodb';
import pMap from 'p-map';
import type { AccountId } from '../../domain/accounts.ts';
import type { Balance } from '../../domain/metering/balances.ts';
import {
  bucketOfPlace,
  decodeEntry,
  type Entry,
  encodeEntry,
  eventHash,
  hourOfPlace,
  type Identified,
  type Journal,
  journalTotal,
  knownIn,
  newPage,
  type Page,
  pageAddress,
  placeEvents,
  type UsageEvent,
} from '../../domain/metering/deduplication.ts';
import type { Meter } from '../../domain/meters.ts';
import { type Hour, startOfHour } from '../../domain/time.ts';
import { secret } from '../../runtime/secrets.ts';
import { bucketKey, pageRange } from '../keys.ts';
import { table, tableName } from '../table/client.ts';
import { itemsIn } from '../table/list.ts';
import { getAll } from './balances.ts';

/** A bucket as it lies in the table: its entries in one set, in the bucket of a day in one for each hour. */
type BucketItem = Readonly<Record<string, unknown>> & { readonly sk: string };

/** The set of a bucket that has but one. */
const ENTRIES = 'events';

const setOf = (place: string): string => place.split('/')[1] ?? ENTRIES;

function* placesOf(item: BucketItem, address: string): Generator<[place: string, entries: readonly Entry[]]> {
  for (const [name, value] of Object.entries(item))
    if (value instanceof Set)
      yield [name === ENTRIES ? address : `${address}/${name}`, [...value].map(decodeEntry)];
}

/** The entries of the buckets at these addresses, by place. One consistent request a hundred. */
export async function loadBuckets(
  account: AccountId,
  meter: Meter,
  addresses: Iterable<string>,
): Promise<Journal> {
  const wanted = [...addresses].map((address) => [address, bucketKey(account, meter, address)] as const);
  const items = (await getAll(
    wanted.map(([, key]) => key),
    true,
  )) as unknown as BucketItem[];
  const addressOf = new Map(wanted.map(([address, { sk }]) => [sk, address]));
  return new Map(items.flatMap((item) => [...placesOf(item, addressOf.get(item.sk) ?? '')]));
}

/**
 * Moves entries to their buckets. A union of sets: written twice, or by two at once, it is the same.
 * One write a bucket, 1 WRU a started KB.
 */
export async function saveBuckets(account: AccountId, meter: Meter, moving: Journal): Promise<void> {
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
          UpdateExpression: `ADD ${sets.map((_, index) => `#e${index} :e${index}`).join(', ')}`,
          ExpressionAttributeNames: numbered('#', setOf),
          ExpressionAttributeValues: numbered(':', (_, entries) => new Set(entries.map(encodeEntry))),
        }),
      );
    },
    { concurrency: 16 },
  );
}

/**
 * What the buckets have of the hours from `from` (inclusive) to `to` (exclusive), by place. One Query for each started
 * MB, and one for the day in which `from` lies.
 */
export async function* readPages(
  account: AccountId,
  meter: Meter,
  from: Hour,
  to: Hour,
): AsyncGenerator<{ place: string; entries: readonly Entry[] }> {
  const { prefix, ...range } = pageRange(account, meter, from, to);
  const day = `${prefix}${pageAddress(startOfHour(from), '', 0)}`;
  // As they are: the log was read so, and a stale bucket would miss what has just left it.
  for (const stretch of [{ ...range, from: day, to: day }, range])
    for await (const item of itemsIn(stretch)) {
      const page = item as unknown as BucketItem;
      for (const [place, entries] of placesOf(page, page.sk.slice(prefix.length))) {
        const hour = hourOfPlace(place);
        if (hour >= from && hour < to) yield { place, entries };
      }
    }
}

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
    const stored = mayHavePages ? await loadBuckets(account, meter, step.unread) : undefined;
    for (const address of step.unread) pages.set(address, pageAt(address, balance.journal, stored));
    rest = step.deferred;
  }
  return { placed, altered, refused };
}

/** A bucket, together with what the log is going to add to it. */
export const pageAt = (address: string, journal: Journal, stored: Journal = new Map()): Page =>
  newPage([...stored, ...journal].filter(([place]) => bucketOfPlace(place) === address));
