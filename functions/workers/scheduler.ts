import pMap from 'p-map';
import { timeOfId } from '../domain/ids.ts';
import type { DeliveryRef } from '../domain/notifications/deliveries.ts';
import { HOUR, type Instant, MINUTE, plus, SECOND } from '../domain/time.ts';
import { enqueueDeliveries } from '../queue/deliveries.ts';
import { enqueueDue } from '../queue/due.ts';
import { now } from '../runtime/clock.ts';
import { WORKER_TIMEOUT } from '../runtime/config.ts';
import { log } from '../runtime/log.ts';
import {
  allShards,
  type DeliveryShard,
  deliveryShards,
  dueShardKey,
  readDeliveryKey,
} from '../store/keys.ts';
import { type DueItem, dueIn, hasDue, putOff } from '../store/table/due.ts';

/** How many deliveries of a shard are enqueued before the next shard's turn. */
const PAGE = 100;
const CONCURRENCY = 20;
/** In milliseconds, half of what the function may take: the next run comes within a minute. */
const TIME_BUDGET = (WORKER_TIMEOUT * SECOND) / 2;
/**
 * How long a delivery may be on the queue before the schedule puts it there again, in milliseconds: longer for an older one, so
 * that a backlog is not looked at all the time.
 */
const timeOnQueue = ({ deliveryId }: DeliveryRef, at: Instant): number =>
  Math.min(Math.max(at - timeOfId(deliveryId), 5 * MINUTE), HOUR);

export interface SchedulerEvent {
  /** Keys of the due index to look at. A schedule names none, and all are looked at. */
  readonly detail?: { readonly shards?: readonly string[] };
}

/**
 * Runs every minute: sends one message for each shard in which a task is due, then puts the deliveries that are due on their
 * queue. A shard that is still being worked on gets another message, whose worker then finds less, or nothing.
 */
export async function handler({ detail }: SchedulerEvent = {}): Promise<undefined> {
  const end = performance.now() + TIME_BUDGET;
  const at = now();
  const isLookedAt = (key: string) => detail?.shards?.includes(key) ?? true;
  const taskShards = allShards.filter((shard) => isLookedAt(dueShardKey(shard)));
  const shards = await pMap(taskShards, async (shard) => ((await hasDue(shard, at)) ? [shard] : []));
  await enqueueDue(shards.flat());
  await enqueueDueDeliveries(deliveryShards().filter(isLookedAt), () => performance.now() < end);
}

/** A page of each shard in turn, while there are more and time for it: a shard with many does not keep the others waiting. */
async function enqueueDueDeliveries(all: readonly DeliveryShard[], isTimeLeft: () => boolean): Promise<void> {
  let shards = all;
  while (shards.length > 0 && isTimeLeft()) {
    const next = async (shard: DeliveryShard) => (isTimeLeft() && (await enqueuePage(shard)) ? [shard] : []);
    shards = (await pMap(shards, next, { concurrency: 4 })).flat();
  }
}

/**
 * Puts a page of what is due on the queue. Of several that run at once, the one that put a delivery off sends it. Returns
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
