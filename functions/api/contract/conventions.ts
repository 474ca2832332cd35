import * as z from 'zod';
import { ACCOUNT_PATTERN, type AccountId } from '../../domain/accounts.ts';
import { type MeterKind, metersOf } from '../../domain/meters.ts';
import { iso, parseInstant } from '../../domain/time.ts';
import { problemTypes } from '../kernel/problem-types.ts';

/** Schemas that several routes share. */
export const account = z
  .string()
  .regex(ACCOUNT_PATTERN, 'Must be user_<id> or company_<id>.')
  .transform((text) => text as AccountId)
  .meta({ description: 'A user or a company.', example: 'user_001' });

export const accountParams = z.object({ account });

export const instant = z.iso
  .datetime({ abort: true, error: 'A UTC time in ISO 8601 with Z, such as 2026-11-23T10:00:00Z.' })
  .refine((text) => text >= '1970' && text < '9000', 'Years 1970 to 8999.')
  .meta({ example: '2026-11-23T10:00:00Z' });

/** A time in a request: RFC 3339 with any offset and fraction. Parsed to UTC with `Z` and milliseconds. */
export const instantIn = z.iso
  .datetime({
    offset: true,
    abort: true,
    error:
      'Not an RFC 3339 time. Send a time such as 2026-11-23T10:00:00Z or 2026-11-23T18:00:00+08:00. In a query, send + as %2B.',
  })
  .transform((text) => iso(parseInstant(text)))
  .refine((text) => text >= '1970' && text < '9000', 'The year must be from 1970 to 8999.')
  .meta({ example: '2026-11-23T10:00:00Z' });

/** The name of a meter of one of these kinds. */
export const meterOf = (...kinds: readonly MeterKind[]) => {
  const names = metersOf(...kinds).map((meter) => meter.name);
  return z.enum(names, { error: `One of ${names.join(', ')}.` });
};

/** At least 1, at most 2^53 - 1, in the meter's unit. */
export const amount = z
  .int({ error: 'Must be a whole number from 1 to 9007199254740991.' })
  .min(1, 'At least 1.')
  .meta({ example: 1_000_000 });

/** Code points that logs, queues or the table do not accept: control characters, lone surrogates and noncharacters. */
const UNPRINTABLE = /[\p{Cc}\p{Cs}\p{Noncharacter_Code_Point}]/u;

/**
 * A name chosen by a client. The characters are checked by code, because few tools support Unicode classes in patterns.
 */
export const name = (longest: number) =>
  z
    .string()
    .min(1, 'Must not be empty.')
    .max(longest, `At most ${longest} characters.`)
    .refine((text) => !UNPRINTABLE.test(text), 'Must not contain control characters or unpaired surrogates.');

export const leaseSeconds = z
  .int()
  .min(30, 'At least 30 seconds.')
  .max(86_400, 'At most 86400 seconds (a day).');

export const flag = z.enum(['true', 'false']).transform((text) => text === 'true');

/** The default number of items per part of a list. */
export const USUAL_PART = 20;

/**
 * Selects a part of a list: the newest `limit` items, or those after `cursor`. Extend it with the list's own filters.
 */
export const listQuery = z.strictObject({
  limit: z
    .string()
    .regex(/^([1-9]\d?|100)$/, 'Must be from 1 to 100.')
    .transform(Number)
    .default(USUAL_PART)
    .meta({ override: { type: 'integer', minimum: 1, maximum: 100, default: USUAL_PART } }),
  cursor: z.string().max(2_000).optional().meta({ description: 'The `nextCursor` of the previous page.' }),
});

/** A time, or a date that stands for the start of its day. */
export const moment = z
  .union([z.iso.date(), instantIn], {
    error: 'Must be an RFC 3339 time such as 2026-11-23T10:00:00Z, or a day such as 2026-11-23.',
  })
  .transform(parseInstant)
  .meta({ override: { type: 'string' }, example: '2026-11-01' });

/**
 * The query of a list that is also available as CSV. CSV contains the whole list unless `limit` or `cursor` is given.
 */
export const reportQuery = listQuery.extend({
  limit: listQuery.shape.limit
    .unwrap()
    .optional()
    .meta({
      description: 'Defaults to 20 for JSON. CSV contains all rows unless `limit` or `cursor` is given.',
      override: { type: 'integer', minimum: 1, maximum: 100 },
    }),
  from: moment.optional().meta({
    description: 'A UTC time or a day, inclusive. Defaults to the earliest entry.',
    override: { type: 'string' },
    example: '2026-11-01',
  }),
  to: moment.optional().meta({
    description:
      'A UTC time or a day, exclusive: `to=2026-12-01` includes November. Defaults to the latest entry.',
    override: { type: 'string' },
    example: '2026-12-01',
  }),
});

/** A part of a list, newest first. */
export const listOf = <Item extends z.ZodType>(item: Item) =>
  z.object({
    items: z.array(item),
    nextCursor: z.string().nullable().meta({ description: 'Null on the last page.' }),
  });

export const money = z
  .object({ amount: z.int(), currency: z.literal('CNY') })
  .meta({ id: 'Money', description: 'Minor units (1 CNY = 100 fen).' });

/**
 * A sum over accounts. It is text above 2^53 - 1, because JSON parsers differ for larger numbers (RFC 8259, section 6).
 */
export const exactInteger = z.union([z.int(), z.string().regex(/^-?\d{16,}$/)]).meta({
  id: 'Whole',
  description: 'An exact integer: a number up to 2^53 - 1, above that a string of decimal digits.',
});

export const moneySum = z
  .object({ amount: exactInteger, currency: z.literal('CNY') })
  .meta({ id: 'MoneySum', description: 'A sum over accounts, in minor units (1 CNY = 100 fen).' });

/**
 * The span that a series covers. It consists of whole points, so it may start before and end after the requested span.
 */
export const covered = {
  from: instant.meta({ description: 'Start of the first point, inclusive.' }),
  to: instant.meta({ description: 'End of the last point, exclusive.' }),
};

/** Money in a request. The handler checks the currency. */
export const moneyIn = z.strictObject({
  amount: amount.meta({ description: 'Minor units.', example: 2_900 }),
  currency: z
    .string()
    .regex(/^[A-Z]{3}$/, 'An ISO 4217 currency code, such as CNY.')
    .meta({ example: 'CNY' }),
});

/** `preview=true` returns the plan of a request without executing it. */
export const previewQuery = z.strictObject({ preview: flag.optional() });

const pace = z
  .object({
    projectedUse: z.int().meta({ description: 'The projected usage at the end of the period.' }),
    projectedOverage: money.meta({ description: 'The projected overage amount at the end of the period.' }),
  })
  .meta({
    description:
      'With `explain=true`, counters only: projected usage at the average rate of the period so far. Null within the first hour.',
  });

export const quota = z
  .object({
    meter: z.string(),
    title: z.string(),
    kind: z.enum(['gauge', 'counter', 'slots']),
    unit: z.string(),
    limit: z.int(),
    used: z.int(),
    reserved: z.int(),
    remaining: z.int(),
    state: z.enum(['ok', 'warning', 'exceeded', 'overage', 'blocked']),
    warnAtPercent: z.int(),
    period: z.object({ start: instant, end: instant }).nullable(),
    grants: z.array(
      z.object({
        grantId: z.string(),
        packType: z.string(),
        amount: z.int(),
        expiresAt: instant.nullable(),
      }),
    ),
    overage: z.object({
      confirmed: z.boolean(),
      cap: money.nullable(),
      estimate: money.meta({ description: 'The overage amount so far. Zero without a confirmation.' }),
      beyond: z.int().meta({ description: 'Current usage above the limit.' }),
    }),
    burn: z
      .array(z.object({ source: z.string(), amount: z.int(), used: z.int() }))
      .optional()
      .meta({
        description:
          'With `explain=true`: the usage deducted from each source of capacity, in burn-down order.',
      }),
    unreserved: z
      .int()
      .optional()
      .meta({ description: 'With `explain=true`: stored bytes that had no reservation.' }),
    pace: pace.nullable().optional(),
  })
  .meta({ id: 'Quota' });

export const pack = z
  .object({
    packType: z.string(),
    name: z.string(),
    kind: z.enum(['capacity', 'jobSlots']),
    grants: z.record(z.string(), z.int()),
    price: money,
    mode: z.enum(['oneTime', 'subscription']),
    durationDays: z.int().nullable(),
  })
  .meta({ id: 'Pack' });

export const problem = z
  .object({
    type: z.url().meta({
      description: `https://real-deal.dev/problems/ followed by one of: ${Object.keys(problemTypes).join(', ')}.`,
    }),
    title: z.string(),
    status: z.int(),
    detail: z.string(),
    instance: z.string(),
    requestId: z.string(),
    errors: z.array(z.object({ path: z.string(), detail: z.string() })).optional(),
  })
  .loose()
  .meta({ id: 'Problem', description: 'RFC 9457.' });

export const quotaExceeded = problem
  .extend({
    quota: quota.optional(),
    packs: z.array(pack).optional(),
    overage: z
      .object({ available: z.boolean(), unitPrice: z.object({ price: money, per: z.int() }).nullable() })
      .optional(),
  })
  .meta({ id: 'QuotaExceeded' });
