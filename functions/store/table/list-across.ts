import { paginateQuery, QueryCommand } from '@aws-sdk/lib-dynamodb';
import pMap from 'p-map';
import { LISTS_INDEX } from '../keys.ts';
import { table, tableName } from './client.ts';
import { cursorAt, readCursor } from './cursor.ts';
import type { Listed, ListPart, ListWhere } from './list.ts';

/** Selects a list across accounts, with the format of its sort keys. */
export interface AcrossList extends ListPart, ListWhere {
  readonly listPk: string;
  /** Matches the sort keys of this list, and so its cursors. */
  readonly place: RegExp;
  /** The default is descending order of sort keys. */
  readonly order?: 'oldest first';
}

export interface Placed extends Record<string, unknown> {
  readonly listSk: string;
}

/** How many items are read for a part of a filtered list. */
const MOST_LOOKED_AT = 1_000;

/**
 * Returns a part of a list across accounts, in order of sort keys. One eventually consistent index Query. Items that
 * `keep` rejects are read as well, up to a limit, so such a part may be short or empty and still have a next one.
 */
export async function listAcross(list: AcrossList): Promise<Listed<Placed>> {
  const { limit, cursor, keep = () => true } = list;
  const atOnce = list.keep ? Math.max(limit + 1, 100) : limit + 1;
  const found: Placed[] = [];
  let last = placeAt(cursor, list.place);
  for (let looked = 0; looked < MOST_LOOKED_AT; ) {
    const { items, isEnd } = await itemsAfter(list, last, atOnce);
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

const placeAt = (cursor: ListPart['cursor'], place: RegExp): string | undefined =>
  typeof cursor === 'string' ? readCursor(cursor, (key) => place.test(key)) : undefined;

async function itemsAfter(
  { listPk, order }: Pick<AcrossList, 'listPk' | 'order'>,
  last: string | undefined,
  limit: number,
) {
  const isForward = order === 'oldest first';
  const follows = last === undefined ? '' : ` AND listSk ${isForward ? '>' : '<'} :last`;
  const { Items = [], LastEvaluatedKey } = await table.send(
    new QueryCommand({
      TableName: tableName(),
      IndexName: LISTS_INDEX,
      KeyConditionExpression: `listPk = :list${follows}`,
      ExpressionAttributeValues: { ':list': listPk, ...(last === undefined ? {} : { ':last': last }) },
      ScanIndexForward: isForward,
      Limit: limit,
    }),
  );
  return { items: Items as Placed[], isEnd: LastEvaluatedKey === undefined };
}

/** Selects several lists that are read as one. */
export interface MergedLists extends ListPart {
  readonly listPks: readonly string[];
  readonly place: RegExp;
}

/** The items of one list that were read and not returned yet. */
interface Head {
  readonly listPk: string;
  readonly items: readonly Placed[];
  readonly last: string | undefined;
  readonly isEnd: boolean;
}

/**
 * Returns a part of several lists as if they were one, in descending order of sort keys. One eventually consistent index
 * Query per list, for its share of the part, and one more for each list whose share was too small.
 */
export async function listMerged({ listPks, place, limit, cursor }: MergedLists): Promise<Listed<Placed>> {
  const share = Math.ceil((limit + 1) / listPks.length) + 1;
  const headOf = async (listPk: string, last: string | undefined): Promise<Head> => ({
    listPk,
    last,
    ...(await itemsAfter({ listPk }, last, share)),
  });
  const start = placeAt(cursor, place);
  let heads = await pMap(listPks, (listPk) => headOf(listPk, start));
  const found: Placed[] = [];
  // One more item shows whether a next part exists.
  while (found.length <= limit) {
    heads = await pMap(heads, (head) => (isUsedUp(head) ? headOf(head.listPk, head.last) : head));
    const greatest = heads.reduce((a, b) => (placeOf(b) > placeOf(a) ? b : a));
    const [next, ...rest] = greatest.items;
    if (next === undefined) break;
    found.push(next);
    heads = heads.map((head) => (head === greatest ? { ...head, items: rest, last: next.listSk } : head));
  }
  const items = found.slice(0, limit);
  return { items, nextCursor: found.length > limit ? after(items.at(-1)?.listSk) : null };
}

const isUsedUp = ({ items, isEnd }: Head): boolean => items.length === 0 && !isEnd;

/** Returns the sort key of the next item; of a list that has ended one that precedes all others. */
const placeOf = ({ items: [first] }: Head): string => first?.listSk ?? '';

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
