import { UpdateCommand } from '@aws-sdk/lib-dynamodb';
import pMap from 'p-map';
import type { AccountId } from '../domain/accounts.ts';
import { decodeEntry, type Entry, encodeEntry } from '../domain/entries.ts';
import type { Journal } from '../domain/journal.ts';
import type { Meter } from '../domain/meters.ts';
import type { Hour } from '../domain/time.ts';
import { getAll } from './balances.ts';
import { table, tableName } from './client.ts';
import { pageKey, pageRange } from './keys.ts';
import { itemsIn } from './range.ts';

interface PageItem {
  readonly sk: string;
  readonly events: Set<Uint8Array>;
}

const entriesOf = (item: PageItem): readonly Entry[] => [...item.events].map(decodeEntry);

/** The entries at these addresses; an address without a page has none. One consistent request a hundred. */
export async function loadPages(
  account: AccountId,
  meter: Meter,
  addresses: Iterable<string>,
): Promise<Journal> {
  const wanted = [...addresses];
  const items = (await getAll(
    wanted.map((address) => pageKey(account, meter, address)),
    true,
  )) as unknown as PageItem[];
  const found = new Map(items.map((item) => [item.sk, entriesOf(item)]));
  return new Map(wanted.map((address) => [address, found.get(pageKey(account, meter, address).sk) ?? []]));
}

/**
 * Moves entries to their pages. A union of sets: written twice, or by two at once, it is the same.
 * One write a page, 1 WRU a started KB.
 */
export async function savePages(account: AccountId, meter: Meter, moving: Journal): Promise<void> {
  await pMap(
    moving,
    ([address, entries]) =>
      table.send(
        new UpdateCommand({
          TableName: tableName(),
          Key: { ...pageKey(account, meter, address) },
          UpdateExpression: 'ADD #events :entries',
          ExpressionAttributeNames: { '#events': 'events' },
          ExpressionAttributeValues: { ':entries': new Set(entries.map(encodeEntry)) },
        }),
      ),
    { concurrency: 16 },
  );
}

/** All pages of the hours from `from` (inclusive) to `to` (exclusive), by address. One Query for each started MB. */
export async function* readPages(
  account: AccountId,
  meter: Meter,
  from: Hour,
  to: Hour,
): AsyncGenerator<{ address: string; entries: readonly Entry[] }> {
  const range = pageRange(account, meter, from, to);
  // As they are: the journal was read so, and a stale page would miss what has just left it.
  for await (const item of itemsIn(range)) {
    const page = item as unknown as PageItem;
    if (page.sk < range.to) yield { address: page.sk.slice(range.prefix.length), entries: entriesOf(page) };
  }
}
