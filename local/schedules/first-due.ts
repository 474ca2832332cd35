import { type DynamoDBClient, QueryCommand } from '@aws-sdk/client-dynamodb';
import type { Instant } from '../../functions/domain/time.ts';
import { allShards, DUE_INDEX, deliveryShards, dueShardKey, readDueAt } from '../../functions/store/keys.ts';
import { TABLE } from '../environment.ts';

export interface FirstDue {
  readonly at: Instant;
  /** As it stands in the index. */
  readonly dueAt: string;
  /** What is first in each shard: the same again when nothing was done about it. */
  readonly fingerprint: string;
}

/** What is due first, of all that is due after `after`; null when nothing is. One Query a shard. */
export async function firstDue(client: DynamoDBClient, after: string | null): Promise<FirstDue | null> {
  const shards = [...allShards.map(dueShardKey), ...deliveryShards()];
  const firsts = await Promise.all(shards.map((shard) => firstOf(client, shard, after)));
  const first = firsts
    .flatMap((key) => key?.dueAt?.S ?? [])
    .sort()
    .at(0);
  if (first === undefined) return null;
  // Field by field: the engine gives them in no certain order.
  const fingerprint = JSON.stringify(firsts.map((key) => key && [key.pk?.S, key.sk?.S, key.dueAt?.S]));
  return { at: readDueAt(first), dueAt: first, fingerprint };
}

async function firstOf(client: DynamoDBClient, shard: string, after: string | null) {
  const { Items = [] } = await client.send(
    new QueryCommand({
      TableName: TABLE,
      IndexName: DUE_INDEX,
      KeyConditionExpression: `dueShard = :shard${after === null ? '' : ' AND dueAt > :after'}`,
      ExpressionAttributeValues: {
        ':shard': { S: shard },
        ...(after !== null && { ':after': { S: after } }),
      },
      Limit: 1,
    }),
  );
  return Items[0];
}
