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
  instant,
  listOf,
  listQuery,
  moment,
  money,
  moneyIn,
  name,
  pack,
  previewQuery,
  whole,
  wholeMoney,
} from './conventions.ts';
import { queuesAnswer } from './queues.ts';
import { reviewAnswer, reviewBody, reviewQuery } from './reviews.ts';
import { themeId } from './themes.ts';

const span = {
  from: moment.optional().meta({ description: 'Left out: 30 days before `to`.' }),
  to: moment.optional().meta({ description: 'Exclusive. Left out: this moment.' }),
};

const revenue = z
  .object({ gross: wholeMoney, refunds: wholeMoney, net: wholeMoney, creatorShare: wholeMoney })
  .meta({
    id: 'Revenue',
    description: '`net` is gross less refunds, with the share of the creators still in it.',
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
    revenue: wholeMoney.meta({ description: 'Gross less refunds, renewals among it.' }),
  })
  .meta({ id: 'PackFigures' });

const usageReport = z.object({
  items: z.array(
    z.object({
      day: z.iso.date(),
      meter: z.string(),
      unit: z.string(),
      total: whole.meta({ description: 'Of counters what was used that day, of the others what was held.' }),
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
    .meta({ description: 'Of the last day in the range that has figures.' }),
  hours: z
    .array(
      z.object({
        weekday: z.int().min(1).max(7).meta({ description: '1 is Monday (ISO 8601).' }),
        hour: z.int().min(0).max(23),
        meter: z.string(),
        amount: whole,
      }),
    )
    .meta({
      description:
        'Of counters: what was used in each hour (UTC) of each day of the week, all weeks in the range together. Hours without use are left out.',
    }),
});

const outstanding = listOf(
  z.object({ account: z.string(), total: wholeMoney, oldest: instant, charges: z.array(charge) }),
).extend({
  total: wholeMoney,
  buckets: z.array(z.object({ age: z.enum(['0-7', '8-30', '31+']), count: z.int(), total: wholeMoney })),
});

const packType = z
  .string()
  .regex(/^[A-Za-z][A-Za-z0-9_-]{0,63}$/, 'A letter, then up to 63 letters, digits, dashes or underscores.')
  .meta({ example: 'cap_1000' });

/** An object of the meters' names, not a record of any: a record leaves `__proto__` out without a word. */
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
    description: 'Meter and amount in its unit.',
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
    durationDays: z.int().min(1, 'At least a day.').max(3_660, 'At most 3660 days.').nullable(),
  })
  .superRefine(({ kind, grants: given, mode, durationDays }, context) => {
    const slotMeters = metersOf('slots').map((meter) => meter.name);
    for (const meter of Object.keys(given))
      if (slotMeters.includes(meter) !== (kind === 'jobSlots'))
        context.addIssue({ code: 'custom', path: ['grants', meter], message: `Not of a pack of ${kind}.` });
    if (mode === 'subscription' && durationDays === null)
      context.addIssue({ code: 'custom', path: ['durationDays'], message: 'A subscription has a term.' });
  });

const setPackAnswer = pack.extend({ retired: z.boolean() }).meta({ id: 'PackType' });

const reason = name(500).meta({ example: 'Goodwill' });

const auditLine = z
  .object({
    id: z.string(),
    at: instant,
    by: z.string(),
    action: z.string(),
    account: z.string().nullable().meta({ description: 'Null: it concerns the platform.' }),
    target: z.string(),
    reason: z.string().nullable(),
    detail: z.record(z.string(), z.unknown()).nullable(),
  })
  .meta({ id: 'AuditLine' });

export const adminContract = {
  'GET /v1/admin/revenue': {
    summary: 'Revenue',
    description:
      'By day or month, and by what was charged for. Points are whole days or months: with `granularity=month` a `from` inside a month answers the whole month. `from` and `to` of the answer name the span that the points cover. Gaps are 0; oldest first; at most 400 points.',
    query: z.strictObject({ ...span, granularity: z.enum(['day', 'month']).default('day') }),
    answers: {
      200: {
        description:
          'One point for each started day or month from `from` up to `to`, and all of them together.',
        schema: z.object({ ...covered, items: z.array(report.extend({ start: instant })), totals: report }),
      },
    },
  },
  'GET /v1/admin/packs': {
    summary: 'How pack types sell',
    answers: {
      200: { description: 'All, also those never sold.', schema: z.object({ items: z.array(packFigures) }) },
    },
  },
  'GET /v1/admin/usage': {
    summary: 'Usage patterns',
    description: 'By meter and day; at most 400 days.',
    query: z.strictObject(span),
    answers: { 200: { description: 'Oldest first.', schema: usageReport } },
  },
  'GET /v1/admin/outstanding': {
    summary: 'What is owed',
    description: 'By account; the age of a debt is in whole days since it was made.',
    query: listQuery,
    answers: { 200: { description: 'Who has owed for longest comes first.', schema: outstanding } },
  },
  'PUT /v1/admin/packs/{packType}': {
    summary: 'Set a pack type',
    description: 'What was sold keeps its terms. A retired one is on offer again.',
    params: z.object({ packType }),
    body: packTerms,
    answers: {
      200: { description: 'Changed.', schema: setPackAnswer },
      201: { description: 'Added.', schema: setPackAnswer },
    },
  },
  'DELETE /v1/admin/packs/{packType}': {
    summary: 'Retire a pack type',
    params: z.object({ packType }),
    answers: { 204: { description: 'No longer sold, or it was not before.' } },
  },
  'GET /v1/admin/themes': {
    summary: 'Submitted themes, by how far they have come',
    query: reviewQuery,
    answers: {
      200: { description: 'Newest first, with what the checks found.', schema: listOf(reviewAnswer) },
    },
  },
  'POST /v1/admin/themes/{themeId}/review': {
    summary: 'Approve or reject a theme',
    description:
      'Its newest version, once it passed validation. Approved, it is the version on sale. The same decision again changes nothing.',
    params: z.object({ themeId }),
    body: reviewBody,
    answers: { 200: { description: 'Reviewed.', schema: reviewAnswer } },
  },
  'POST /v1/admin/charges/{chargeId}/refunds': {
    summary: 'Give money back',
    description:
      'All that is left, or `amount` of it. Once a charge is given back as a whole, what it had brought about is taken back.',
    params: z.object({ chargeId }),
    query: previewQuery,
    body: z.strictObject({ amount: moneyIn.optional(), reason }),
    answers: {
      200: {
        description: 'The plan, with `preview=true`.',
        schema: z.object({
          refund: charge,
          left: money.meta({ description: 'What could still be given back after it.' }),
          takesBack: z.string().nullable().meta({ description: 'The purchase that it takes back, if any.' }),
        }),
      },
      201: { description: 'Given back, or under way: the charge of type `refund`.', schema: charge },
    },
  },
  'POST /v1/admin/charges/{chargeId}/waivers': {
    summary: 'Let a debt go',
    description: 'A charge of type `overage` that is not paid. Its account is free at once.',
    params: z.object({ chargeId }),
    query: previewQuery,
    body: z.strictObject({ reason }),
    answers: {
      200: { description: 'The plan, with `preview=true`: the charge as it would be.', schema: charge },
      201: { description: 'Let go.', schema: charge },
    },
  },
  'GET /v1/admin/audit': {
    summary: 'Who did what, when',
    description: 'To one account, or, without `account`, to anybody within the last 14 months.',
    query: listQuery.extend({ account: account.optional() }),
    answers: { 200: { description: 'Newest first.', schema: listOf(auditLine) } },
  },
  'GET /v1/admin/dead-letters': {
    summary: 'What waits in the queues, and what failed',
    answers: { 200: { description: 'Every queue, each as of a moment ago.', schema: queuesAnswer } },
  },
} satisfies ContractOf<'admin'>;
