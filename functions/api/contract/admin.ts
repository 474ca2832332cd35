import * as z from 'zod';
import { allMeters, metersOf } from '../../domain/meters.ts';
import { MOST_PRICE, mostGrantedOf } from '../../domain/packs/packs.ts';
import type { ContractOf } from '../kernel/call.ts';
import { charge } from './charge.ts';
import { chargeId } from './charges.ts';
import {
  account,
  amount,
  covered,
  exactInteger,
  instant,
  listOf,
  listQuery,
  moment,
  money,
  moneyIn,
  moneySum,
  name,
  pack,
  previewQuery,
} from './conventions.ts';
import { queuesAnswer } from './queues.ts';
import { reviewAnswer, reviewBody, reviewQuery } from './reviews.ts';
import { themeId } from './themes.ts';

const span = {
  from: moment.optional().meta({ description: 'Defaults to 30 days before `to`.' }),
  to: moment.optional().meta({ description: 'Exclusive. Defaults to now.' }),
};

const revenue = z.object({ gross: moneySum, refunds: moneySum, net: moneySum, creatorShare: moneySum }).meta({
  id: 'Revenue',
  description: '`net` is gross minus refunds. It includes the creators’ share.',
});

const report = z.object({ total: revenue, byType: z.record(z.string(), revenue) });

const packFigures = z
  .object({
    packType: z.string(),
    name: z.string(),
    retired: z.boolean(),
    sold: z.int(),
    active: z.int(),
    renewed: z.int(),
    expired: z.int(),
    refunded: z.int(),
    revenue: moneySum.meta({ description: 'Gross minus refunds, including renewals.' }),
  })
  .meta({ id: 'PackFigures' });

const usageReport = z.object({
  items: z.array(
    z.object({
      day: z.iso.date(),
      meter: z.string(),
      unit: z.string(),
      total: exactInteger.meta({
        description: 'Counters: the usage of the day. Other meters: the amount in use at the end of the day.',
      }),
      accounts: z.int(),
    }),
  ),
  latest: z
    .object({
      day: z.iso.date(),
      meters: z.array(
        z.object({
          meter: z.string(),
          distribution: z.array(z.object({ percentOfLimit: z.string(), accounts: z.int() })),
          top: z.array(z.object({ account: z.string(), used: z.int() })),
        }),
      ),
    })
    .nullable()
    .meta({ description: 'Figures of the latest day in the range that has any.' }),
  hours: z
    .array(
      z.object({
        weekday: z.int().min(1).max(7).meta({ description: '1 is Monday (ISO 8601).' }),
        hour: z.int().min(0).max(23),
        meter: z.string(),
        amount: exactInteger,
      }),
    )
    .meta({
      description:
        'Counters only: usage per hour (UTC) and day of the week, summed over all weeks in the range. Hours without usage are omitted.',
    }),
});

const outstanding = listOf(
  z.object({ account: z.string(), total: moneySum, oldest: instant, charges: z.array(charge) }),
).extend({
  total: moneySum,
  buckets: z.array(z.object({ age: z.enum(['0-7', '8-30', '31+']), count: z.int(), total: moneySum })),
});

const packType = z
  .string()
  .regex(
    /^[A-Za-z][A-Za-z0-9_-]{0,63}$/,
    'Must be a letter, then up to 63 letters, digits, dashes or underscores.',
  )
  .meta({ example: 'cap_1000' });

/** An object with a key per meter. A record would drop the key `__proto__` silently. */
const grants = z
  .strictObject(
    Object.fromEntries(
      allMeters().map((meter) => {
        const most = mostGrantedOf(meter);
        return [meter.name, amount.max(most, `At most ${most}.`).exactOptional()];
      }),
    ),
  )
  .refine((given) => Object.keys(given).length > 0, {
    error: 'At least one meter.',
    when: ({ issues }) => issues.length === 0,
  })
  .meta({
    description: 'Amount per meter, in the unit of the meter.',
    example: { storage: 10_000_000_000 },
    override: { minProperties: 1 },
  });

const packTerms = z
  .strictObject({
    name: name(120),
    kind: z.enum(['capacity', 'jobSlots']),
    grants,
    price: moneyIn.extend({ amount: amount.max(MOST_PRICE, `At most ${MOST_PRICE}.`) }),
    mode: z.enum(['oneTime', 'subscription']),
    durationDays: z.int().min(1, 'At least 1 day.').max(3_660, 'At most 3660 days.').nullable(),
  })
  .superRefine(({ kind, grants: given, mode, durationDays }, context) => {
    const slotMeters = metersOf('slots').map((meter) => meter.name);
    for (const meter of Object.keys(given))
      if (slotMeters.includes(meter) !== (kind === 'jobSlots'))
        context.addIssue({
          code: 'custom',
          path: ['grants', meter],
          message: `A pack of kind ${kind} cannot grant this meter.`,
        });
    if (mode === 'subscription' && durationDays === null)
      context.addIssue({
        code: 'custom',
        path: ['durationDays'],
        message: 'A subscription needs a duration.',
      });
  });

const setPackAnswer = pack.extend({ retired: z.boolean() }).meta({ id: 'PackType' });

const reason = name(500).meta({ example: 'Goodwill' });

const auditLine = z
  .object({
    id: z.string(),
    at: instant,
    by: z.string(),
    action: z.string(),
    account: z.string().nullable().meta({ description: 'Null for actions on the platform.' }),
    target: z.string(),
    reason: z.string().nullable(),
    detail: z.record(z.string(), z.unknown()).nullable(),
  })
  .meta({ id: 'AuditLine' });

export const adminContract = {
  'GET /v1/admin/revenue': {
    summary: 'Get revenue',
    description:
      'By day or month, and by charge type. Points are whole days or months: with `granularity=month`, a `from` within a month returns the whole month. `from` and `to` of the response name the range that the points cover. Gaps are 0. Oldest first, at most 400 points.',
    query: z.strictObject({ ...span, granularity: z.enum(['day', 'month']).default('day') }),
    answers: {
      200: {
        description: 'One point per started day or month from `from` up to `to`, and the totals.',
        schema: z.object({ ...covered, items: z.array(report.extend({ start: instant })), totals: report }),
      },
    },
  },
  'GET /v1/admin/packs': {
    summary: 'Get sales by pack type',
    answers: {
      200: {
        description: 'All pack types, including those never sold.',
        schema: z.object({ items: z.array(packFigures) }),
      },
    },
  },
  'GET /v1/admin/usage': {
    summary: 'Get usage patterns',
    description: 'By meter and day, at most 400 days.',
    query: z.strictObject(span),
    answers: { 200: { description: 'Oldest first.', schema: usageReport } },
  },
  'GET /v1/admin/outstanding': {
    summary: 'List outstanding charges',
    description:
      'By account. `total` and `buckets` cover all accounts. The age is in UTC days since the day the charge was created.',
    query: listQuery,
    answers: { 200: { description: 'Oldest outstanding charge first.', schema: outstanding } },
  },
  'PUT /v1/admin/packs/{packType}': {
    summary: 'Create or change a pack type',
    description: 'Sold packs keep their terms. A retired pack type is sold again.',
    params: z.object({ packType }),
    body: packTerms,
    answers: {
      200: { description: 'The changed pack type.', schema: setPackAnswer },
      201: { description: 'The created pack type.', schema: setPackAnswer },
    },
  },
  'DELETE /v1/admin/packs/{packType}': {
    summary: 'Retire a pack type',
    params: z.object({ packType }),
    answers: { 204: { description: 'The pack type is retired. Repeating the request changes nothing.' } },
  },
  'GET /v1/admin/themes': {
    summary: 'List submitted themes by state',
    query: reviewQuery,
    answers: {
      200: { description: 'Newest first, with the results of the checks.', schema: listOf(reviewAnswer) },
    },
  },
  'POST /v1/admin/themes/{themeId}/review': {
    summary: 'Approve or reject a theme',
    description:
      'Reviews the newest version after it has passed validation. An approved version goes on sale. Repeating the decision changes nothing.',
    params: z.object({ themeId }),
    body: reviewBody,
    answers: { 200: { description: 'The reviewed theme.', schema: reviewAnswer } },
  },
  'POST /v1/admin/charges/{chargeId}/refunds': {
    summary: 'Refund a charge',
    description:
      'Refunds the refundable amount, or `amount` of it. A full refund also revokes what the charge paid for.',
    params: z.object({ chargeId }),
    query: previewQuery,
    body: z.strictObject({ amount: moneyIn.optional(), reason }),
    answers: {
      200: {
        description: 'The plan, with `preview=true`.',
        schema: z.object({
          refund: charge,
          left: money.meta({ description: 'The refundable amount after this refund.' }),
          takesBack: z
            .string()
            .nullable()
            .meta({ description: 'The purchase that a full refund revokes, if any.' }),
        }),
      },
      201: { description: 'The charge of type `refund`, completed or pending.', schema: charge },
    },
  },
  'POST /v1/admin/charges/{chargeId}/waivers': {
    summary: 'Waive a charge',
    description: 'Waives an unpaid charge of type `overage`. The account is restored immediately.',
    params: z.object({ chargeId }),
    query: previewQuery,
    body: z.strictObject({ reason }),
    answers: {
      200: { description: 'The plan, with `preview=true`: the charge as it would be.', schema: charge },
      201: { description: 'The waived charge.', schema: charge },
    },
  },
  'GET /v1/admin/audit': {
    summary: 'List audit log entries',
    description: 'Entries of one account, or, without `account`, of all accounts within the last 14 months.',
    query: listQuery.extend({ account: account.optional() }),
    answers: { 200: { description: 'Newest first.', schema: listOf(auditLine) } },
  },
  'GET /v1/admin/dead-letters': {
    summary: 'Get queues and dead-letter queues',
    answers: { 200: { description: 'All queues. Counts are approximate.', schema: queuesAnswer } },
  },
} satisfies ContractOf<'admin'>;
