import * as z from 'zod';
import { type MeterKind, metersOf } from '../../domain/meters.ts';
import { OWN_SOURCES, RESERVATION_ID } from '../../domain/reservations.ts';
import { DAY, MINUTE, parseInstant } from '../../domain/time.ts';
import { now } from '../../runtime/clock.ts';
import type { ContractOf } from '../call.ts';
import {
  account,
  accountParams,
  amount,
  flag,
  instant,
  leaseSeconds,
  listOf,
  listQuery,
  name,
  quota,
  quotaExceeded,
} from './conventions.ts';

const meterOf = (...kinds: readonly MeterKind[]) => {
  const names = metersOf(...kinds).map((meter) => meter.name);
  return z.enum(names, { error: `One of ${names.join(', ')}.` });
};

const counterMeter = meterOf('counter');
const anyMeter = meterOf('counter', 'gauge', 'slots');

const MAX_AHEAD = 10 * MINUTE;
const MAX_AGE = 35 * DAY;

/** Checked with the rest of an event, so that all that is wrong is named at once. */
const eventTime = instant
  .refine((time) => parseInstant(time) <= now() + MAX_AHEAD, 'More than 10 minutes ahead.')
  .refine((time) => parseInstant(time) >= now() - MAX_AGE, 'More than 35 days old.');

export const usageEvent = z
  .strictObject({
    specversion: z.literal('1.0'),
    id: name(256).meta({ example: 'req-7f3a' }),
    source: name(256)
      .refine((source) => !source.startsWith(OWN_SOURCES), `Sources of ${OWN_SOURCES} are the service's own.`)
      .meta({ example: 'cdn' }),
    type: counterMeter.meta({ description: 'The meter.' }),
    subject: account,
    time: eventTime,
    datacontenttype: z.literal('application/json').optional(),
    data: z.strictObject({ amount }),
  })
  .meta({ id: 'UsageEvent', description: 'A CloudEvent 1.0. Source and id say which event it is.' });

export const ingestContract = {
  'POST /v1/usage-events': {
    summary: 'Report usage',
    description:
      'From 1 to 1,000 events, all or none. An event counts once, however often and in whatever order it comes; send it again unchanged when in doubt.',
    body: z.array(usageEvent).min(1, 'At least one event.').max(1_000, 'At most 1,000 events in a call.'),
    answers: {
      202: {
        description: 'Kept, to be counted within seconds.',
        schema: z.object({ accepted: z.int() }),
      },
    },
  },
} satisfies ContractOf<'ingest'>;

const check = z.object({
  allowed: z.boolean(),
  reason: z.enum(['quota-exceeded', 'hard-blocked']).nullable(),
  remaining: z.int(),
});

export const quotasContract = {
  'GET /v1/accounts/{account}/quotas': {
    summary: 'All quotas of an account',
    params: accountParams,
    query: z.strictObject({ explain: flag.optional() }),
    answers: {
      200: {
        description: 'As of this moment.',
        schema: z.object({ account: z.string(), asOf: instant, quotas: z.array(quota) }),
      },
    },
  },
  'POST /v1/accounts/{account}/quota-checks': {
    summary: 'Would this much fit?',
    description: 'Takes nothing: it is advice. To be sure, reserve.',
    params: accountParams,
    body: z.strictObject({ meter: anyMeter, amount }),
    answers: { 200: { description: 'Yes or no, and why.', schema: check } },
  },
  'POST /v1/quota-checks': {
    summary: 'Would these fit?',
    description: 'From 1 to 100 checks, of accounts that the caller may read; answers in order.',
    body: z
      .array(z.strictObject({ account, meter: anyMeter, amount }))
      .min(1, 'At least one check.')
      .max(100, 'At most 100 checks in a call.'),
    answers: { 200: { description: 'One answer for each.', schema: z.array(check) } },
  },
} satisfies ContractOf<'quotas'>;

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

export const usageContract = {
  'GET /v1/accounts/{account}/usage': {
    summary: 'A usage series',
    description:
      'By when it happened, as corrected. Gaps are 0; oldest first; at most 1,000 points. Bandwidth that comes from CloudFront (source `urn:real-deal:cloudfront`) is counted from its standard logs, which CloudFront delivers on a best-effort basis: an entry may come long after its request or, rarely, not at all. `POST /v1/usage-corrections` amends what was counted wrongly.',
    params: accountParams,
    query: z.strictObject({
      meter: counterMeter,
      from: instant,
      to: instant,
      granularity: z.enum(['hour', 'day', 'month']).default('day'),
    }),
    answers: {
      200: {
        description: 'One point for each started hour, day or month from `from` up to `to`.',
        schema: z.object({ items: z.array(z.object({ start: instant, amount: z.int() })) }),
      },
    },
  },
  'GET /v1/accounts/{account}/snapshots': {
    summary: 'What had been used when',
    description: 'One snapshot a day and one at the close of each period, of moments from `from` up to `to`.',
    params: accountParams,
    query: listQuery.extend({ from: instant.optional(), to: instant.optional() }),
    answers: { 200: { description: 'Newest first.', schema: listOf(snapshot) } },
  },
  'GET /v1/accounts/{account}/usage-events/{source}/{id}': {
    summary: 'What became of an event',
    params: z.object({ account, source: name(256), id: name(256) }),
    query: z.strictObject({ time: instant.meta({ description: 'The time of the event.' }) }),
    answers: {
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
    },
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
    description: 'Counts what was really used, be it less or more. The same amount again changes nothing.',
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
