import { paginateQuery, QueryCommand } from '@aws-sdk/lib-dynamodb';
import { LISTS_INDEX } from '../keys.ts';
import { table, tableName } from './client.ts';
import { cursorAt, readCursor } from './cursor.ts';
import type { Listed, ListPart, ListWhere } from './list.ts';

/** Selects a list across accounts, with the format of its sort keys. */
export interface AcrossList extends ListPart, ListWhere {
  readonly listPk: string;
  /** Matches the sort keys of this list, and so its cursors. */
  readonly place: RegExp;
}

interface Placed extends Record<string, unknown> {
  readonly listSk: string;
}

/** How many items are read for a part of a filtered list. */
const MOST_LOOKED_AT = 1_000;

/**
 * Returns a part of a list across accounts, in descending order of sort keys. One eventually consistent index Query.
 * Items that `keep` rejects are read as well, up to a limit, so such a part may be short or empty and still have a next
 * one.
 */
export async function listAcross(list: AcrossList): Promise<Listed<Placed>> {
  const { limit, cursor, keep = () => true } = list;
  const isPlace = (key: string): boolean => list.place.test(key);
  const atOnce = list.keep ? Math.max(limit + 1, 100) : limit + 1;
  const found: Placed[] = [];
  let last = typeof cursor === 'string' ? readCursor(cursor, isPlace) : undefined;
  for (let looked = 0; looked < MOST_LOOKED_AT; ) {
    const { items, isEnd } = await itemsAfter(list.listPk, last, atOnce);
    looked += items.length;
    found.push(...items.filter(keep));
    last = items.at(-1)?.listSk ?? last;
    if (found.length > limit)
      return { items: found.slice(0, limit), nextCursor: after(found[limit - 1]?.listSk) };
    if (isEnd) return { items: found, nextCursor: null };
  }
  return { items: found, nextCursor: after(last) };
}

const after = (place: string | undefined): string | null => (place === undefined ? null : cursorAt(place));

async function itemsAfter(listPk: string, last: string | undefined, limit: number) {
  const { Items = [], LastEvaluatedKey } = await table.send(
    new QueryCommand({
      TableName: tableName(),
      IndexName: LISTS_INDEX,
      KeyConditionExpression: last === undefined ? 'listPk = :list' : 'listPk = :list AND listSk < :last',
      ExpressionAttributeValues: { ':list': listPk, ...(last === undefined ? {} : { ':last': last }) },
      ScanIndexForward: false,
      Limit: limit,
    }),
  );
  return { items: Items as Placed[], isEnd: LastEvaluatedKey === undefined };
}

/** A span of a list across accounts: sort keys from `from` to `to`, both included. */
export interface AcrossSpan {
  readonly from?: string;
  readonly to?: string;
  readonly newestFirst?: boolean;
}

/**
 * Reads the items of a list across accounts, in the order of sort keys. One Query per started MB. The index is
 * eventually consistent, so recent writes may be missing.
 */
export async function* across(
  listPk: string,
  { from = '!', to = '~', newestFirst = false }: AcrossSpan = {},
): AsyncGenerator<Record<string, unknown>> {
  const pages = paginateQuery(
    { client: table },
    {
      TableName: tableName(),
      IndexName: LISTS_INDEX,
      KeyConditionExpression: 'listPk = :list AND listSk BETWEEN :from AND :to',
      ExpressionAttributeValues: { ':list': listPk, ':from': from, ':to': to },
      ScanIndexForward: !newestFirst,
    },
  );
  for await (const { Items = [] } of pages) yield* Items;
}
