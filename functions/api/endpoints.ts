import type { AccountId } from '../domain/accounts.ts';
import { PLATFORM } from '../domain/notifications/deliveries.ts';
import { type Instant, iso } from '../domain/time.ts';
import type { Actor } from '../store/audit/audit.ts';
import { findContact, saveContact } from '../store/notifications/mail.ts';
import { listNotifications } from '../store/notifications/notifications.ts';
import { findSuppression, liftBounce } from '../store/notifications/suppressions.ts';
import { endpointsContract } from './contract/endpoints.ts';
import { auditedReads } from './kernel/audited-reads.ts';
import type { Caller } from './kernel/auth.ts';
import { endpoint } from './kernel/http.ts';
import { answerOnce } from './kernel/idempotency.ts';
import {
  addEndpoint,
  deleteEndpoint,
  replayAll,
  rotateEndpointSecret,
  showDeliveries,
  showDelivery,
  showEndpoint,
  showEndpoints,
  updateEndpoint,
} from './webhook-endpoints.ts';

export const handler = endpoint(endpointsContract, answerOnce, {
  'POST /v1/accounts/{account}/webhook-endpoints': ({ params, body, operation, caller, now }) =>
    addEndpoint(params.account, body, operation, actorOf(caller, now)),
  'GET /v1/accounts/{account}/webhook-endpoints': ({ params, query, now }) =>
    showEndpoints(params.account, query, now),
  'GET /v1/accounts/{account}/webhook-endpoints/{endpointId}': ({ params, now }) =>
    showEndpoint(params.account, params.endpointId, now),
  'PATCH /v1/accounts/{account}/webhook-endpoints/{endpointId}': ({ params, body, caller, now }) =>
    updateEndpoint(params.account, params.endpointId, body, actorOf(caller, now)),
  'DELETE /v1/accounts/{account}/webhook-endpoints/{endpointId}': ({ params, caller, now }) =>
    deleteEndpoint(params.account, params.endpointId, actorOf(caller, now)),
  'POST /v1/accounts/{account}/webhook-endpoints/{endpointId}/secret-rotations': ({
    params,
    operation,
    caller,
    now,
  }) => rotateEndpointSecret(params.account, params.endpointId, operation, actorOf(caller, now)),
  'GET /v1/accounts/{account}/webhook-endpoints/{endpointId}/deliveries': ({ params, query, now }) =>
    showDeliveries(params.account, params.endpointId, query, now),
  'GET /v1/accounts/{account}/webhook-endpoints/{endpointId}/deliveries/{deliveryId}': ({ params, now }) =>
    showDelivery(params.account, params, now),
  'POST /v1/accounts/{account}/webhook-endpoints/{endpointId}/replays': ({ params, body, now }) =>
    replayAll(params.account, params.endpointId, body.since, now),

  'POST /v1/webhook-endpoints': ({ body, operation, caller, now }) =>
    addEndpoint(PLATFORM, body, operation, actorOf(caller, now)),
  'GET /v1/webhook-endpoints': ({ query, now }) => showEndpoints(PLATFORM, query, now),
  'GET /v1/webhook-endpoints/{endpointId}': ({ params, now }) =>
    showEndpoint(PLATFORM, params.endpointId, now),
  'PATCH /v1/webhook-endpoints/{endpointId}': ({ params, body, caller, now }) =>
    updateEndpoint(PLATFORM, params.endpointId, body, actorOf(caller, now)),
  'DELETE /v1/webhook-endpoints/{endpointId}': ({ params, caller, now }) =>
    deleteEndpoint(PLATFORM, params.endpointId, actorOf(caller, now)),
  'POST /v1/webhook-endpoints/{endpointId}/secret-rotations': ({ params, operation, caller, now }) =>
    rotateEndpointSecret(PLATFORM, params.endpointId, operation, actorOf(caller, now)),
  'GET /v1/webhook-endpoints/{endpointId}/deliveries': ({ params, query, now }) =>
    showDeliveries(PLATFORM, params.endpointId, query, now),
  'GET /v1/webhook-endpoints/{endpointId}/deliveries/{deliveryId}': ({ params, now }) =>
    showDelivery(PLATFORM, params, now),
  'POST /v1/webhook-endpoints/{endpointId}/replays': ({ params, body, now }) =>
    replayAll(PLATFORM, params.endpointId, body.since, now),

  'GET /v1/accounts/{account}/contact': async ({ params: { account } }) => ({
    status: 200,
    body: await contactOf(account),
  }),

  'PUT /v1/accounts/{account}/contact': async ({ params: { account }, body, caller, now }) => {
    if (body.email !== null) await liftBounce(body.email);
    await saveContact(account, body.email, actorOf(caller, now));
    return { status: 200, body };
  },

  'GET /v1/accounts/{account}/notifications': async ({ params: { account }, query, now }) => {
    const { items, nextCursor } = await listNotifications(account, query, now);
    return { status: 200, body: { items: items.map((note) => ({ ...note, at: iso(note.at) })), nextCursor } };
  },
}).use(auditedReads);

const actorOf = ({ subject }: Caller, now: Instant): Actor => ({ by: subject, at: now });

async function contactOf(account: AccountId) {
  const email = await findContact(account);
  const suppression = email === null ? undefined : await findSuppression(email);
  return { email, suppressed: suppression ? { cause: suppression.cause, at: iso(suppression.at) } : null };
}
