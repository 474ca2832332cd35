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

/** The number of tasks read at once. */
const MOST_AT_ONCE = 100;
/** In milliseconds. Half of the function's timeout: the next run follows within a minute. */
const TIME_BUDGET = (WORKER_TIMEOUT * SECOND) / 2;
const CONCURRENCY = 8;
const RETRY_AFTER = 5 * MINUTE;

/**
 * Executes the due tasks of these shards, oldest first, one page per shard in turn, while there are more and time
 * remains. Starts no task after the time budget. A failed task does not stop the others: it is postponed a little, so
 * that it is retried and delays no other task. Tasks that are not reached stay due for the next message.
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

/** Executes a page of tasks. Returns whether there may be more. */
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
