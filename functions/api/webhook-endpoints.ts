import { randomBytes } from 'node:crypto';
import type { AccountId } from '../domain/accounts.ts';
import {
  type Delivery,
  type Endpoint,
  endpointIdOf,
  MOST_ENDPOINTS,
  MOST_PREVIOUS_SECRETS,
  PLATFORM,
  type WebhookOwner,
} from '../domain/deliveries.ts';
import { type FactType, factIdOf } from '../domain/facts.ts';
import { Fault } from '../domain/faults.ts';
import type { Operation } from '../domain/ids.ts';
import { type Instant, iso, parseInstant } from '../domain/time.ts';
import { testEventOf } from '../notices/examples.ts';
import { replayDelivery, replaySince } from '../notices/webhooks.ts';
import type { Actor } from '../store/audit.ts';
import { findDelivery, listDeliveries, makeDelivery } from '../store/deliveries.ts';
import {
  changeEndpoint,
  type EndpointChanges,
  findEndpoint,
  listEndpoints,
  makeEndpoint,
  type NewEndpoint,
  removeEndpoint,
  rotateSecret,
} from '../store/endpoints.ts';
import type { ListPart } from '../store/list.ts';

/** What the routes of webhook endpoints do, for the endpoints of an account and those of the platform alike. */

export async function addEndpoint(
  owner: WebhookOwner,
  body: Pick<NewEndpoint, 'url' | 'events'>,
  operation: Operation,
  by: string,
) {
  const endpoint = {
    ...body,
    endpointId: endpointIdOf(operation),
    secret: newSecret(),
    createdAt: operation.begunAt,
  };
  const made = await makeEndpoint(owner, endpoint, by);
  if (made.kind === 'full')
    throw new Fault('conflict', `There are ${MOST_ENDPOINTS} endpoints already. Remove one first.`);
  return { status: 201, body: { ...endpointView(made.endpoint), secret: made.endpoint.secret } };
}

export async function showEndpoints(owner: WebhookOwner, part: ListPart) {
  const { items, nextCursor } = await listEndpoints(owner, part);
  return { status: 200, body: { items: items.map(endpointView), nextCursor } };
}

export const showEndpoint = async (owner: WebhookOwner, endpointId: string) => ({
  status: 200,
  body: endpointView(await requireEndpoint(owner, endpointId)),
});

export async function updateEndpoint(
  owner: WebhookOwner,
  endpointId: string,
  changes: EndpointChanges,
  actor: Actor,
) {
  const changed = await changeEndpoint(owner, endpointId, changes, actor);
  if (!changed) throw noEndpoint(endpointId);
  return { status: 200, body: endpointView(changed) };
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
    throw new Fault(
      'conflict',
      `${MOST_PREVIOUS_SECRETS + 1} secrets of ${endpointId} sign already. Rotate again after ${iso(rotated.until)}, when the oldest expires.`,
    );
  const { secret, previousUntil } = rotated;
  return { status: 201, body: { secret, previousSecretExpiresAt: iso(previousUntil) } };
}

export async function testEndpoint(
  owner: WebhookOwner,
  endpointId: string,
  type: FactType | undefined,
  operation: Operation,
  now: Instant,
) {
  const endpoint = await requireEndpoint(owner, endpointId);
  const id = factIdOf('test', operation.id);
  const event = testEventOf({
    id,
    type: type ?? endpoint.events[0] ?? 'account.state-changed',
    account: owner === PLATFORM ? EXAMPLE_ACCOUNT : owner,
    at: now,
  });
  const delivery = await makeDelivery(owner, { endpointId, state: 'active' }, event, now, now);
  if (!delivery) throw underWay(id);
  return deliverNow(owner, endpoint, delivery, now);
}

/** Whose the test events of the platform are. */
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
  return deliverNow(owner, endpoint, await requireDelivery(owner, ids, now), now);
}

export async function replayAll(owner: WebhookOwner, endpointId: string, since: string, now: Instant) {
  const { state } = await requireEndpoint(owner, endpointId);
  if (state !== 'active')
    throw new Fault('conflict', `${endpointId} is ${state}. Set its state to active first.`);
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

const noEndpoint = (endpointId: string): Fault =>
  new Fault('not-found', `There is no webhook endpoint ${endpointId}.`);

async function requireDelivery(
  owner: WebhookOwner,
  { endpointId, deliveryId }: DeliveryIds,
  now: Instant,
): Promise<Delivery> {
  const found = await findDelivery(owner, endpointId, deliveryId, now);
  if (!found) throw new Fault('not-found', `There is no delivery ${deliveryId} to ${endpointId}.`);
  return found;
}

async function deliverNow(owner: WebhookOwner, endpoint: Endpoint, delivery: Delivery, now: Instant) {
  const attempted = await replayDelivery(owner, endpoint, delivery, now);
  if (!attempted) throw underWay(delivery.deliveryId);
  return { status: 202, body: deliveryView(attempted) };
}

const underWay = (id: string): Fault =>
  new Fault('conflict', `${id} is being delivered at this moment. Look again in a minute.`);

/** Everything but the secrets. */
const endpointView = ({ secret: _, previousSecrets: __, ...shown }: Endpoint) => ({
  ...shown,
  createdAt: iso(shown.createdAt),
  disabled: shown.disabled && { ...shown.disabled, at: iso(shown.disabled.at) },
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
