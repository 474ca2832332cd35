import { DynamoDBClient, paginateQuery } from '@aws-sdk/client-dynamodb';
import type { AccountId } from '../../functions/domain/accounts.ts';
import { DAY, HOUR, plus } from '../../functions/domain/time.ts';
import { encodeUsage } from '../../functions/queue/usage.ts';
import { setting } from '../../functions/runtime/config.ts';
import { ACCOUNT_PK, BUCKET_SK } from '../../functions/store/key-prefixes.ts';
import { counting } from './capacity.ts';
import type { Figure } from './figures.ts';
import { deliver } from './invoke.ts';
import { itemSize } from './item-size.ts';
import { eventOf, MONTH, randomFrom, type Setup } from './measuring.ts';

/** Events per day of a quiet account, one per hour. */
const EVENTS_A_DAY = 23;

/** Measures the cost of a quiet account: single events, and its deduplication buckets in the table. */
export async function costOfSparse({ quick }: Pick<Setup, 'quick'>): Promise<Figure[]> {
  const days = quick ? 4 : 15;
  const random = randomFrom(EVENTS_A_DAY);
  const account = 'user_sparse' as AccountId;
  const tally = await counting(async () => {
    for (let index = 0; index < days * EVENTS_A_DAY; index += 1) {
      const day = Math.floor(index / EVENTS_A_DAY);
      const at = plus(MONTH, day * DAY + (index % EVENTS_A_DAY) * HOUR + Math.floor(random() * HOUR));
      await deliver(encodeUsage([eventOf(account, at, random)]));
    }
  });
  const { buckets, bytes, events } = await bucketsOf(account);
  const name = `usage: ${EVENTS_A_DAY} events a day`;
  return [
    { name, value: tally.written / (days * EVENTS_A_DAY), unit: 'WRU/event' },
    { name: `${name}, buckets`, value: (buckets * EVENTS_A_DAY) / events, unit: 'buckets/day' },
    { name: `${name}, bytes in buckets`, value: bytes / events, unit: 'bytes/event' },
  ];
}

/** Returns the buckets to which an account's events were moved. */
async function bucketsOf(account: AccountId) {
  const client = new DynamoDBClient();
  const found = { buckets: 0, bytes: 0, events: 0 };
  try {
    const pages = paginateQuery(
      { client },
      {
        TableName: setting('tableName'),
        KeyConditionExpression: 'pk = :pk AND begins_with(sk, :buckets)',
        ExpressionAttributeValues: {
          ':pk': { S: `${ACCOUNT_PK}${account}` },
          ':buckets': { S: BUCKET_SK },
        },
      },
    );
    for await (const { Items = [] } of pages)
      for (const item of Items) {
        found.buckets += 1;
        found.bytes += itemSize(item);
        for (const { BS = [] } of Object.values(item)) found.events += BS.length;
      }
  } finally {
    client.destroy();
  }
  return found;
}
