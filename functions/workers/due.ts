import type { SQSBatchResponse, SQSEvent } from 'aws-lambda';
import pMap from 'p-map';
import { type Instant, MINUTE, plus } from '../domain/time.ts';
import { decodeDue } from '../queue/due.ts';
import { now } from '../runtime/clock.ts';
import { log } from '../runtime/log.ts';
import { dueWork } from '../schedules/work.ts';
import { type DueItem, dueIn, putOff } from '../store/due.ts';

/** How much is read at once. */
const MOST_AT_ONCE = 200;
/** Well below the function's time-out, in milliseconds; the next message comes within a minute. */
const TIME_BUDGET = 15_000;
const CONCURRENCY = 8;
const RETRY_AFTER = 5 * MINUTE;

/**
 * Does what is due in a shard, the longest due first. One piece of work that fails leaves the others be: it is put
 * off a little, so that it comes again and is in nobody's way.
 */
export async function handler(event: SQSEvent): Promise<SQSBatchResponse> {
  const shards = new Set(event.Records.map((record) => decodeDue(record.body)));
  for (const shard of shards) await workOff(shard);
  return { batchItemFailures: [] };
}

/** A page at a time, while there is more and time for it. */
async function workOff(shard: number): Promise<void> {
  const end = performance.now() + TIME_BUDGET;
  for (;;) {
    const at = now();
    const items = await dueIn(shard, at, MOST_AT_ONCE);
    await pMap(items, (item) => work(item, at), { concurrency: CONCURRENCY });
    if (items.length < MOST_AT_ONCE || performance.now() > end) return;
  }
}

async function work(item: DueItem, at: Instant): Promise<void> {
  const { pk, sk, kind } = item;
  try {
    await dueWork[kind]({ pk, sk }, at);
  } catch (error) {
    log.error('due work not done', { pk, sk, kind, error: error as Error });
    await putOff(item, plus(at, RETRY_AFTER));
  }
}
