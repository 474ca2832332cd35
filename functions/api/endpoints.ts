import { randomBytes } from 'node:crypto';
import type { AccountId } from '../domain/accounts.ts';
import { type Delivery, type Endpoint, endpointIdOf, MOST_ENDPOINTS } from '../domain/deliveries.ts';
import { cloudEventOf, factIdOf } from '../domain/facts.ts';
import { Fault } from '../domain/faults.ts';
import { type Instant, iso } from '../domain/time.ts';
import { replayDelivery } from '../notices/webhooks.ts';
import { findDelivery, listDeliveries, makeDelivery } from '../store/deliveries.ts';
import {
  changeEndpoint,
  findEndpoint,
  listEndpoints,
  makeEndpoint,
  removeEndpoint,
} from '../store/endpoints.ts';
import { findContact, saveContact } from '../store/mail.ts';
import { listNotes } from '../store/notifications.ts';
import { endpointsContract } from './contract/endpoints.ts';
import { endpoint } from './http.ts';
import { answerOnce } from './idempotency.ts';

export const handler = endpoint(endpointsContract, answerOnce, {
  'POST /v1/accounts/{account}/webhook-endpoints': async ({ params: { account }, body, operation }) => {
    const endpointId = endpointIdOf(operation);
    const made = await makeEndpoint(account, {
      ...body,
      endpointId,
      secret: newSecret(),
      createdAt: operation.begunAt,
    });
    if (made.kind === 'full')
      throw new Fault('conflict', `${account} has ${MOST_ENDPOINTS} endpoints already; remove one first.`);
    return { status: 201, body: { ...endpointView(made.endpoint), secret: made.endpoint.secret } };
  },

  'GET /v1/accounts/{account}/webhook-endpoints': async ({ params: { account }, query }) => {
    const { items, nextCursor } = await listEndpoints(account, query);
    return { status: 200, body: { items: items.map(endpointView), nextCursor } };
  },

  'GET /v1/accounts/{account}/webhook-endpoints/{endpointId}': async ({ params }) => ({
    status: 200,
    body: endpointView(await endpointOf(params.account, params.endpointId)),
  }),

  'PATCH /v1/accounts/{account}/webhook-endpoints/{endpointId}': async ({ params, body }) => {
    const { account, endpointId } = params;
    const changed = await changeEndpoint(account, endpointId, body);
    if (!changed) throw noEndpoint(account, endpointId);
    return { status: 200, body: endpointView(changed) };
  },

  'DELETE /v1/accounts/{account}/webhook-endpoints/{endpointId}': async ({ params }) => {
    await removeEndpoint(params.account, params.endpointId);
    return { status: 204 };
  },

  'POST /v1/accounts/{account}/webhook-endpoints/{endpointId}/test': async ({ params, operation, now }) => {
    const { account, endpointId } = params;
    const target = await endpointOf(account, endpointId);
    const id = factIdOf('test', operation.id);
    const data = { test: true };
    const fact = cloudEventOf({ id, type: 'account.state-changed', account, at: now, data });
    const delivery = await makeDelivery(account, endpointId, fact, now, now);
    if (!delivery) throw underWay(id);
    return deliverNow(account, target, delivery, now);
  },

  'GET /v1/accounts/{account}/webhook-endpoints/{endpointId}/deliveries': async ({ params, query }) => {
    const { account, endpointId } = params;
    await endpointOf(account, endpointId);
    const { items, nextCursor } = await listDeliveries(account, endpointId, query);
    return { status: 200, body: { items: items.map(deliveryView), nextCursor } };
  },

  'POST /v1/accounts/{account}/webhook-endpoints/{endpointId}/deliveries/{deliveryId}/replay': async ({
    params: { account, endpointId, deliveryId },
    now,
  }) => {
    const target = await endpointOf(account, endpointId);
    const delivery = await findDelivery(account, endpointId, deliveryId);
    if (!delivery) throw new Fault('not-found', `There is no delivery ${deliveryId} to ${endpointId}.`);
    return deliverNow(account, target, delivery, now);
  },

  'GET /v1/accounts/{account}/contact': async ({ params: { account } }) => ({
    status: 200,
    body: { email: await findContact(account) },
  }),

  'PUT /v1/accounts/{account}/contact': async ({ params: { account }, body }) => {
    await saveContact(account, body.email);
    return { status: 200, body };
  },

  'GET /v1/accounts/{account}/notifications': async ({ params: { account }, query, now }) => {
    const { items, nextCursor } = await listNotes(account, query, now);
    return { status: 200, body: { items: items.map((note) => ({ ...note, at: iso(note.at) })), nextCursor } };
  },
});

/** Standard Webhooks: 24 to 64 random bytes. */
const newSecret = (): string => `whsec_${randomBytes(32).toString('base64')}`;

async function endpointOf(account: AccountId, endpointId: string): Promise<Endpoint> {
  const found = await findEndpoint(account, endpointId);
  if (!found) throw noEndpoint(account, endpointId);
  return found;
}

const noEndpoint = (account: AccountId, endpointId: string): Fault =>
  new Fault('not-found', `There is no webhook endpoint ${endpointId} of ${account}.`);

async function deliverNow(account: AccountId, target: Endpoint, delivery: Delivery, now: Instant) {
  const attempted = await replayDelivery(account, target, delivery, now);
  if (!attempted) throw underWay(delivery.deliveryId);
  return { status: 202, body: deliveryView(attempted) };
}

const underWay = (id: string): Fault =>
  new Fault('conflict', `${id} is being delivered at this moment; look again in a minute.`);

/** Everything but the secret. */
const endpointView = ({ secret: _, ...shown }: Endpoint) => ({
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
  lastAttempt: delivery.lastAttempt && { ...delivery.lastAttempt, at: iso(delivery.lastAttempt.at) },
});
