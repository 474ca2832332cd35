import { paginateQuery } from '@aws-sdk/lib-dynamodb';
import { LISTS_INDEX } from '../keys.ts';
import { table, tableName } from './client.ts';

/** What is read of a list across accounts: sort keys from `from` to `to`, both included. */
export interface AcrossSpan {
  readonly from?: string;
  readonly to?: string;
  readonly newestFirst?: boolean;
}

/**
 * The items of a list across accounts, in the order of its sort keys. One Query for each started MB. An index follows its
 * table by moments: what was written just now may be missing.
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
