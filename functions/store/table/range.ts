import { paginateQuery } from '@aws-sdk/lib-dynamodb';
import { table, tableName } from './client.ts';

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
