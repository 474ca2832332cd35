import { PLATFORM } from '../domain/deliveries.ts';
import { iso } from '../domain/time.ts';
import { findContact, saveContact } from '../store/mail.ts';
import { listNotes } from '../store/notifications.ts';
import { endpointsContract } from './contract/endpoints.ts';
import { endpoint } from './http.ts';
import { answerOnce } from './idempotency.ts';
import {
  addEndpoint,
  deleteEndpoint,
  replayAll,
  replayOne,
  rotateEndpointSecret,
  showDeliveries,
  showDelivery,
  showEndpoint,
  showEndpoints,
  testEndpoint,
  updateEndpoint,
} from './webhook-endpoints.ts';

export const handler = endpoint(endpointsContract, answerOnce, {
  'POST /v1/accounts/{account}/webhook-endpoints': ({ params, body, operation }) =>
    addEndpoint(params.account, body, operation),
  'GET /v1/accounts/{account}/webhook-endpoints': ({ params, query }) => showEndpoints(params.account, query),
  'GET /v1/accounts/{account}/webhook-endpoints/{endpointId}': ({ params }) =>
    showEndpoint(params.account, params.endpointId),
  'PATCH /v1/accounts/{account}/webhook-endpoints/{endpointId}': ({ params, body }) =>
    updateEndpoint(params.account, params.endpointId, body),
  'DELETE /v1/accounts/{account}/webhook-endpoints/{endpointId}': ({ params }) =>
    deleteEndpoint(params.account, params.endpointId),
  'POST /v1/accounts/{account}/webhook-endpoints/{endpointId}/secret-rotations': ({
    params,
    operation,
    now,
  }) => rotateEndpointSecret(params.account, params.endpointId, operation, now),
  'POST /v1/accounts/{account}/webhook-endpoints/{endpointId}/test': ({ params, body, operation, now }) =>
    testEndpoint(params.account, params.endpointId, body?.type, operation, now),
  'GET /v1/accounts/{account}/webhook-endpoints/{endpointId}/deliveries': ({ params, query, now }) =>
    showDeliveries(params.account, params.endpointId, query, now),
  'GET /v1/accounts/{account}/webhook-endpoints/{endpointId}/deliveries/{deliveryId}': ({ params, now }) =>
    showDelivery(params.account, params, now),
  'POST /v1/accounts/{account}/webhook-endpoints/{endpointId}/deliveries/{deliveryId}/replay': ({
    params,
    now,
  }) => replayOne(params.account, params, now),
  'POST /v1/accounts/{account}/webhook-endpoints/{endpointId}/replays': ({ params, body, now }) =>
    replayAll(params.account, params.endpointId, body.since, now),

  'POST /v1/webhook-endpoints': ({ body, operation }) => addEndpoint(PLATFORM, body, operation),
  'GET /v1/webhook-endpoints': ({ query }) => showEndpoints(PLATFORM, query),
  'GET /v1/webhook-endpoints/{endpointId}': ({ params }) => showEndpoint(PLATFORM, params.endpointId),
  'PATCH /v1/webhook-endpoints/{endpointId}': ({ params, body }) =>
    updateEndpoint(PLATFORM, params.endpointId, body),
  'DELETE /v1/webhook-endpoints/{endpointId}': ({ params }) => deleteEndpoint(PLATFORM, params.endpointId),
  'POST /v1/webhook-endpoints/{endpointId}/secret-rotations': ({ params, operation, now }) =>
    rotateEndpointSecret(PLATFORM, params.endpointId, operation, now),
  'POST /v1/webhook-endpoints/{endpointId}/test': ({ params, body, operation, now }) =>
    testEndpoint(PLATFORM, params.endpointId, body?.type, operation, now),
  'GET /v1/webhook-endpoints/{endpointId}/deliveries': ({ params, query, now }) =>
    showDeliveries(PLATFORM, params.endpointId, query, now),
  'GET /v1/webhook-endpoints/{endpointId}/deliveries/{deliveryId}': ({ params, now }) =>
    showDelivery(PLATFORM, params, now),
  'POST /v1/webhook-endpoints/{endpointId}/deliveries/{deliveryId}/replay': ({ params, now }) =>
    replayOne(PLATFORM, params, now),
  'POST /v1/webhook-endpoints/{endpointId}/replays': ({ params, body, now }) =>
    replayAll(PLATFORM, params.endpointId, body.since, now),

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
