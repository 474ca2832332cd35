import * as z from 'zod';
import { eventTypes, notificationTypes } from '../../domain/events.ts';
import { idPattern } from '../../domain/ids.ts';
import { urlError } from '../../notifications/addresses.ts';
import type { ContractOf } from '../kernel/call.ts';
import { account, accountParams, instant, listOf, listQuery } from './conventions.ts';

const endpointId = z.string().regex(idPattern('ep'), 'Must be an endpoint id returned by the API.');
const deliveryId = z.string().regex(idPattern('dlv'), 'Must be a delivery id returned by the API.');

const url = z
  .string()
  .superRefine((text, context) => {
    const message = urlError(text);
    if (message) context.addIssue({ code: 'custom', message });
  })
  .meta({
    example: 'https://company.example/hooks',
    description: 'An https URL with a public address. Redirects are not followed.',
  });

const events = z
  .array(z.enum(eventTypes, { error: `One of ${eventTypes.join(', ')}.` }))
  .min(1, 'At least one event type.')
  .max(eventTypes.length, 'Event types must be unique.')
  .refine((types) => new Set(types).size === types.length, 'Event types must be unique.')
  .meta({ override: { uniqueItems: true } });

const endpoint = z
  .object({
    endpointId: z.string(),
    url: z.string(),
    events: z.array(z.enum(eventTypes)),
    state: z.enum(['active', 'paused', 'disabled']),
    createdAt: instant,
    disabled: z.object({ at: instant, reason: z.string() }).nullable(),
    givenUp: z.int().meta({ description: 'Consecutive failed deliveries. The fifth disables the endpoint.' }),
    circuit: z
      .object({
        state: z.enum(['closed', 'open', 'half-open']),
        timeouts: z.int().meta({ description: 'Consecutive attempts that timed out.' }),
        openUntil: instant
          .nullable()
          .meta({ description: 'When the next delivery may be sent. Null while the circuit is closed.' }),
      })
      .meta({
        description:
          'The circuit breaker. After 3 consecutive timeouts it is `open`: nothing is sent for one minute, twice as long after each failed probe, at most an hour. Then it is `half-open`: one delivery at a time is sent until one is answered. Setting the state or the URL closes it.',
      }),
  })
  .meta({ id: 'WebhookEndpoint' });

const delivery = z
  .object({
    deliveryId: z.string(),
    eventId: z.string().meta({ description: 'The `webhook-id`, the same in every attempt.' }),
    eventType: z.enum(eventTypes),
    state: z.enum(['pending', 'delivered', 'failed', 'paused']).meta({
      description: '`paused`: stored for 7 days because the endpoint was paused. Replay it to send it.',
    }),
    createdAt: instant,
    attempts: z.int(),
    nextAttemptAt: instant.nullable(),
    lastAttempt: z
      .object({
        at: instant,
        status: z.int().nullable(),
        milliseconds: z.int(),
        reason: z.string().nullable(),
        response: z
          .string()
          .nullable()
          .meta({ description: 'The first 4 KB of the response body, as text.' }),
      })
      .nullable(),
    expiresAt: instant.meta({
      description: 'When the delivery is deleted. Until then it can be read and replayed.',
    }),
  })
  .meta({ id: 'WebhookDelivery' });

const deliveryWithRequest = delivery
  .extend({
    request: z
      .object({
        url: z.string().nullable(),
        headers: z
          .record(z.string(), z.string())
          .meta({ description: 'Headers of the last attempt, without the signature.' }),
        body: z.string(),
      })
      .meta({
        description:
          'The request of the last attempt, or the one to be sent. `url` is null before the first attempt.',
      }),
  })
  .meta({ id: 'WebhookDeliveryWithRequest' });

const notification = z
  .object({
    id: z.string().meta({ description: 'The `webhook-id` of the same event.' }),
    type: z.enum(notificationTypes),
    at: instant,
    data: z.record(z.string(), z.unknown()).meta({ description: 'The data of the webhook event.' }),
  })
  .meta({ id: 'Notification' });

const secret = z.string().optional().meta({
  description:
    'Returned once. Absent when the request is replayed under its Idempotency-Key. Rotate the secret if it was lost.',
});

/** Operations on webhook endpoints, for every kind of owner. */
const operations = {
  add: {
    body: z.strictObject({ url, events }),
    answers: {
      201: {
        description: 'The added endpoint. Store the secret.',
        schema: endpoint.extend({ secret }).meta({ id: 'AddedWebhookEndpoint' }),
      },
    },
  },
  list: {
    query: listQuery,
    answers: { 200: { description: 'Newest first.', schema: listOf(endpoint) } },
  },
  get: { answers: { 200: { description: 'As of this moment.', schema: endpoint } } },
  change: {
    description:
      'Setting the state resets the failure count, which also resumes a disabled endpoint. Events of a paused endpoint are stored for 7 days and can be replayed.',
    body: z
      .strictObject({
        state: z.enum(['active', 'paused']).optional(),
        url: url.optional(),
        events: events.optional(),
      })
      .refine((changes) => Object.keys(changes).length > 0, 'Send at least one of state, url and events.')
      .meta({ override: { minProperties: 1 } }),
    answers: { 200: { description: 'The changed endpoint.', schema: endpoint } },
  },
  remove: { answers: { 204: { description: 'Removed. Repeating the request changes nothing.' } } },
  rotate: {
    description:
      'Creates a new signing secret. For 24 hours deliveries carry two signatures, one per secret, separated by a space (Standard Webhooks). At most 5 secrets are active at a time.',
    answers: {
      201: {
        description: 'The new secret, which signs from now on.',
        schema: z
          .object({
            secret,
            previousSecretExpiresAt: instant.meta({ description: 'When the old secret stops signing.' }),
          })
          .meta({ id: 'WebhookSecretRotation' }),
      },
    },
  },
  test: {
    description:
      'Sends a test event immediately, in any endpoint state. It has example data in the format of a real event and the extension attribute `test: true`. The type defaults to the first one that the endpoint is subscribed to. The response arrives within 3 seconds. Limited to one test or replay per second and endpoint (429).',
    body: z
      .strictObject({ type: z.enum(eventTypes, { error: `One of ${eventTypes.join(', ')}.` }).optional() })
      .optional(),
    answers: { 202: { description: 'The attempted delivery with its outcome.', schema: delivery } },
  },
  deliveries: {
    description:
      'Deliveries are stored for 30 days after the last attempt, 7 days while paused. The timeout is 3 seconds for the first attempt and 10 seconds for retries. At most 4 deliveries per account and 2 per endpoint run concurrently.',
    query: listQuery,
    answers: { 200: { description: 'Newest first.', schema: listOf(delivery) } },
  },
  delivery: { answers: { 200: { description: 'As of this moment.', schema: deliveryWithRequest } } },
  replay: {
    description:
      'Sends the delivery again immediately, in any endpoint state, with the same `webhook-id`. The timeout is 3 seconds. Limited to one test or replay per second and endpoint (429).',
    answers: { 202: { description: 'The attempted delivery with its outcome.', schema: delivery } },
  },
  replays: {
    description:
      'Schedules all deliveries since a time that failed or were stored while the endpoint was paused, oldest first, ten per second. The endpoint must be active. At most 1,000 per request; continue with `next`.',
    body: z.strictObject({ since: instant }),
    answers: {
      202: {
        description: 'The number of scheduled deliveries.',
        schema: z
          .object({
            replayed: z.int(),
            next: instant
              .nullable()
              .meta({ description: 'The `since` of the next request. Null at the end.' }),
          })
          .meta({ id: 'WebhookReplays' }),
      },
    },
  },
} as const;

/** The local part before the @, and each label of the domain after it (RFC 5321, 4.5.3.1.1; RFC 1035, 2.3.4). */
const PARTS = /^[^@]{1,64}@([^.]{1,63}\.)*[^.]{1,63}$/;

const contact = z.strictObject({
  email: z
    .email({ error: 'Must be an e-mail address.', abort: true })
    .max(254, 'At most 254 characters.')
    .refine((text) => PARTS.test(text), 'At most 64 characters before the @, 63 between dots after it.')
    .nullable()
    .meta({ description: 'Null disables mail.' }),
});

const contactView = contact.extend({
  suppressed: z
    .object({ cause: z.enum(['bounce', 'complaint']), at: instant })
    .nullable()
    .meta({
      description:
        'Why mail to the address is suppressed. Null if it is not. `bounce`: the mailbox does not exist. `complaint`: the recipient marked a mail as spam.',
    }),
});

const alertRule =
  '`quota.warning` is sent when usage reaches the warning percentage of the meter. `quota.exceeded` and `overage.confirmation-required` are sent when it reaches the limit. Each is sent again only after usage fell 5 percentage points below the threshold, or in a new period.';

export const endpointsContract = {
  'POST /v1/accounts/{account}/webhook-endpoints': {
    ...operations.add,
    summary: 'Add a webhook endpoint',
    description: `At most 10 per account. Deliveries are signed as specified by Standard Webhooks. The signing secret is returned only once, in this response. ${alertRule}`,
    params: accountParams,
  },
  'GET /v1/accounts/{account}/webhook-endpoints': {
    ...operations.list,
    summary: 'List webhook endpoints',
    params: accountParams,
  },
  'GET /v1/accounts/{account}/webhook-endpoints/{endpointId}': {
    ...operations.get,
    summary: 'Get a webhook endpoint',
    params: z.object({ account, endpointId }),
  },
  'PATCH /v1/accounts/{account}/webhook-endpoints/{endpointId}': {
    ...operations.change,
    summary: 'Change, pause or resume a webhook endpoint',
    params: z.object({ account, endpointId }),
  },
  'DELETE /v1/accounts/{account}/webhook-endpoints/{endpointId}': {
    ...operations.remove,
    summary: 'Remove a webhook endpoint',
    params: z.object({ account, endpointId }),
  },
  'POST /v1/accounts/{account}/webhook-endpoints/{endpointId}/secret-rotations': {
    ...operations.rotate,
    summary: 'Rotate the signing secret',
    params: z.object({ account, endpointId }),
  },
  'GET /v1/accounts/{account}/webhook-endpoints/{endpointId}/deliveries': {
    ...operations.deliveries,
    summary: 'List the deliveries to an endpoint',
    params: z.object({ account, endpointId }),
  },
  'GET /v1/accounts/{account}/webhook-endpoints/{endpointId}/deliveries/{deliveryId}': {
    ...operations.delivery,
    summary: 'Get a delivery with its request and response',
    params: z.object({ account, endpointId, deliveryId }),
  },
  'POST /v1/accounts/{account}/webhook-endpoints/{endpointId}/replays': {
    ...operations.replays,
    summary: 'Replay all deliveries since a time',
    params: z.object({ account, endpointId }),
  },
  'POST /v1/webhook-endpoints': {
    ...operations.add,
    summary: 'Add a webhook endpoint of the platform',
    description:
      'At most 10. A platform endpoint receives the events of all accounts; `subject` is the account. Deliveries are signed as specified by Standard Webhooks. The signing secret is returned only once, in this response.',
  },
  'GET /v1/webhook-endpoints': {
    ...operations.list,
    summary: 'List webhook endpoints of the platform',
  },
  'GET /v1/webhook-endpoints/{endpointId}': {
    ...operations.get,
    summary: 'Get a webhook endpoint of the platform',
    params: z.object({ endpointId }),
  },
  'PATCH /v1/webhook-endpoints/{endpointId}': {
    ...operations.change,
    summary: 'Change, pause or resume a webhook endpoint of the platform',
    params: z.object({ endpointId }),
  },
  'DELETE /v1/webhook-endpoints/{endpointId}': {
    ...operations.remove,
    summary: 'Remove a webhook endpoint of the platform',
    params: z.object({ endpointId }),
  },
  'POST /v1/webhook-endpoints/{endpointId}/secret-rotations': {
    ...operations.rotate,
    summary: 'Rotate the signing secret (platform)',
    params: z.object({ endpointId }),
  },
  'GET /v1/webhook-endpoints/{endpointId}/deliveries': {
    ...operations.deliveries,
    summary: 'List the deliveries to an endpoint (platform)',
    params: z.object({ endpointId }),
  },
  'GET /v1/webhook-endpoints/{endpointId}/deliveries/{deliveryId}': {
    ...operations.delivery,
    summary: 'Get a delivery with its request and response (platform)',
    params: z.object({ endpointId, deliveryId }),
  },
  'POST /v1/webhook-endpoints/{endpointId}/replays': {
    ...operations.replays,
    summary: 'Replay all deliveries since a time (platform)',
    params: z.object({ endpointId }),
  },
  'GET /v1/accounts/{account}/contact': {
    summary: 'Get the contact for e-mail notifications',
    params: accountParams,
    answers: { 200: { description: 'As of this moment.', schema: contactView } },
  },
  'PUT /v1/accounts/{account}/contact': {
    summary: 'Set the contact for e-mail notifications',
    description:
      'Each kind of quota alert is mailed at most once per day (UTC) and meter, and never for job slots. Setting an address again lifts a suppression after a bounce, but not after a complaint.',
    params: accountParams,
    body: contact,
    answers: { 200: { description: 'The contact.', schema: contact } },
  },
  'GET /v1/accounts/{account}/notifications': {
    summary: 'List notifications',
    description: `All events except \`account.state-changed\`, independent of subscriptions. Stored for 90 days. ${alertRule}`,
    params: accountParams,
    query: listQuery,
    answers: { 200: { description: 'Newest first.', schema: listOf(notification) } },
  },
} satisfies ContractOf<'endpoints'>;

/** The routes that send a request to an endpoint while the caller waits. */
export const attemptsContract = {
  'POST /v1/accounts/{account}/webhook-endpoints/{endpointId}/test': {
    ...operations.test,
    summary: 'Send a test event',
    params: z.object({ account, endpointId }),
  },
  'POST /v1/accounts/{account}/webhook-endpoints/{endpointId}/deliveries/{deliveryId}/replay': {
    ...operations.replay,
    summary: 'Replay a delivery',
    params: z.object({ account, endpointId, deliveryId }),
  },
  'POST /v1/webhook-endpoints/{endpointId}/test': {
    ...operations.test,
    summary: 'Send a test event (platform)',
    params: z.object({ endpointId }),
  },
  'POST /v1/webhook-endpoints/{endpointId}/deliveries/{deliveryId}/replay': {
    ...operations.replay,
    summary: 'Replay a delivery (platform)',
    params: z.object({ endpointId, deliveryId }),
  },
} satisfies ContractOf<'attempts'>;
