import { QueryCommand } from '@aws-sdk/lib-dynamodb';
import type { WebhookOwner } from '../../functions/domain/notifications/deliveries.ts';
import { DUE_INDEX, deliveryDueAttributes, type Key } from '../../functions/store/keys.ts';
import type { table as Table } from '../../functions/store/table/client.ts';
import { NOW } from './arbitraries.ts';

/** Returns what the due index holds of an owner. */
export async function dueItemsOf(
  { table, tableName }: { readonly table: typeof Table; tableName(): string },
  owner: WebhookOwner,
): Promise<(Key & { readonly dueAt: string })[]> {
  const { Items = [] } = await table.send(
    new QueryCommand({
      TableName: tableName(),
      IndexName: DUE_INDEX,
      KeyConditionExpression: 'dueShard = :shard',
      ExpressionAttributeValues: { ':shard': deliveryDueAttributes(owner, NOW).dueShard },
    }),
  );
  return (Items as (Key & { readonly dueAt: string })[]).filter(({ pk }) => pk === `A#${owner}`);
}
