import type { SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda';
import pMap from 'p-map';
import { leaveToSchedule, sendInTurn } from '../notices/sending.ts';
import { decodeDelivery, enqueueDeliveries, type QueuedDelivery } from '../queue/deliveries.ts';
import { now } from '../runtime/clock.ts';
import { log } from '../runtime/log.ts';

/** In milliseconds. An attempt that begins just before takes ten seconds: all are over before the function's timeout. */
const TIME_BUDGET = 10_000;
/** After how many seconds a delivery that found no place comes again; after the last, the schedule has it. */
const WAITS: readonly number[] = [1, 4, 16];

/**
 * Attempts the deliveries of a batch: those to one endpoint one after another, those to different endpoints at once, so that
 * no endpoint waits for another. What is not attempted stays on the schedule, whatever becomes of the message.
 */
export async function handler({ Records }: SQSEvent): Promise<SQSBatchResponse> {
  const end = performance.now() + TIME_BUDGET;
  const { batches, unreadable } = byEndpoint(Records);
  await pMap(batches, (batch) => sendBatch(batch, () => performance.now() < end));
  return { batchItemFailures: unreadable.map((itemIdentifier) => ({ itemIdentifier })) };
}

async function sendBatch(batch: readonly [QueuedDelivery, ...QueuedDelivery[]], isTimeLeft: () => boolean) {
  const [{ owner, endpointId }] = batch;
  try {
    const deliveryIds = [...new Set(batch.map(({ deliveryId }) => deliveryId))];
    const waiting = new Set(await sendInTurn({ owner, endpointId, deliveryIds }, isTimeLeft));
    await putBack(batch.filter(({ deliveryId }) => waiting.has(deliveryId)));
  } catch (error) {
    // They are on the schedule, and come again within five minutes.
    log.error('deliveries not attempted', { account: owner, endpointId, error: error as Error });
  }
}

async function putBack(waiting: readonly QueuedDelivery[]): Promise<void> {
  for (const [waits, seconds] of WAITS.entries()) {
    const again = waiting.filter((delivery) => delivery.waits === waits);
    await enqueueDeliveries(
      again.map((delivery) => ({ ...delivery, waits: waits + 1 })),
      seconds,
    );
  }
  const exhausted = waiting.filter(({ waits }) => waits >= WAITS.length);
  await pMap(exhausted, (delivery) => leaveToSchedule(delivery, now()));
}

/** The deliveries to each endpoint, in the order in which they came. */
function byEndpoint(records: readonly SQSRecord[]) {
  const batches = new Map<string, [QueuedDelivery, ...QueuedDelivery[]]>();
  const unreadable: string[] = [];
  for (const { messageId, body } of records) {
    try {
      const delivery = decodeDelivery(body);
      const key = `${delivery.owner}\n${delivery.endpointId}`;
      const batch = batches.get(key);
      if (batch) batch.push(delivery);
      else batches.set(key, [delivery]);
    } catch (error) {
      log.error('delivery message unreadable', { messageId, error: error as Error });
      unreadable.push(messageId);
    }
  }
  return { batches: batches.values(), unreadable };
}
