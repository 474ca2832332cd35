import * as z from 'zod';
import { type MeterKind, metersOf } from '../../domain/meters.ts';
import { OWN_SOURCES, RESERVATION_ID } from '../../domain/reservations.ts';
import { DAY, MINUTE, parseInstant } from '../../domain/time.ts';
import { now } from '../../runtime/clock.ts';
import type { ContractOf } from '../call.ts';
import { cloudEventForms } from './cloud-events.ts';
import {
  account,
  accountParams,
  amount,
  flag,
  instant,
  instantIn,
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
const eventTime = instantIn
  .refine((time) => parseInstant(time) <= now() + MAX_AHEAD, 'More than 10 minutes ahead.')
  .refine((time) => parseInstant(time) >= now() - MAX_AGE, 'More than 35 days old.');

const JSON_TYPE = /^application\/([\w.+-]+\+)?json\s*(;.*)?$/i;

export const usageEvent = z
  .strictObject({
    specversion: z.literal('1.0'),
    id: name(256).meta({ example: 'req-7f3a' }),
    source: name(256)
      .refine((source) => !source.startsWith(OWN_SOURCES), `Sources of ${OWN_SOURCES} are the service's own.`)
      .meta({ example: 'https://cdn.example/edge/7' }),
    type: counterMeter.meta({ description: 'The meter.' }),
    subject: account,
    time: eventTime.meta({ description: 'When it happened. Keep it when you send the event again.' }),
    datacontenttype: z.string().regex(JSON_TYPE, 'Data must be JSON, such as application/json.').optional(),
    dataschema: z.string().optional().meta({ description: 'Ignored.' }),
    data: z.strictObject({ amount }),
  })
  .meta({
    id: 'UsageEvent',
    description: 'A CloudEvent 1.0, known by its source and id. Extension attributes are ignored.',
    // They are taken away before it is checked.
    additionalProperties: true,
  });

const usageEvents = z
  .array(usageEvent, {
    error: 'Send an array. For one event, wrap it in […] or send it as application/cloudevents+json.',
  })
  .min(1, 'At least one event.')
  .max(1_000, 'At most 1,000 events in a call.')
  .check(({ value, issues }) => {
    for (const path of conflictsIn(value))
      issues.push({
        code: 'custom',
        input: value,
        path: [path.index],
        message: `/${path.first} and /${path.other} have the same source and id but different content. Give each event an id of its own.`,
      });
  });

interface Conflict {
  readonly index: number;
  readonly first: number;
  readonly other: number;
}

/** Events that have an earlier one's source and id but say something else; each of the two is named. */
function conflictsIn(events: readonly z.output<typeof usageEvent>[]): Conflict[] {
  const seen = new Map<string, { readonly index: number; readonly content: string }>();
  return events.flatMap(({ source, id, type, subject, time, data }, other) => {
    const key = JSON.stringify([source, id]);
    const content = JSON.stringify([type, subject, time, data.amount]);
    const known = seen.get(key);
    if (!known) seen.set(key, { index: other, content });
    if (!known || known.content === content) return [];
    return [known.index, other].map((index) => ({ index, first: known.index, other }));
  });
}

export const ingestContract = {
  'POST /v1/usage-events': {
    summary: 'Report usage',
    description: [
      'From 1 to 1,000 CloudEvents 1.0, all or none: an array, one event as `application/cloudevents+json`, or one in binary mode (attributes in `ce-*` headers, `{"amount": …}` as the body). Other media types are refused with 415.',
      'Source and id identify an event within its account and meter. Identical re-sends count once for 35 days, however many there are and in whatever order. A re-send whose `time` has changed counts once only while the event is among the account’s most recent ones of that month, or if both times are of one day on which the account reported no more than some eighty events of the meter. **So keep the event’s `time` when you send it again.** If amounts differ, the first counts. Two events of one call with the same source and id but different content are refused.',
    ].join('\n\n'),
    body: usageEvents,
    forms: cloudEventForms(usageEvent),
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
          'One point for each started hour, day or month from `from` up to `to`. Points are whole: with `granularity=month` a `from` inside a month answers the whole month.',
        schema: z.object({ items: z.array(z.object({ start: instant, amount: z.int() })) }),
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
