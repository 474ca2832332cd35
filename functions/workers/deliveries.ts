import type { SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda';
import pMap from 'p-map';
import { LONGEST_TIMEOUT, type WebhookOwner } from '../domain/notifications/deliveries.ts';
import { SECOND } from '../domain/time.ts';
import { failAfterDay, sendInTurn } from '../notifications/sending.ts';
import { decodeDelivery, enqueueDeliveries, type QueuedDelivery } from '../queue/deliveries.ts';
import { now } from '../runtime/clock.ts';
import { WORKER_TIMEOUT } from '../runtime/config.ts';
import { log } from '../runtime/log.ts';
import type { Taken } from '../store/notifications/concurrency.ts';

/**
 * In milliseconds. No attempt starts later than this. The last one may time out, and as long again remains before the
 * function's own timeout.
 */
const TIME_BUDGET = WORKER_TIMEOUT * SECOND - 2 * LONGEST_TIMEOUT;
/**
 * After how many seconds a delivery without a free concurrency slot is retried. After the last wait the schedule takes
 * over.
 */
const WAITS: readonly number[] = [2, 15];
/** For how many milliseconds this process does not retry an owner without free slots. Shorter than the first wait. */
const ASKED_AGAIN = SECOND;

/**
 * Attempts the deliveries of a batch: to one endpoint sequentially, to different endpoints concurrently, so that no
 * endpoint delays another. Deliveries that are not attempted stay on the schedule, even if the message is lost.
 */
export async function handler({ Records }: SQSEvent): Promise<SQSBatchResponse> {
  const end = performance.now() + TIME_BUDGET;
  const { owners, unreadable } = byOwner(Records);
  await pMap(owners, ([owner, batches]) => sendOwned(owner, batches.values(), () => performance.now() < end));
  return { batchItemFailures: unreadable.map((itemIdentifier) => ({ itemIdentifier })) };
}

/** Deliveries to one endpoint. */
type Batch = [QueuedDelivery, ...QueuedDelivery[]];

/** Owner → when it was last found without a free slot. */
const foundFull = new Map<WebhookOwner, number>();

const isFull = (owner: WebhookOwner): boolean =>
  performance.now() - (foundFull.get(owner) ?? Number.NEGATIVE_INFINITY) < ASKED_AGAIN;

function recordFull(owner: WebhookOwner): void {
  for (const [other, at] of foundFull) if (performance.now() - at >= ASKED_AGAIN) foundFull.delete(other);
  foundFull.set(owner, performance.now());
}

/**
 * Attempts the deliveries of one owner. Its endpoints take concurrency slots one after another. Once none is free, the
 * other deliveries are returned to the queue without a read, so that an owner with a large backlog costs little.
 */
async function sendOwned(
  owner: WebhookOwner,
  batches: Iterable<Batch>,
  isTimeLeft: () => boolean,
): Promise<void> {
  const sending: Promise<void>[] = [];
  const unseen: QueuedDelivery[] = [];
  for (const batch of batches) {
    if (isFull(owner)) unseen.push(...batch);
    else
      await new Promise<void>((resolve) => {
        const onEntry = (taken: Taken) => {
          if ('full' in taken && taken.full === 'owner') recordFull(owner);
          resolve();
        };
        sending.push(sendBatch(batch, isTimeLeft, onEntry).finally(resolve));
      });
  }
  await Promise.all([...sending, reporting(unseen, () => putBack(unseen))]);
}

const sendBatch = (batch: Batch, isTimeLeft: () => boolean, onEntry: (taken: Taken) => void): Promise<void> =>
  reporting(batch, async () => {
    const [{ owner, endpointId }] = batch;
    const deliveryIds = [...new Set(batch.map(({ deliveryId }) => deliveryId))];
    const waiting = new Set(await sendInTurn({ owner, endpointId, deliveryIds }, isTimeLeft, onEntry));
    await putBack(batch.filter(({ deliveryId }) => waiting.has(deliveryId)));
  });

/** Logs failures. The deliveries stay on the schedule and are retried within five minutes. */
async function reporting(deliveries: readonly QueuedDelivery[], work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    const [{ owner, endpointId } = { owner: undefined, endpointId: undefined }] = deliveries;
    log.error('deliveries not attempted', { account: owner, endpointId, error: error as Error });
  }
}

/** Returns deliveries without a free slot to the queue, or leaves them to the schedule. After a day they fail. */
async function putBack(waiting: readonly QueuedDelivery[]): Promise<void> {
  const delayed = waiting.flatMap((delivery) => {
    const delaySeconds = WAITS[delivery.waits];
    return delaySeconds === undefined ? [] : [{ ...delivery, waits: delivery.waits + 1, delaySeconds }];
  });
  await enqueueDeliveries(delayed);
  const exhausted = waiting.filter(({ waits }) => waits >= WAITS.length);
  await pMap(exhausted, (delivery) => failAfterDay(delivery, now()));
}

/** Groups deliveries by owner and endpoint, in the order of arrival. */
function byOwner(records: readonly SQSRecord[]) {
  const owners = new Map<WebhookOwner, Map<string, Batch>>();
  const unreadable: string[] = [];
  for (const { messageId, body } of records) {
    try {
      const delivery = decodeDelivery(body);
      const batches = owners.get(delivery.owner) ?? new Map<string, Batch>();
      owners.set(delivery.owner, batches);
      const batch = batches.get(delivery.endpointId);
      if (batch) batch.push(delivery);
      else batches.set(delivery.endpointId, [delivery]);
    } catch (error) {
      log.error('delivery message unreadable', { messageId, error: error as Error });
      unreadable.push(messageId);
    }
  }
  return { owners, unreadable };
}
