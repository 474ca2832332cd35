import { paginateQuery } from '@aws-sdk/lib-dynamodb';
import { table, tableName } from './client.ts';
import { cursorAt, readCursor } from './cursor.ts';

/** Selects items of one collection by the prefix of their sort key. */
export interface ListOf {
  readonly pk: string;
  readonly prefix: string;
  /** The span of sort keys: from (inclusive) to (exclusive). */
  readonly from?: string;
  readonly to?: string;
}

export interface ListWhere {
  /** Filters items; default: all. Rejected items are read as well. */
  readonly keep?: (item: Readonly<Record<string, unknown>>) => boolean;
}

export interface ListPart {
  /** Maximum number of items. */
  readonly limit: number;
  /** The end of the previous part; absent or null for the first one. */
  readonly cursor?: string | null | undefined;
}

export interface Listed<Item> {
  readonly items: readonly Item[];
  /** Null if there is no next part. */
  readonly nextCursor: string | null;
}

interface Sorted {
  readonly sk: string;
}

/**
 * Returns a part of a list, in descending order of sort keys: newest first for keys that start with a time. One
 * consistent Query per started MB. Throws for a cursor of another list.
 */
export async function listItems<Item = Record<string, unknown>>(
  part: ListOf & ListPart & ListWhere,
): Promise<Listed<Item>> {
  const { pk, prefix, limit, cursor, from = prefix, to = `${prefix}~`, keep } = part;
  const isWithin = (sk: string): boolean => sk >= from && sk <= to && Buffer.byteLength(sk) <= MOST_KEY_BYTES;
  const after = typeof cursor === 'string' ? { pk, sk: readCursor(cursor, isWithin) } : undefined;
  const pages = paginateQuery(
    { client: table, ...(after && { startingToken: after }) },
    {
      TableName: tableName(),
      KeyConditionExpression: 'pk = :pk AND sk BETWEEN :from AND :to',
      ExpressionAttributeValues: { ':pk': pk, ':from': from, ':to': to },
      ScanIndexForward: false,
      ConsistentRead: true,
      // One more item shows whether a next part exists.
      ...(keep ? {} : { Limit: limit + 1 }),
    },
  );
  const found: unknown[] = [];
  for await (const { Items = [] } of pages) {
    found.push(...(keep ? Items.filter(keep) : Items));
    if (found.length > limit) break;
  }
  const items = found.slice(0, limit) as (Item & Sorted)[];
  const last = items.at(-1);
  return { items, nextCursor: found.length > limit && last ? cursorAt(last.sk) : null };
}

/** DynamoDB's limit for a sort key. */
const MOST_KEY_BYTES = 1_024;

/** A range of one item collection, both ends included. */
export interface Range {
  readonly pk: string;
  readonly from: string;
  readonly to: string;
  /** Maximum items per Query; default: a MB. For callers that stop early. */
  readonly pageSize?: number;
}

/** Reads the items of a range in the order of their keys. One consistent Query per started MB. */
export async function* itemsIn({ pk, from, to, pageSize }: Range): AsyncGenerator<Record<string, unknown>> {
  const pages = paginateQuery(
    { client: table },
    {
      TableName: tableName(),
      KeyConditionExpression: 'pk = :pk AND sk BETWEEN :from AND :to',
      ExpressionAttributeValues: { ':pk': pk, ':from': from, ':to': to },
      ConsistentRead: true,
      ...(pageSize === undefined ? {} : { Limit: pageSize }),
    },
  );
  for await (const { Items = [] } of pages) yield* Items;
}
