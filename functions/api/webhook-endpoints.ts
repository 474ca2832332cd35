import { randomBytes } from 'node:crypto';
import type { AccountId } from '../domain/accounts.ts';
import { ApiError } from '../domain/errors.ts';
import type { EventType } from '../domain/events.ts';
import type { Operation } from '../domain/ids.ts';
import { eventIdOf } from '../domain/ids.ts';
import { CLOSED, circuitState } from '../domain/notifications/circuits.ts';
import {
  type Delivery,
  type Endpoint,
  endpointIdOf,
  MOST_ENDPOINTS,
  MOST_PREVIOUS_SECRETS,
  PLATFORM,
  type WebhookOwner,
} from '../domain/notifications/deliveries.ts';
import { type Instant, iso, parseInstant } from '../domain/time.ts';
import { testEventOf } from '../notifications/examples.ts';
import { replayDelivery, replaySince } from '../notifications/replays.ts';
import { wallClock } from '../runtime/clock.ts';
import type { Actor } from '../store/audit/audit.ts';
import { claimTurn } from '../store/notifications/concurrency.ts';
import {
  findDelivery,
  listDeliveries,
  type Making,
  makeDelivery,
} from '../store/notifications/deliveries.ts';
import {
  changeEndpoint,
  type EndpointChanges,
  findEndpoint,
  listEndpoints,
  makeEndpoint,
  type NewEndpoint,
  removeEndpoint,
  rotateSecret,
} from '../store/notifications/endpoints.ts';
import type { ListPart } from '../store/table/list.ts';

/** The handlers of webhook endpoints, for endpoints of an account and of the platform. */

export async function addEndpoint(
  owner: WebhookOwner,
  body: Pick<NewEndpoint, 'url' | 'events'>,
  operation: Operation,
  actor: Actor,
) {
  const endpoint = {
    ...body,
    endpointId: endpointIdOf(operation),
    secret: newSecret(),
    createdAt: operation.begunAt,
  };
  const made = await makeEndpoint(owner, endpoint, actor.by);
  if (made.kind === 'full')
    throw new ApiError(
      'conflict',
      `The limit of ${MOST_ENDPOINTS} webhook endpoints is reached. Remove one first.`,
    );
  return { status: 201, body: { ...endpointView(made.endpoint, actor.at), secret: made.endpoint.secret } };
}

export async function showEndpoints(owner: WebhookOwner, part: ListPart, now: Instant) {
  const { items, nextCursor } = await listEndpoints(owner, part);
  return { status: 200, body: { items: items.map((item) => endpointView(item, now)), nextCursor } };
}

export const showEndpoint = async (owner: WebhookOwner, endpointId: string, now: Instant) => ({
  status: 200,
  body: endpointView(await requireEndpoint(owner, endpointId), now),
});

export async function updateEndpoint(
  owner: WebhookOwner,
  endpointId: string,
  changes: EndpointChanges,
  actor: Actor,
) {
  const changed = await changeEndpoint(owner, endpointId, changes, actor);
  if (!changed) throw noEndpoint(endpointId);
  return { status: 200, body: endpointView(changed, actor.at) };
}

export async function deleteEndpoint(owner: WebhookOwner, endpointId: string, actor: Actor) {
  await removeEndpoint(owner, endpointId, actor);
  return { status: 204 };
}

export async function rotateEndpointSecret(
  owner: WebhookOwner,
  endpointId: string,
  operation: Operation,
  actor: Actor,
) {
  const rotated = await rotateSecret(
    owner,
    endpointId,
    { secret: newSecret(), operation: operation.id },
    actor,
  );
  if (rotated.kind === 'missing') throw noEndpoint(endpointId);
  if (rotated.kind === 'too-often')
    throw new ApiError(
      'conflict',
      `${endpointId} has ${MOST_PREVIOUS_SECRETS + 1} active secrets, the maximum. Rotate again after ${iso(rotated.until)}, when the oldest expires.`,
    );
  const { secret, previousUntil } = rotated;
  return { status: 201, body: { secret, previousSecretExpiresAt: iso(previousUntil) } };
}

export async function testEndpoint(
  owner: WebhookOwner,
  endpointId: string,
  type: EventType | undefined,
  operation: Operation,
  now: Instant,
) {
  const endpoint = await requireEndpoint(owner, endpointId);
  const id = eventIdOf('test', operation.id);
  const event = testEventOf({
    id,
    type: type ?? endpoint.events[0] ?? 'account.state-changed',
    account: owner === PLATFORM ? EXAMPLE_ACCOUNT : owner,
    at: now,
  });
  const make = () => makeDelivery(owner, { endpointId, state: 'active', circuit: CLOSED }, event, now, now);
  return deliverNow(owner, endpoint, id, make, now);
}

/** The account in test events of the platform. */
const EXAMPLE_ACCOUNT = 'company_example' as AccountId;

export async function showDeliveries(owner: WebhookOwner, endpointId: string, part: ListPart, now: Instant) {
  await requireEndpoint(owner, endpointId);
  const { items, nextCursor } = await listDeliveries(owner, endpointId, part, now);
  return { status: 200, body: { items: items.map(deliveryView), nextCursor } };
}

export async function showDelivery(owner: WebhookOwner, ids: DeliveryIds, now: Instant) {
  const delivery = await requireDelivery(owner, ids, now);
  const { url, headers } = delivery.lastAttempt?.request ?? { url: null, headers: {} };
  return {
    status: 200,
    body: { ...deliveryView(delivery), request: { url, headers, body: delivery.body } },
  };
}

export async function replayOne(owner: WebhookOwner, ids: DeliveryIds, now: Instant) {
  const endpoint = await requireEndpoint(owner, ids.endpointId);
  const delivery = await requireDelivery(owner, ids, now);
  const ready = async () => ({ kind: 'open', delivery }) as const;
  return deliverNow(owner, endpoint, delivery.deliveryId, ready, now);
}

export async function replayAll(owner: WebhookOwner, endpointId: string, since: string, now: Instant) {
  const { state } = await requireEndpoint(owner, endpointId);
  if (state !== 'active')
    throw new ApiError('conflict', `${endpointId} is ${state}. Set its state to active first.`);
  const { replayed, next } = await replaySince(owner, endpointId, parseInstant(since), now);
  return { status: 202, body: { replayed, next: next && iso(next) } };
}

interface DeliveryIds {
  readonly endpointId: string;
  readonly deliveryId: string;
}

/** Standard Webhooks: 24 to 64 random bytes. */
const newSecret = (): string => `whsec_${randomBytes(32).toString('base64')}`;

async function requireEndpoint(owner: WebhookOwner, endpointId: string): Promise<Endpoint> {
  const found = await findEndpoint(owner, endpointId);
  if (!found) throw noEndpoint(endpointId);
  return found;
}

const noEndpoint = (endpointId: string): ApiError =>
  new ApiError('not-found', `There is no webhook endpoint ${endpointId}.`);

async function requireDelivery(
  owner: WebhookOwner,
  { endpointId, deliveryId }: DeliveryIds,
  now: Instant,
): Promise<Delivery> {
  const found = await findDelivery(owner, endpointId, deliveryId, now);
  if (!found) throw new ApiError('not-found', `There is no delivery ${deliveryId} to ${endpointId}.`);
  return found;
}

/**
 * Sends a request to the endpoint while the caller waits: at most one per second, within the owner's concurrency limit.
 */
async function deliverNow(
  owner: WebhookOwner,
  endpoint: Endpoint,
  id: string,
  prepare: () => Promise<Making>,
  now: Instant,
) {
  const { endpointId } = endpoint;
  if (!(await claimTurn(owner, endpointId, wallClock.now())))
    throw tooOften(`${endpointId} received a test event or a replay within the last second.`, 1);
  const replayed = await replayDelivery(owner, endpoint, prepare, now);
  if (replayed.kind === 'busy')
    throw tooOften(`${endpointId} or its account has reached the limit of concurrent deliveries.`, 3);
  if (replayed.kind === 'under-way')
    throw new ApiError('conflict', `${id} is being delivered. Read the delivery again in a minute.`);
  return { status: 202, body: deliveryView(replayed.delivery) };
}

const tooOften = (what: string, seconds: number): ApiError =>
  new ApiError('too-many-requests', `${what} Retry in ${seconds} s.`, {
    headers: { 'retry-after': String(seconds) },
  });

/** Returns an endpoint without its secrets. */
const endpointView = ({ secret: _, previousSecrets: __, circuit, ...shown }: Endpoint, now: Instant) => ({
  ...shown,
  createdAt: iso(shown.createdAt),
  disabled: shown.disabled && { ...shown.disabled, at: iso(shown.disabled.at) },
  circuit: {
    state: circuitState(circuit, now),
    timeouts: circuit.timeouts,
    openUntil: circuit.openUntil && iso(circuit.openUntil),
  },
});

const deliveryView = (delivery: Delivery) => ({
  deliveryId: delivery.deliveryId,
  eventId: delivery.eventId,
  eventType: delivery.eventType,
  state: delivery.state,
  createdAt: iso(delivery.createdAt),
  attempts: delivery.attempts,
  nextAttemptAt: delivery.nextAttemptAt && iso(delivery.nextAttemptAt),
  lastAttempt: delivery.lastAttempt && attemptView(delivery.lastAttempt),
  expiresAt: iso(delivery.expiresAt),
});

const attemptView = ({ request: _, ...report }: NonNullable<Delivery['lastAttempt']>) => ({
  ...report,
  at: iso(report.at),
});
