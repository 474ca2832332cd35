import { SendMessageBatchCommand } from '@aws-sdk/client-sqs';
import * as z from 'zod';
import { isAccountId } from '../domain/accounts.ts';
import { type DeliveryRef, PLATFORM, type WebhookOwner } from '../domain/notifications/deliveries.ts';
import { setting } from '../runtime/config.ts';
import { sqs } from './client.ts';

/** A delivery that is to be attempted. */
export interface QueuedDelivery extends DeliveryRef {
  /** How often it has been put back on the queue because no place at its endpoint was free. */
  readonly waits: number;
}

/** What SQS takes in one request. */
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
 * Has these attempted, each after its `delaySeconds`. The owner is their message group: the queue is a standard one, and SQS then
 * delays no owner's messages because another has many (fair queues). Throws when one was not taken: the schedule puts those on
 * the queue again. One queue request for each started ten.
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

/** Reads a message back. Throws when it is not one of ours. */
export function decodeDelivery(body: string): QueuedDelivery {
  return message.parse(JSON.parse(body));
}
