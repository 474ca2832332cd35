import { DynamoDBClient, paginateQuery } from '@aws-sdk/client-dynamodb';
import type { AccountId } from '../../functions/domain/accounts.ts';
import { requireMeter } from '../../functions/domain/meters.ts';
import { periodOf } from '../../functions/domain/periods.ts';
import { DAY, HOUR, type Instant, plus } from '../../functions/domain/time.ts';
import { encodeUsage } from '../../functions/queue/usage.ts';
import { setting } from '../../functions/runtime/config.ts';
import { ACCOUNT_PK, BUCKET_SK, DAILY_SUMS_SK, HOURLY_SUMS_SK } from '../../functions/store/key-prefixes.ts';
import { countUsage } from '../../functions/store/metering/counting.ts';
import { usageSeries } from '../../functions/store/metering/series.ts';
import { counting } from './capacity.ts';
import type { Figure, Findings } from './figures.ts';
import { deliver } from './invoke.ts';
import { itemSize } from './item-size.ts';
import { eventOf, MONTH, randomFrom, type Setup } from './measuring.ts';

/** Events per day of a usual account. */
const EVENTS_A_DAY = 100;

/** Events that one write counts. */
const AT_ONCE = 350;

/** What an account's history costs: its events day after day, what they leave in the table, and series of it. */
export async function history({ quick }: Setup): Promise<Findings> {
  const days = quick ? 5 : 20;
  return {
    figures: [
      ...(await costOfDays(1, days)),
      ...(await costOfDays(10, days)),
      ...(await costOfSeries(10_000)),
      ...(quick ? [] : await costOfSeries(100_000)),
    ],
    notes: [`History: ${days} days of ${EVENTS_A_DAY} events, delivered in groups of k throughout each day.`],
  };
}

/** Groups of `k` events, day after day, and the bytes that they leave. */
async function costOfDays(k: number, days: number): Promise<Figure[]> {
  const random = randomFrom(k);
  const account = `user_history-${k}` as AccountId;
  const events = days * EVENTS_A_DAY;
  const tally = await counting(async () => {
    for (let first = 0; first < events; first += k) {
      const at = plus(MONTH, Math.floor((first / EVENTS_A_DAY) * DAY));
      await deliver(encodeUsage(Array.from({ length: k }, () => eventOf(account, at, random))));
    }
  });
  const buckets = await sizeOf(account, BUCKET_SK);
  const sums = [await sizeOf(account, HOURLY_SUMS_SK), await sizeOf(account, DAILY_SUMS_SK)];
  const name = `history: ${EVENTS_A_DAY} events a day, k = ${k}`;
  return [
    { name, value: tally.written / events, unit: 'WRU/event' },
    {
      name: `${name}, buckets`,
      value: (buckets.items * EVENTS_A_DAY) / buckets.entries,
      unit: 'buckets/day',
    },
    {
      name: `${name}, bytes in buckets`,
      value: buckets.bytes / buckets.entries,
      unit: 'bytes/event',
      target: { atMost: 12 },
    },
    {
      name: `${name}, bytes in usage sums`,
      value: sums.reduce((sum, { bytes }) => sum + bytes, 0) / days,
      unit: 'bytes/day',
    },
  ];
}

/** Read units of usage series of a month with that many events. */
async function costOfSeries(count: number): Promise<Figure[]> {
  const random = randomFrom(count);
  const account = `user_series-${count}` as AccountId;
  const meter = requireMeter('bandwidth');
  const { start, end } = periodOf(MONTH);
  const now = plus(end, -HOUR);
  const at = (index: number): Instant => plus(start, Math.floor((index / count) * (now - start)));
  for (let first = 0; first < count; first += AT_ONCE) {
    const size = Math.min(AT_ONCE, count - first);
    const events = Array.from({ length: size }, (_, index) => eventOf(account, at(first + index), random));
    await countUsage(account, meter, events, now);
  }
  const read = async (level: 'hours' | 'days', from: Instant, to: Instant) =>
    (await counting(() => usageSeries(account, meter, level, from, to, now))).read;
  const name = `history: a month of ${count} events`;
  return [
    { name: `${name}, by day`, value: await read('days', start, end), unit: 'RRU', target: { atMost: 10 } },
    {
      name: `${name}, the year by month`,
      value: await read('days', plus(start, -334 * DAY), end),
      unit: 'RRU',
      target: { atMost: 10 },
    },
    {
      name: `${name}, a day by hour`,
      value: await read('hours', start, plus(start, DAY)),
      unit: 'RRU',
      target: { atMost: 10 },
    },
  ];
}

/** The items of an account whose keys begin so, their bytes, and the entries in them. */
async function sizeOf(account: AccountId, prefix: string) {
  const client = new DynamoDBClient();
  const found = { items: 0, bytes: 0, entries: 0 };
  try {
    const pages = paginateQuery(
      { client },
      {
        TableName: setting('tableName'),
        KeyConditionExpression: 'pk = :pk AND begins_with(sk, :prefix)',
        ExpressionAttributeValues: { ':pk': { S: `${ACCOUNT_PK}${account}` }, ':prefix': { S: prefix } },
      },
    );
    for await (const { Items = [] } of pages)
      for (const item of Items) {
        found.items += 1;
        found.bytes += itemSize(item);
        for (const { BS = [] } of Object.values(item)) found.entries += BS.length;
      }
  } finally {
    client.destroy();
  }
  return found;
}
