import { timeOfId } from '../domain/ids.ts';
import { circuitState } from '../domain/notifications/circuits.ts';
import { concurrencyLimitsFor } from '../domain/notifications/concurrency.ts';
import type { Delivery, Endpoint, WebhookOwner } from '../domain/notifications/deliveries.ts';
import { type Instant, plus, SECOND } from '../domain/time.ts';
import { wallClock } from '../runtime/clock.ts';
import { releaseConcurrencySlot, takeConcurrencySlot } from '../store/notifications/concurrency.ts';
import { deliveriesSince, type Making, scheduleReplay } from '../store/notifications/deliveries.ts';
import { attemptOnce } from './attempts.ts';

/**
 * `busy`: the owner has reached its limit of concurrent deliveries. `under-way`: another worker is attempting this
 * delivery.
 */
export type Replayed =
  | { readonly kind: 'attempted'; readonly delivery: Delivery }
  | { readonly kind: 'busy' }
  | { readonly kind: 'under-way' };

/**
 * Attempts a delivery now, on request of its owner, whatever the state of delivery, endpoint and circuit. If it fails,
 * the retry schedule restarts. Calls `prepare` once a concurrency slot is taken; it may create the delivery.
 */
export async function replayDelivery(
  owner: WebhookOwner,
  endpoint: Endpoint,
  prepare: () => Promise<Making>,
  now: Instant,
): Promise<Replayed> {
  const { endpointId, circuit } = endpoint;
  const most = concurrencyLimitsFor(owner, circuitState(circuit, now));
  const taken = await takeConcurrencySlot(owner, endpointId, most, wallClock.now());
  if ('full' in taken) return { kind: 'busy' };
  try {
    const made = await prepare();
    if (made.kind === 'attempted') return { kind: 'under-way' };
    return await attemptOnce(owner, endpoint, { ...made.delivery, round: { since: now, tries: 0 } }, now);
  } finally {
    await releaseConcurrencySlot(owner, endpointId, taken.place);
  }
}

/** The number of deliveries that one call replays, and how many of them become due each second. */
const MOST_REPLAYED = 1_000;
const REPLAYS_A_SECOND = 10;

/**
 * Schedules all undelivered deliveries to an endpoint since a time, oldest first and spread over time, so that one
 * backlog does not delay other receivers. Returns their number, and where to continue if there are more.
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
