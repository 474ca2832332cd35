import * as z from 'zod';
import { factTypes, notedTypes } from '../../domain/facts.ts';
import { idPattern } from '../../domain/ids.ts';
import { faultOfUrl } from '../../notices/addresses.ts';
import type { ContractOf } from '../call.ts';
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
  })
  .meta({ id: 'WebhookEndpoint' });

const delivery = z
  .object({
    deliveryId: z.string(),
    eventId: z.string().meta({ description: 'The webhook-id: the same in every attempt.' }),
    eventType: z.enum(factTypes),
    state: z.enum(['pending', 'delivered', 'failed']),
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
          .meta({ description: 'The beginning of what it said, where it refused.' }),
      })
      .nullable(),
  })
  .meta({ id: 'WebhookDelivery' });

const notification = z
  .object({
    id: z.string().meta({ description: 'The webhook-id of the same fact.' }),
    type: z.enum(notedTypes),
    at: instant,
    data: z.record(z.string(), z.unknown()).meta({ description: 'As in the webhook.' }),
  })
  .meta({ id: 'Notification' });

const endpointParams = z.object({ account, endpointId });

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

export const endpointsContract = {
  'POST /v1/accounts/{account}/webhook-endpoints': {
    summary: 'Add a webhook endpoint',
    description:
      'At most 10 an account. Deliveries are signed after Standard Webhooks with the secret that is answered here, and never again.',
    params: accountParams,
    body: z.strictObject({ url, events }),
    answers: {
      201: {
        description: 'Added. Keep the secret.',
        schema: endpoint.extend({ secret: z.string() }).meta({ id: 'AddedWebhookEndpoint' }),
      },
    },
  },
  'GET /v1/accounts/{account}/webhook-endpoints': {
    summary: 'The webhook endpoints',
    params: accountParams,
    query: listQuery,
    answers: { 200: { description: 'Newest first.', schema: listOf(endpoint) } },
  },
  'GET /v1/accounts/{account}/webhook-endpoints/{endpointId}': {
    summary: 'One webhook endpoint',
    params: endpointParams,
    answers: { 200: { description: 'As of this moment.', schema: endpoint } },
  },
  'PATCH /v1/accounts/{account}/webhook-endpoints/{endpointId}': {
    summary: 'Change, pause or resume a webhook endpoint',
    description: 'To set the state forgets earlier failures: so one that was disabled is resumed.',
    params: endpointParams,
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
  'DELETE /v1/accounts/{account}/webhook-endpoints/{endpointId}': {
    summary: 'Remove a webhook endpoint',
    params: endpointParams,
    answers: { 204: { description: 'Gone, or it was already.' } },
  },
  'POST /v1/accounts/{account}/webhook-endpoints/{endpointId}/test': {
    summary: 'Send a test event',
    description: 'An `account.state-changed` with `{ "test": true }`, at once, whatever the state.',
    params: endpointParams,
    answers: { 202: { description: 'Attempted; the answer says how it went.', schema: delivery } },
  },
  'GET /v1/accounts/{account}/webhook-endpoints/{endpointId}/deliveries': {
    summary: 'What was delivered to an endpoint',
    description: 'Kept for 30 days.',
    params: endpointParams,
    query: listQuery,
    answers: { 200: { description: 'Newest first.', schema: listOf(delivery) } },
  },
  'POST /v1/accounts/{account}/webhook-endpoints/{endpointId}/deliveries/{deliveryId}/replay': {
    summary: 'Deliver again',
    description: 'At once, whatever the state, with the same webhook-id.',
    params: z.object({ account, endpointId, deliveryId }),
    answers: { 202: { description: 'Attempted; the answer says how it went.', schema: delivery } },
  },
  'GET /v1/accounts/{account}/contact': {
    summary: 'Where notices by e-mail go',
    params: accountParams,
    answers: { 200: { description: 'As of this moment.', schema: contact } },
  },
  'PUT /v1/accounts/{account}/contact': {
    summary: 'Say where notices by e-mail go',
    params: accountParams,
    body: contact,
    answers: { 200: { description: 'Kept.', schema: contact } },
  },
  'GET /v1/accounts/{account}/notifications': {
    summary: 'What an account was told',
    description: 'Every event but `account.state-changed`, whoever subscribes to it. Kept for 90 days.',
    params: accountParams,
    query: listQuery,
    answers: { 200: { description: 'Newest first.', schema: listOf(notification) } },
  },
} satisfies ContractOf<'endpoints'>;
