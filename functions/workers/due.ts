import type { SQSBatchResponse, SQSEvent } from 'aws-lambda';
import pMap from 'p-map';
import { type Instant, MINUTE, plus, SECOND } from '../domain/time.ts';
import { decodeDue } from '../queue/due.ts';
import { now } from '../runtime/clock.ts';
import { WORKER_TIMEOUT } from '../runtime/config.ts';
import { log } from '../runtime/log.ts';
import { executeTasks, isShared, sharedWork } from '../schedules/work.ts';
import type { TaskKind } from '../store/keys.ts';
import { MOST_TOGETHER } from '../store/reports/daily-usage.ts';
import { isConflict } from '../store/table/client.ts';
import { type DueItem, dueIn, putOff } from '../store/table/due.ts';

/** The number of tasks read at once: no more contributions than one transaction adds to a day's figures. */
const MOST_AT_ONCE = MOST_TOGETHER;
/** In milliseconds. Half of the function's timeout: the next run follows within a minute. */
const TIME_BUDGET = (WORKER_TIMEOUT * SECOND) / 2;
/**
 * In milliseconds. A message that waited longer is dropped: the next minute's message for its shard is there by the time
 * this one would end, and two workers on one shard would do the same tasks.
 */
const MOST_AGE = MINUTE - TIME_BUDGET;
/** The number of tasks that one worker executes at once. */
export const TASKS_AT_ONCE = 8;
/** A transaction is going on for milliseconds only. */
const RETRY_CONFLICT_AFTER = 5 * SECOND;
const LAST_RETRY_AFTER = 15 * MINUTE;

/**
 * Executes the due tasks of these shards, oldest first, one page per shard in turn, while there are more and time
 * remains. Starts no task after the time budget. A failed task does not stop the others: it is postponed, so that it is
 * retried and delays no other task. Tasks that are not reached stay due for the next message.
 */
export async function handler(event: SQSEvent): Promise<SQSBatchResponse> {
  const end = performance.now() + TIME_BUDGET;
  const isTimeLeft = () => performance.now() < end;
  let shards = shardsOf(event);
  while (shards.length > 0 && isTimeLeft()) {
    const unfinished: number[] = [];
    for (const shard of shards)
      if (isTimeLeft() && (await workPage(shard, isTimeLeft))) unfinished.push(shard);
    shards = unfinished;
  }
  return { batchItemFailures: [] };
}

function shardsOf({ Records }: SQSEvent): number[] {
  const messages = Records.map((record) => decodeDue(record.body));
  const fresh = messages.filter(({ sentAt }) => sentAt === undefined || Date.now() - sentAt <= MOST_AGE);
  return [...new Set(fresh.map(({ shard }) => shard))];
}

/** Executes a page of tasks. Returns whether there may be more: daily tasks leave contributions to the figures. */
async function workPage(shard: number, isTimeLeft: () => boolean): Promise<boolean> {
  const at = now();
  const items = await dueIn(shard, at, MOST_AT_ONCE);
  const alone = items.filter(({ kind }) => !isShared(kind));
  await pMap(alone, (item) => (isTimeLeft() ? work([item], at) : undefined), { concurrency: TASKS_AT_ONCE });
  for (const kind of Object.keys(sharedWork) as TaskKind[]) {
    const together = items.filter((item) => item.kind === kind);
    if (together.length > 0 && isTimeLeft()) await work(together, at);
  }
  return items.length === MOST_AT_ONCE || alone.some(({ kind }) => kind === 'account');
}

/** Executes one task, or several of a kind that are done together. */
async function work(items: readonly DueItem<TaskKind>[], at: Instant): Promise<void> {
  const [first, ...others] = items;
  if (!first) return;
  try {
    await executeTasks(first.kind, [first, ...others], at);
  } catch (error) {
    for (const item of items) await retryLater(item, error as Error, at);
  }
}

/** Postpones a task after a conflict by seconds, after other errors by a minute, then twice as long each time. */
async function retryLater(item: DueItem<TaskKind>, error: Error, at: Instant): Promise<void> {
  const { pk, sk, kind, tries } = item;
  const about = { pk, sk, kind, tries };
  try {
    if (isConflict(error)) {
      log.warn('scheduled task met a conflict', { ...about, error });
      await putOff(item, plus(at, RETRY_CONFLICT_AFTER));
    } else {
      log.error('scheduled task failed', { ...about, error });
      await putOff(item, plus(at, Math.min(MINUTE * 2 ** tries, LAST_RETRY_AFTER)), tries + 1);
    }
  } catch (cause) {
    // It stays due, and the next page has it again.
    log.error('scheduled task not postponed', { ...about, error: cause as Error });
  }
}
