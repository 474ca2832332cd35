import { timeOfId } from '../domain/ids.ts';
import { circuitState } from '../domain/notifications/circuits.ts';
import type { Delivery, Endpoint, WebhookOwner } from '../domain/notifications/deliveries.ts';
import { placesFor } from '../domain/notifications/places.ts';
import { type Instant, plus, SECOND } from '../domain/time.ts';
import { wallClock } from '../runtime/clock.ts';
import { deliveriesSince, scheduleReplay } from '../store/notifications/deliveries.ts';
import { leavePlace, takePlace } from '../store/notifications/places.ts';
import { attemptOnce } from './attempts.ts';

/** `busy`: the owner has as many deliveries under way as it may. `under-way`: another worker is attempting this one. */
export type Replayed =
  | { readonly kind: 'attempted'; readonly delivery: Delivery }
  | { readonly kind: 'busy' }
  | { readonly kind: 'under-way' };

/**
 * Attempts a delivery at once because its owner asks for it, in whatever state it, the endpoint and its circuit are; if that
 * fails, the retry schedule starts again. `prepare` is called once there is a place for it: it may make the delivery.
 */
export async function replayDelivery(
  owner: WebhookOwner,
  endpoint: Endpoint,
  prepare: () => Promise<Delivery | undefined>,
  now: Instant,
): Promise<Replayed> {
  const { endpointId, circuit } = endpoint;
  const most = placesFor(owner, circuitState(circuit, now));
  const taken = await takePlace(owner, endpointId, most, wallClock.now());
  if ('full' in taken) return { kind: 'busy' };
  try {
    const delivery = await prepare();
    const begun = delivery && { ...delivery, round: { since: now, tries: 0 } };
    const attempted = begun && (await attemptOnce(owner, endpoint, begun, now));
    return attempted ? { kind: 'attempted', delivery: attempted.delivery } : { kind: 'under-way' };
  } finally {
    await leavePlace(owner, endpointId, taken.place);
  }
}

/** How many deliveries one call replays, and how many of them fall due each second. */
const MOST_REPLAYED = 1_000;
const REPLAYS_A_SECOND = 10;

/**
 * Schedules every delivery to an endpoint since a time that was not delivered, oldest first and spread over time, so that
 * one receiver's backlog does not delay the deliveries of others. Returns how many, and from when to go on where there are more.
 */
export async function replaySince(
  owner: WebhookOwner,
  endpointId: string,
  since: Instant,
  now: Instant,
  most = MOST_REPLAYED,
): Promise<{ readonly replayed: number; readonly next: Instant | null }> {
  let replayed = 0;
  for await (const delivery of deliveriesSince(owner, endpointId, since, now)) {
    if (replayed >= most) return { replayed, next: timeOfId(delivery.deliveryId) };
    if (delivery.state !== 'paused' && delivery.state !== 'failed') continue;
    const at = plus(now, Math.floor(replayed / REPLAYS_A_SECOND) * SECOND);
    if (await scheduleReplay(owner, delivery, at, now)) replayed += 1;
  }
  return { replayed, next: null };
}
