import type { SQSBatchResponse, SQSEvent } from 'aws-lambda';
import pMap from 'p-map';
import { type Instant, MINUTE, plus, SECOND } from '../domain/time.ts';
import { decodeDue } from '../queue/due.ts';
import { now } from '../runtime/clock.ts';
import { WORKER_TIMEOUT } from '../runtime/config.ts';
import { log } from '../runtime/log.ts';
import { dueWork } from '../schedules/work.ts';
import type { TaskKind } from '../store/keys.ts';
import { type DueItem, dueIn, putOff } from '../store/table/due.ts';

/** How much is read at once. */
const MOST_AT_ONCE = 100;
/** In milliseconds, half of what the function may take: the next run comes within a minute. */
const TIME_BUDGET = (WORKER_TIMEOUT * SECOND) / 2;
const CONCURRENCY = 8;
const RETRY_AFTER = 5 * MINUTE;

/**
 * Does what is due in these shards, the longest due first: a page of each in turn, while there is more and time for
 * it. No task is begun when the time is over. A task that fails does not stop the others: it is put off a little, so
 * that it runs again and blocks no other task. What is not reached stays due, for the next minute's message.
 */
export async function handler(event: SQSEvent): Promise<SQSBatchResponse> {
  const end = performance.now() + TIME_BUDGET;
  const isTimeLeft = () => performance.now() < end;
  let shards = [...new Set(event.Records.map((record) => decodeDue(record.body)))];
  while (shards.length > 0 && isTimeLeft()) {
    const unfinished: number[] = [];
    for (const shard of shards)
      if (isTimeLeft() && (await workPage(shard, isTimeLeft))) unfinished.push(shard);
    shards = unfinished;
  }
  return { batchItemFailures: [] };
}

/** Whether there may be more. */
async function workPage(shard: number, isTimeLeft: () => boolean): Promise<boolean> {
  const at = now();
  const items = await dueIn(shard, at, MOST_AT_ONCE);
  await pMap(items, (item) => (isTimeLeft() ? work(item, at) : undefined), { concurrency: CONCURRENCY });
  return items.length === MOST_AT_ONCE;
}

async function work(item: DueItem<TaskKind>, at: Instant): Promise<void> {
  const { pk, sk, kind } = item;
  try {
    await dueWork[kind]({ pk, sk }, at);
  } catch (error) {
    log.error('scheduled task failed', { pk, sk, kind, error: error as Error });
    await putOff(item, plus(at, RETRY_AFTER));
  }
}
