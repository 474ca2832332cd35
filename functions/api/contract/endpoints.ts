import * as z from 'zod';
import { factTypes, notedTypes } from '../../domain/events.ts';
import { idPattern } from '../../domain/ids.ts';
import { faultOfUrl } from '../../notifications/addresses.ts';
import type { ContractOf } from '../kernel/call.ts';
import { account, accountParams, instant, listOf, listQuery } from './conventions.ts';

const endpointId = z.string().regex(idPattern('ep'), 'An endpoint id, as it was answered.');
const deliveryId = z.string().regex(idPattern('dlv'), 'A delivery id, as it was answered.');

const url = z
  .string()
  .superRefine((text, context) => {
    const fault = faultOfUrl(text);
    if (fault) context.addIssue({ code: 'custom', message: fault });
  })
  .meta({
    example: 'https://company.example/hooks',
    description: 'https, a public address; not followed on.',
  });

const events = z
  .array(z.enum(factTypes, { error: `One of ${factTypes.join(', ')}.` }))
  .min(1, 'At least one type of event.')
  .max(factTypes.length, 'Each type once.')
  .refine((types) => new Set(types).size === types.length, 'Each type once.')
  .meta({ override: { uniqueItems: true } });

const endpoint = z
  .object({
    endpointId: z.string(),
    url: z.string(),
    events: z.array(z.enum(factTypes)),
    state: z.enum(['active', 'paused', 'disabled']),
    createdAt: instant,
    disabled: z.object({ at: instant, reason: z.string() }).nullable(),
    givenUp: z.int().meta({ description: 'Deliveries in a row that were given up. The fifth disables it.' }),
    circuit: z
      .object({
        state: z.enum(['closed', 'open', 'half-open']),
        timeouts: z.int().meta({ description: 'Consecutive attempts without an answer in time.' }),
        openUntil: instant.nullable().meta({ description: 'Until when nothing is sent; null while closed.' }),
      })
      .meta({
        description:
          'The circuit breaker. After 3 timeouts in a row it is `open`: nothing is sent for a minute, and for twice as long after each probe that fails, an hour at most. Then it is `half-open`: one delivery at a time is sent until one is answered. To set the state or the URL closes it.',
      }),
  })
  .meta({ id: 'WebhookEndpoint' });

const delivery = z
  .object({
    deliveryId: z.string(),
    eventId: z.string().meta({ description: 'The webhook-id: the same in every attempt.' }),
    eventType: z.enum(factTypes),
    state: z.enum(['pending', 'delivered', 'failed', 'paused']).meta({
      description: '`paused`: kept for 7 days because the endpoint was paused. Replay it.',
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
          .meta({ description: 'The first 4 KB of the answer’s body, as text.' }),
      })
      .nullable(),
    expiresAt: instant.meta({ description: 'Until when it can be looked up and replayed.' }),
  })
  .meta({ id: 'WebhookDelivery' });

const deliveryWithRequest = delivery
  .extend({
    request: z
      .object({
        url: z.string().nullable(),
        headers: z
          .record(z.string(), z.string())
          .meta({ description: 'Of the last attempt, without the signature.' }),
        body: z.string(),
      })
      .meta({
        description: 'What the last attempt sent, or what will be sent; `url` is null before the first.',
      }),
  })
  .meta({ id: 'WebhookDeliveryWithRequest' });

const notification = z
  .object({
    id: z.string().meta({ description: 'The webhook-id of the same fact.' }),
    type: z.enum(notedTypes),
    at: instant,
    data: z.record(z.string(), z.unknown()).meta({ description: 'As in the webhook.' }),
  })
  .meta({ id: 'Notification' });

const secret = z.string().optional().meta({
  description:
    'Shown once. Absent when the request is repeated under its Idempotency-Key: rotate the secret if it was lost.',
});

/** What can be done with endpoints, whoever owns them. */
const operations = {
  add: {
    body: z.strictObject({ url, events }),
    answers: {
      201: {
        description: 'Added. Keep the secret.',
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
      'To set the state forgets earlier failures: so one that was disabled is resumed. While an endpoint is paused, its events are kept for 7 days and can be replayed.',
    body: z
      .strictObject({
        state: z.enum(['active', 'paused']).optional(),
        url: url.optional(),
        events: events.optional(),
      })
      .refine((changes) => Object.keys(changes).length > 0, 'At least one of state, url, events.')
      .meta({ override: { minProperties: 1 } }),
    answers: { 200: { description: 'Changed.', schema: endpoint } },
  },
  remove: { answers: { 204: { description: 'Gone, or it was already.' } } },
  rotate: {
    description:
      'Makes a new secret. For 24 hours deliveries bear two signatures, of the new and of the old secret, separated by a space (Standard Webhooks). At most 5 secrets sign at a time.',
    answers: {
      201: {
        description: 'The new secret signs from now on.',
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
      'Sends an event of the type at once, whatever the state: example data in the shape of a real event, marked by the extension attribute `test: true`. Without a type it is the first that the endpoint subscribes to. The answer comes within 3 seconds. One test or replay a second and endpoint; more answer 429.',
    body: z
      .strictObject({ type: z.enum(factTypes, { error: `One of ${factTypes.join(', ')}.` }).optional() })
      .optional(),
    answers: { 202: { description: 'Attempted; the answer says how it went.', schema: delivery } },
  },
  deliveries: {
    description:
      'Kept for 30 days after the last attempt; for 7 days while paused. An endpoint has 3 seconds for the first attempt, 10 for later ones. Of one account 4 deliveries are under way at a time, 2 to one endpoint; others wait.',
    query: listQuery,
    answers: { 200: { description: 'Newest first.', schema: listOf(delivery) } },
  },
  delivery: { answers: { 200: { description: 'As of this moment.', schema: deliveryWithRequest } } },
  replay: {
    description:
      'At once, whatever the state, with the same webhook-id. The endpoint has 3 seconds. One test or replay a second and endpoint; more answer 429.',
    answers: { 202: { description: 'Attempted; the answer says how it went.', schema: delivery } },
  },
  replays: {
    description:
      'Schedules every delivery since a time that failed or was kept while the endpoint was paused, oldest first, ten a second. The endpoint must be active. At most 1,000 in one request; go on from `next`.',
    body: z.strictObject({ since: instant }),
    answers: {
      202: {
        description: 'Scheduled.',
        schema: z
          .object({
            replayed: z.int(),
            next: instant
              .nullable()
              .meta({ description: 'The `since` of the next request; null at the end.' }),
          })
          .meta({ id: 'WebhookReplays' }),
      },
    },
  },
} as const;

/** What comes before the @, and each name between dots after it (RFC 5321, 4.5.3.1.1; RFC 1035, 2.3.4). */
const PARTS = /^[^@]{1,64}@([^.]{1,63}\.)*[^.]{1,63}$/;

const contact = z.strictObject({
  email: z
    .email({ error: 'An e-mail address.', abort: true })
    .max(254, 'At most 254 characters.')
    .refine((text) => PARTS.test(text), 'At most 64 characters before the @, 63 between dots after it.')
    .nullable()
    .meta({ description: 'Null: no mail.' }),
});

const contactView = contact.extend({
  suppressed: z
    .object({ cause: z.enum(['bounce', 'complaint']), at: instant })
    .nullable()
    .meta({
      description:
        'Why no mail goes to the address; null when mail goes. `bounce`: the mailbox does not exist. `complaint`: its reader marked a mail as spam.',
    }),
});

const alertRule =
  '`quota.warning` is sent when use reaches the meter’s warning percentage, `quota.exceeded` when it reaches the limit; `overage.confirmation-required` comes with the latter. Each is sent again only after use was 5 percentage points below its threshold, or in a new period.';

export const endpointsContract = {
  'POST /v1/accounts/{account}/webhook-endpoints': {
    ...operations.add,
    summary: 'Add a webhook endpoint',
    description: `At most 10 an account. Deliveries are signed after Standard Webhooks with the secret that is answered here, and never again. ${alertRule}`,
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
      'At most 10. Such an endpoint gets the events of every account; `subject` says whose it is. Deliveries are signed after Standard Webhooks with the secret that is answered here, and never again.',
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
    summary: 'Where notices by e-mail go',
    params: accountParams,
    answers: { 200: { description: 'As of this moment.', schema: contactView } },
  },
  'PUT /v1/accounts/{account}/contact': {
    summary: 'Say where notices by e-mail go',
    description:
      'Each kind of quota alert is mailed at most once a day (UTC) and meter, and not for job slots. An address that mail bounced from gets mail again once it is set anew; one whose reader complained does not.',
    params: accountParams,
    body: contact,
    answers: { 200: { description: 'Kept.', schema: contact } },
  },
  'GET /v1/accounts/{account}/notifications': {
    summary: 'What an account was told',
    description: `Every event but \`account.state-changed\`, whoever subscribes to it. Kept for 90 days. ${alertRule}`,
    params: accountParams,
    query: listQuery,
    answers: { 200: { description: 'Newest first.', schema: listOf(notification) } },
  },
} satisfies ContractOf<'endpoints'>;

/** What posts to an endpoint while the caller waits. */
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
