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
    at: instant.meta({ description: 'The end of the day or period that the snapshot covers.' }),
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

const eventQuery = z.strictObject({ time: instantIn.meta({ description: 'The `time` of the event.' }) });

const eventAnswers = {
  200: {
    description: '`unknown`: never received, or not counted yet.',
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
    summary: 'Get a usage series',
    description:
      'Usage by event time, including corrections. Gaps are 0. Oldest first, at most 1,000 points. CloudFront bandwidth (source `urn:real-deal:cloudfront`) is counted from standard logs, which CloudFront delivers on a best-effort basis: an entry may arrive late or, rarely, not at all. Use `POST /v1/usage-corrections` to correct it.',
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
          'One point per started hour, day or month from `from` up to `to`. Points are whole: with `granularity=month`, a `from` within a month returns the whole month. `from` and `to` name the range that the points cover.',
        schema: z.object({ ...covered, items: z.array(z.object({ start: instant, amount: z.int() })) }),
      },
    },
  },
  'GET /v1/accounts/{account}/snapshots': {
    summary: 'List usage snapshots',
    description: 'One snapshot per day and one at the close of each period, from `from` up to `to`.',
    params: accountParams,
    query: listQuery.extend({ from: instantIn.optional(), to: instantIn.optional() }),
    answers: { 200: { description: 'Newest first.', schema: listOf(snapshot) } },
  },
  'GET /v1/accounts/{account}/usage-events': {
    summary: 'Get the state of a usage event',
    params: accountParams,
    query: eventQuery.extend({ source: name(256), id: name(256) }),
    answers: eventAnswers,
  },
  'GET /v1/accounts/{account}/usage-events/{source}/{id}': {
    summary: 'Get the state of a usage event by path',
    description: 'For sources and ids without a slash. Use the query form for all others.',
    params: z.object({ account, source: name(256), id: name(256) }),
    query: eventQuery,
    answers: eventAnswers,
  },
} satisfies ContractOf<'usage'>;

const reservationParams = z.object({
  account,
  id: z.string().regex(RESERVATION_ID, 'Must be a reservation id returned by the API.'),
});

export const reservationsContract = {
  'POST /v1/accounts/{account}/reservations': {
    summary: 'Create a reservation',
    description:
      'Reserves capacity for usage whose amount is known only afterwards, such as a transcoding job.',
    params: accountParams,
    body: z.strictObject({ meter: counterMeter, amount, leaseSeconds: leaseSeconds.default(3_600) }),
    answers: {
      201: {
        description: 'The reservation, released when the lease expires.',
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
      'Counts the actual usage, which may be less or more than reserved. Repeating the request with the same amount changes nothing. Users can settle or release only their own reservations; services with `usage.write` and administrators any.',
    params: reservationParams,
    body: z.strictObject({ amount: z.int().min(0) }),
    answers: {
      200: { description: 'Settled.', schema: z.object({ reservationId: z.string(), amount: z.int() }) },
    },
  },
  'DELETE /v1/accounts/{account}/reservations/{id}': {
    summary: 'Release a reservation',
    params: reservationParams,
    answers: { 204: { description: 'Released. Repeating the request changes nothing.' } },
  },
} satisfies ContractOf<'reservations'>;
