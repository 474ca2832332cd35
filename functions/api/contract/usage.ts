import * as z from 'zod';
import { RESERVATION_ID } from '../../domain/storage/reservations.ts';
import type { ContractOf } from '../kernel/call.ts';
import {
  account,
  accountParams,
  amount,
  covered,
  instant,
  instantIn,
  leaseSeconds,
  listOf,
  listQuery,
  meterOf,
  name,
  quota,
  quotaExceeded,
} from './conventions.ts';

const counterMeter = meterOf('counter');

const snapshot = z
  .object({
    account: z.string(),
    kind: z.enum(['daily', 'close']),
    at: instant.meta({ description: 'The end of the day, or of the period, that it is of.' }),
    takenAt: instant,
    quotas: z.array(
      quota.pick({
        meter: true,
        kind: true,
        unit: true,
        limit: true,
        used: true,
        reserved: true,
        state: true,
        period: true,
      }),
    ),
  })
  .meta({ id: 'UsageSnapshot' });

const eventQuery = z.strictObject({ time: instantIn.meta({ description: 'The time of the event.' }) });

const eventAnswers = {
  200: {
    description: '`unknown`: never seen, or not counted yet.',
    schema: z.object({
      state: z.enum(['counted', 'unknown', 'failed']),
      meter: z.string().nullable(),
      amount: z.int().nullable(),
      period: z.object({ start: instant, end: instant }).nullable(),
      late: z.boolean(),
      reason: z.string().nullable(),
    }),
  },
} as const;

export const usageContract = {
  'GET /v1/accounts/{account}/usage': {
    summary: 'A usage series',
    description:
      'By when it happened, as corrected. Gaps are 0; oldest first; at most 1,000 points. Bandwidth that comes from CloudFront (source `urn:real-deal:cloudfront`) is counted from its standard logs, which CloudFront delivers on a best-effort basis: an entry may come long after its request or, rarely, not at all. `POST /v1/usage-corrections` amends what was counted wrongly.',
    params: accountParams,
    query: z.strictObject({
      meter: counterMeter,
      from: instantIn,
      to: instantIn,
      granularity: z.enum(['hour', 'day', 'month']).default('day'),
    }),
    answers: {
      200: {
        description:
          'One point for each started hour, day or month from `from` up to `to`. Points are whole: with `granularity=month` a `from` inside a month answers the whole month. `from` and `to` name the span that the points cover.',
        schema: z.object({ ...covered, items: z.array(z.object({ start: instant, amount: z.int() })) }),
      },
    },
  },
  'GET /v1/accounts/{account}/snapshots': {
    summary: 'What had been used when',
    description: 'One snapshot a day and one at the close of each period, of moments from `from` up to `to`.',
    params: accountParams,
    query: listQuery.extend({ from: instantIn.optional(), to: instantIn.optional() }),
    answers: { 200: { description: 'Newest first.', schema: listOf(snapshot) } },
  },
  'GET /v1/accounts/{account}/usage-events': {
    summary: 'Look up an event',
    params: accountParams,
    query: eventQuery.extend({ source: name(256), id: name(256) }),
    answers: eventAnswers,
  },
  'GET /v1/accounts/{account}/usage-events/{source}/{id}': {
    summary: 'Look up an event by its path',
    description: 'For sources and ids without a slash. Others cannot be in a path: use the query form.',
    params: z.object({ account, source: name(256), id: name(256) }),
    query: eventQuery,
    answers: eventAnswers,
  },
} satisfies ContractOf<'usage'>;

const reservationParams = z.object({
  account,
  id: z.string().regex(RESERVATION_ID, 'A reservation id, as it was answered.'),
});

export const reservationsContract = {
  'POST /v1/accounts/{account}/reservations': {
    summary: 'Reserve before use',
    description: 'For use whose amount is known only afterwards, such as a transcoding job.',
    params: accountParams,
    body: z.strictObject({ meter: counterMeter, amount, leaseSeconds: leaseSeconds.default(3_600) }),
    answers: {
      201: {
        description: 'Held until the lease ends.',
        schema: z.object({
          reservationId: z.string(),
          meter: z.string(),
          amount: z.int(),
          leaseExpiresAt: instant,
        }),
      },
      402: { description: 'It does not fit.', schema: quotaExceeded },
    },
  },
  'POST /v1/accounts/{account}/reservations/{id}/settlement': {
    summary: 'Settle a reservation',
    description:
      'Counts what was really used, be it less or more. The same amount again changes nothing. A user settles or releases only their own reservations; a service with `usage.write` and administrators any.',
    params: reservationParams,
    body: z.strictObject({ amount: z.int().min(0) }),
    answers: {
      200: { description: 'Settled.', schema: z.object({ reservationId: z.string(), amount: z.int() }) },
    },
  },
  'DELETE /v1/accounts/{account}/reservations/{id}': {
    summary: 'Give a reservation back',
    params: reservationParams,
    answers: { 204: { description: 'Given back, or it was already.' } },
  },
} satisfies ContractOf<'reservations'>;
