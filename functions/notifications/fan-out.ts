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
 * Creates the delivery of an event to every endpoint of an owner that is subscribed to it, once per endpoint and event.
 * For a paused endpoint it stores the event only; for an endpoint with an open circuit it leaves the delivery to the
 * schedule. Returns the deliveries to attempt now. Cost: two reads, one write for the event and one per endpoint.
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
  return made.flatMap((each) => {
    if (each.kind === 'attempted' || !isDue(each.delivery, now)) return [];
    const { endpointId, deliveryId } = each.delivery;
    return [{ owner, endpointId, deliveryId }];
  });
}
