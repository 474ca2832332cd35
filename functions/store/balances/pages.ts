import { UpdateCommand } from '@aws-sdk/lib-dynamodb';
import pMap from 'p-map';
import type { AccountId } from '../../domain/accounts.ts';
import { decodeEntry, type Entry, encodeEntry } from '../../domain/metering/entries.ts';
import { hourOfPlace, type Journal, pageAddress, pageOfPlace } from '../../domain/metering/journal.ts';
import type { Meter } from '../../domain/meters.ts';
import { type Hour, startOfHour } from '../../domain/time.ts';
import { pageKey, pageRange } from '../keys.ts';
import { table, tableName } from '../table/client.ts';
import { itemsIn } from '../table/range.ts';
import { getAll } from './balances.ts';

/** A bucket as it lies in the table: its entries in one set, in the bucket of a day in one for each hour. */
type PageItem = Readonly<Record<string, unknown>> & { readonly sk: string };

/** The set of a bucket that has but one. */
const ENTRIES = 'events';

const setOf = (place: string): string => place.split('/')[1] ?? ENTRIES;

function* placesOf(item: PageItem, address: string): Generator<[place: string, entries: readonly Entry[]]> {
  for (const [name, value] of Object.entries(item))
    if (value instanceof Set)
      yield [name === ENTRIES ? address : `${address}/${name}`, [...value].map(decodeEntry)];
}

/** The entries of the buckets at these addresses, by place. One consistent request a hundred. */
export async function loadPages(
  account: AccountId,
  meter: Meter,
  addresses: Iterable<string>,
): Promise<Journal> {
  const wanted = [...addresses].map((address) => [address, pageKey(account, meter, address)] as const);
  const items = (await getAll(
    wanted.map(([, key]) => key),
    true,
  )) as unknown as PageItem[];
  const addressOf = new Map(wanted.map(([address, { sk }]) => [sk, address]));
  return new Map(items.flatMap((item) => [...placesOf(item, addressOf.get(item.sk) ?? '')]));
}

/**
 * Moves entries to their buckets. A union of sets: written twice, or by two at once, it is the same.
 * One write a bucket, 1 WRU a started KB.
 */
export async function savePages(account: AccountId, meter: Meter, moving: Journal): Promise<void> {
  const addresses = new Set([...moving.keys()].map(pageOfPlace));
  await pMap(
    addresses,
    (address) => {
      const sets = [...moving].filter(([place]) => pageOfPlace(place) === address);
      const numbered = <T>(sign: string, value: (place: string, entries: readonly Entry[]) => T) =>
        Object.fromEntries(
          sets.map(([place, entries], index) => [`${sign}e${index}`, value(place, entries)]),
        );
      return table.send(
        new UpdateCommand({
          TableName: tableName(),
          Key: { ...pageKey(account, meter, address) },
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
      const page = item as unknown as PageItem;
      for (const [place, entries] of placesOf(page, page.sk.slice(prefix.length))) {
        const hour = hourOfPlace(place);
        if (hour >= from && hour < to) yield { place, entries };
      }
    }
}
