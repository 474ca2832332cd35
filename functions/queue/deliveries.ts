import { SendMessageBatchCommand } from '@aws-sdk/client-sqs';
import * as z from 'zod';
import { isAccountId } from '../domain/accounts.ts';
import { type DeliveryRef, PLATFORM, type WebhookOwner } from '../domain/notifications/deliveries.ts';
import { setting } from '../runtime/config.ts';
import { sqs } from './client.ts';

/** A delivery to attempt. */
export interface QueuedDelivery extends DeliveryRef {
  /** How often the delivery was returned to the queue because its endpoint had no free concurrency slot. */
  readonly waits: number;
}

/** SQS's limit of entries per request. */
const MOST_AT_ONCE = 10;

const message = z.strictObject({
  owner: z.custom<WebhookOwner>(
    (owner) => owner === PLATFORM || (typeof owner === 'string' && isAccountId(owner)),
    'An account or the platform.',
  ),
  endpointId: z.string().min(1),
  deliveryId: z.string().min(1),
  waits: z.int().min(0),
});

/**
 * Enqueues deliveries, each after its `delaySeconds`. The owner is the message group: the queue is a standard one, and
 * its fair queueing keeps owners with many messages from delaying others. Throws if one was not accepted; the schedule
 * enqueues those again. Costs one queue request per ten deliveries.
 */
export async function enqueueDeliveries(
  deliveries: readonly (QueuedDelivery & { readonly delaySeconds?: number })[],
): Promise<void> {
  for (let from = 0; from < deliveries.length; from += MOST_AT_ONCE) {
    const { Failed = [] } = await sqs.send(
      new SendMessageBatchCommand({
        QueueUrl: setting('deliveryQueueUrl'),
        Entries: deliveries.slice(from, from + MOST_AT_ONCE).map(({ delaySeconds, ...delivery }, index) => ({
          Id: String(index),
          MessageBody: JSON.stringify(delivery),
          MessageGroupId: delivery.owner,
          ...(delaySeconds !== undefined && { DelaySeconds: delaySeconds }),
        })),
      }),
    );
    if (Failed.length > 0)
      throw new Error(
        `${Failed.length} deliveries were not put on the queue: ${Failed.map(({ Message }) => Message).join(', ')}.`,
      );
  }
}

/** Parses a message. Throws if it is malformed. */
export function decodeDelivery(body: string): QueuedDelivery {
  return message.parse(JSON.parse(body));
}
