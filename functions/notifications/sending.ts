import { timeOfId } from '../domain/ids.ts';
import { circuitState } from '../domain/notifications/circuits.ts';
import { concurrencyLimitsFor } from '../domain/notifications/concurrency.ts';
import {
  type Delivery,
  type DeliveryRef,
  type Endpoint,
  isDue,
  LONGEST_ROUND,
} from '../domain/notifications/deliveries.ts';
import { type Instant, iso, plus } from '../domain/time.ts';
import { now, wallClock } from '../runtime/clock.ts';
import {
  type ConcurrencySlot,
  releaseConcurrencySlot,
  type Taken,
  takeConcurrencySlot,
} from '../store/notifications/concurrency.ts';
import { endUnsent, findDelivery, storePaused } from '../store/notifications/deliveries.ts';
import { findEndpoint } from '../store/notifications/endpoints.ts';
import { attemptOnce, publishDisabled, skipAttempt } from './attempts.ts';

/** Deliveries to one endpoint, in the order of their attempts. */
export interface Turn {
  readonly owner: DeliveryRef['owner'];
  readonly endpointId: string;
  readonly deliveryIds: readonly string[];
}

/** The result of a due delivery. `busy`: no concurrency slot was free. `silent`: the endpoint timed out. */
type Outcome = 'done' | 'busy' | 'silent';

/**
 * Attempts deliveries to one endpoint one after another, in one concurrency slot of its owner, while the endpoint
 * responds and `isTimeLeft`. Returns the deliveries that must wait. Skips deliveries that are no longer due or that
 * another worker is attempting. Calls `onEntry` with whether a slot was free.
 */
export async function sendInTurn(
  { owner, endpointId, deliveryIds }: Turn,
  isTimeLeft: () => boolean,
  onEntry: (taken: Taken) => void,
): Promise<readonly string[]> {
  let place: ConcurrencySlot | undefined;
  const mayEnter = async (endpoint: Endpoint, at: Instant): Promise<boolean> => {
    if (place !== undefined) return true;
    const most = concurrencyLimitsFor(owner, circuitState(endpoint.circuit, at));
    const taken = await takeConcurrencySlot(owner, endpointId, most, wallClock.now());
    onEntry(taken);
    if ('place' in taken) place = taken.place;
    return place !== undefined;
  };
  try {
    for (const [index, deliveryId] of deliveryIds.entries()) {
      if (!isTimeLeft()) return deliveryIds.slice(index);
      const outcome = await attemptDue({ owner, endpointId, deliveryId }, mayEnter, now());
      if (outcome === 'busy') return deliveryIds.slice(index);
      if (outcome === 'silent') return deliveryIds.slice(index + 1);
    }
    return [];
  } finally {
    if (place !== undefined) await releaseConcurrencySlot(owner, endpointId, place);
  }
}

async function attemptDue(
  { owner, endpointId, deliveryId }: DeliveryRef,
  mayEnter: (endpoint: Endpoint, at: Instant) => Promise<boolean>,
  at: Instant,
): Promise<Outcome> {
  const [endpoint, delivery] = await Promise.all([
    findEndpoint(owner, endpointId),
    findDelivery(owner, endpointId, deliveryId, at),
  ]);
  // Check the version that is leased below: another attempt may have failed and postponed the delivery since it was
  // enqueued.
  if (!delivery || !isDue(delivery, at)) return 'done';
  if (endpoint?.state === 'active') return attemptActive(owner, endpoint, delivery, mayEnter, at);
  if (endpoint?.state === 'paused') {
    await storePaused(owner, delivery, at);
    return 'done';
  }
  // The worker that disabled the endpoint may have crashed before it sent the mail.
  if (endpoint?.disabled) await publishDisabled(owner, endpoint, at);
  const reason = `The endpoint was ${endpoint?.state ?? 'deleted'} when the delivery was due.`;
  await endUnsent(owner, delivery, reason, { state: 'failed' }, at);
  return 'done';
}

async function attemptActive(
  owner: DeliveryRef['owner'],
  endpoint: Endpoint,
  delivery: Delivery,
  mayEnter: (endpoint: Endpoint, at: Instant) => Promise<boolean>,
  at: Instant,
): Promise<Outcome> {
  const { timeouts, openUntil } = endpoint.circuit;
  if (openUntil !== null && openUntil > at) {
    const reason = `Not sent: ${timeouts} consecutive attempts timed out. The next attempt is made after ${iso(openUntil)}.`;
    await skipAttempt(owner, endpoint, delivery, reason, openUntil - at, at);
    return 'done';
  }
  if (await mayEnter(endpoint, at)) {
    const attempted = await attemptOnce(owner, endpoint, delivery, at);
    return attempted.kind === 'attempted' && attempted.isSilent ? 'silent' : 'done';
  }
  return 'busy';
}

/**
 * Fails a delivery that has found no free slot for a day. Does nothing for younger ones; costs two reads and one write
 * otherwise.
 */
export async function failAfterDay(
  { owner, endpointId, deliveryId }: DeliveryRef,
  at: Instant,
): Promise<void> {
  if (at < plus(timeOfId(deliveryId), LONGEST_ROUND)) return;
  const [endpoint, delivery] = await Promise.all([
    findEndpoint(owner, endpointId),
    findDelivery(owner, endpointId, deliveryId, at),
  ]);
  if (!endpoint || !delivery || !isDue(delivery, at) || at < plus(delivery.round.since, LONGEST_ROUND))
    return;
  const reason =
    'Not sent for a day: the endpoints of this account receive more deliveries than they can process.';
  await skipAttempt(owner, endpoint, delivery, reason, 0, at);
}
