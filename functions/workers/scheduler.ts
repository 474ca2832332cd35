import pMap from 'p-map';
import { timeOfId } from '../domain/ids.ts';
import type { DeliveryRef } from '../domain/notifications/deliveries.ts';
import { HOUR, type Instant, MINUTE, plus, SECOND } from '../domain/time.ts';
import { enqueueDeliveries } from '../queue/deliveries.ts';
import { enqueueDue } from '../queue/due.ts';
import { now } from '../runtime/clock.ts';
import { WORKER_TIMEOUT } from '../runtime/config.ts';
import { log } from '../runtime/log.ts';
import { type DeliveryShard, deliveryShards, dueShardKey, readDeliveryKey } from '../store/keys.ts';
import { allDueShards } from '../store/shards.ts';
import { type DueItem, dueIn, hasDue, putOff } from '../store/table/due.ts';

/** The number of deliveries enqueued per shard before the next shard's turn. */
const PAGE = 100;
const CONCURRENCY = 20;
/** In milliseconds. Half of the function's timeout: the next run follows within a minute. */
const TIME_BUDGET = (WORKER_TIMEOUT * SECOND) / 2;
/**
 * Returns how long a delivery may stay on the queue before the schedule enqueues it again, in milliseconds. Longer for
 * older deliveries, so that a backlog is not scanned continually.
 */
const timeOnQueue = ({ deliveryId }: DeliveryRef, at: Instant): number =>
  Math.min(Math.max(at - timeOfId(deliveryId), 5 * MINUTE), HOUR);

export interface SchedulerEvent {
  /** Restricts the run to these keys of the due index. The schedule sets none, for all keys. */
  readonly detail?: { readonly shards?: readonly string[] };
}

/**
 * Runs every minute: sends one message per shard with due tasks, then enqueues due deliveries. A shard that a worker is
 * still processing gets another message; its worker finds fewer tasks, or none.
 */
export async function handler({ detail }: SchedulerEvent = {}): Promise<undefined> {
  const end = performance.now() + TIME_BUDGET;
  const at = now();
  const isSelected = (key: string) => detail?.shards?.includes(key) ?? true;
  const taskShards = allDueShards().filter((shard) => isSelected(dueShardKey(shard)));
  const withDueTasks = async (shard: number) => ((await hasDue(shard, at)) ? [shard] : []);
  const shards = await pMap(taskShards, withDueTasks, { concurrency: CONCURRENCY });
  await enqueueDue(shards.flat());
  await enqueueDueDeliveries(deliveryShards().filter(isSelected), () => performance.now() < end);
}

/**
 * Enqueues one page per shard in turn, while there are more and time remains, so that a full shard does not delay the
 * others.
 */
async function enqueueDueDeliveries(all: readonly DeliveryShard[], isTimeLeft: () => boolean): Promise<void> {
  let shards = all;
  while (shards.length > 0 && isTimeLeft()) {
    const next = async (shard: DeliveryShard) => (isTimeLeft() && (await enqueuePage(shard)) ? [shard] : []);
    shards = (await pMap(shards, next, { concurrency: 4 })).flat();
  }
}

/**
 * Enqueues a page of due deliveries. Of several concurrent runs, the one that postponed a delivery sends it. Returns
 * whether there may be more.
 */
async function enqueuePage(shard: DeliveryShard): Promise<boolean> {
  const at = now();
  const items = await dueIn(shard, at, PAGE);
  const claim = async (item: DueItem) => {
    const delivery = readDeliveryKey(item);
    return (await putOff(item, plus(at, timeOnQueue(delivery, at)))) ? [{ ...delivery, waits: 0 }] : [];
  };
  try {
    const claimed = await pMap(items, claim, { concurrency: CONCURRENCY });
    await enqueueDeliveries(claimed.flat());
  } catch (error) {
    log.error('deliveries not enqueued', { shard, error: error as Error });
    return false;
  }
  return items.length === PAGE;
}
