import pMap from 'p-map';
import type { CloudEvent } from '../domain/events.ts';
import {
  type DeliveryRef,
  isDue,
  isSubscribed,
  type WebhookOwner,
} from '../domain/notifications/deliveries.ts';
import type { Instant } from '../domain/time.ts';
import { firstSeen, makeDelivery } from '../store/notifications/deliveries.ts';
import { allEndpoints } from '../store/notifications/endpoints.ts';

const CONCURRENCY = 2;

/**
 * Makes the delivery of an event to every endpoint of an owner that subscribes to it; for a paused endpoint the event is
 * kept, and for one whose circuit is open the delivery is left to the schedule. One for each endpoint, however often the event
 * comes. Returns those that are to be attempted now. Two reads, one write for the event and one for each endpoint.
 */
export async function makeDeliveries(
  owner: WebhookOwner,
  event: CloudEvent,
  now: Instant,
): Promise<DeliveryRef[]> {
  const endpoints = (await allEndpoints(owner)).filter((endpoint) => isSubscribed(endpoint, event.type));
  if (endpoints.length === 0) return [];
  const seen = await firstSeen(owner, event.id, now);
  const made = await pMap(endpoints, (endpoint) => makeDelivery(owner, endpoint, event, seen, now), {
    concurrency: CONCURRENCY,
  });
  return made.flatMap((delivery) =>
    delivery && isDue(delivery, now)
      ? [{ owner, endpointId: delivery.endpointId, deliveryId: delivery.deliveryId }]
      : [],
  );
}
