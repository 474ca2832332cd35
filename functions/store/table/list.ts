import { paginateQuery } from '@aws-sdk/lib-dynamodb';
import { table, tableName } from './client.ts';
import { cursorAt, readCursor } from './cursor.ts';

/** Which items are listed: those of one collection whose sort key starts with `prefix`. */
export interface ListOf {
  readonly pk: string;
  readonly prefix: string;
  /** The span of sort keys within it: from (inclusive) to (exclusive). */
  readonly from?: string;
  readonly to?: string;
}

export interface ListWhere {
  /** Which of them to list; left out, all. What is passed over is read all the same. */
  readonly keep?: (item: Readonly<Record<string, unknown>>) => boolean;
}

export interface ListPart {
  /** At most so many items. */
  readonly limit: number;
  /** Where the part before ended; left out, null or undefined for the first one. */
  readonly cursor?: string | null | undefined;
}

export interface Listed<Item> {
  readonly items: readonly Item[];
  /** Null when nothing follows. */
  readonly nextCursor: string | null;
}

interface Sorted {
  readonly sk: string;
}

/**
 * A part of a list, the greatest sort key first: newest first where keys begin with a time. A consistent Query
 * for each started MB. Refuses a cursor that is not one of this list.
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
      // One more tells whether anything follows.
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

/** A stretch of one item collection, both ends included. */
export interface Range {
  readonly pk: string;
  readonly from: string;
  readonly to: string;
  /** How many items a Query reads at most; left out, a MB. For those who stop early. */
  readonly pageSize?: number;
}

/** The items of a range in the order of their keys, as they are. One consistent Query for each started MB. */
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
