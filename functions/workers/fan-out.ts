import type { SQSBatchResponse, SQSEvent } from 'aws-lambda';
import type { CloudEvent } from '../domain/events.ts';
import type { WebhookOwner } from '../domain/notifications/deliveries.ts';
import { makeDeliveries } from '../notifications/fan-out.ts';
import { enqueueDeliveries } from '../queue/deliveries.ts';
import { now } from '../runtime/clock.ts';
import { eachDomainEvent } from './domain-events.ts';

/** Creates the deliveries of each event to its owner's endpoints and enqueues them. Waits for no endpoint. */
export const sendToEndpointsOf = (
  batch: SQSEvent,
  ownerOf: (event: CloudEvent) => WebhookOwner,
): Promise<SQSBatchResponse> =>
  eachDomainEvent(batch, async (event) => {
    const made = await makeDeliveries(ownerOf(event), event, now());
    await enqueueDeliveries(made.map((delivery) => ({ ...delivery, waits: 0 })));
  });
