import * as z from 'zod';
import { providerNames } from '../../domain/charges/charges.ts';
import { earningStates } from '../../domain/theme-store/earnings.ts';
import { payoutStates } from '../../domain/theme-store/payouts.ts';
import type { ContractOf } from '../kernel/call.ts';
import { accountParams, instant, listOf, listQuery, money, name, reportQuery } from './conventions.ts';

const rate = z.int().meta({ description: 'Basis points: 7000 are 70 %.', example: 7_000 });

const earning = z
  .object({
    lineId: z.string(),
    kind: z.enum(['sale', 'refund']),
    state: z.enum(earningStates).meta({
      description:
        '`provisional`: its day is not shared out yet; this is what it comes to if its day ended now. `maturing`: until `maturesAt`, as it may still be given back.',
    }),
    at: instant.meta({ description: 'When it was paid, or given back.' }),
    day: z.iso.date(),
    purchaseId: z.string(),
    refundId: z.string().nullable(),
    themeId: z.string(),
    name: z.string(),
    net: money.meta({ description: 'What was paid, or, as less than nothing, given back.' }),
    share: money.meta({ description: 'Of the creator. What a refund takes back is less than nothing.' }),
    platform: money.meta({ description: '`net` less `share`.' }),
    terms: z.int().meta({ description: 'The version of the terms that it was shared by.' }),
    tiers: z
      .array(z.object({ rate, sales: money, share: money }))
      .meta({ description: 'How much of a sale fell into which tier, and the share of it before any cut.' }),
    cuts: z
      .array(z.object({ kind: z.enum(['minimumFee', 'themeCap', 'yearCap']), amount: money }))
      .meta({ description: 'What made the share smaller, and by how much: that is the platform’s.' }),
    maturesAt: instant,
  })
  .meta({ id: 'Earning', description: 'What a creator has of one sale, or gives back of it.' });

const upTo = money.nullable().meta({ description: 'Net sales of the calendar year; null: all beyond.' });

const terms = z
  .object({
    version: z.int(),
    from: z.iso.date(),
    tiers: z.array(z.object({ upTo, rate })),
    themeCap: money.meta({ description: 'The most that a creator has of one theme.' }),
    yearCap: money.meta({ description: 'The most that a creator has of a calendar year.' }),
    minimumFee: money.meta({ description: 'The least that the platform has of a sale.' }),
    leastPayout: money.meta({ description: 'The least that is paid out; what is less waits.' }),
  })
  .meta({ id: 'ShareTerms' });

const balance = z
  .object({
    available: money.meta({
      description:
        'For the next payout. Less than nothing when more was taken back: later shares make it up.',
    }),
    maturing: money,
    paying: money,
    paid: money,
    nextPayoutAt: instant.nullable().meta({ description: 'Null: there is nothing to pay out.' }),
  })
  .meta({ id: 'CreatorBalance', description: 'All that was shared out, by where it is.' });

const year = z
  .object({
    year: z.int(),
    netSales: money,
    share: money,
    tier: z.object({ rate, upTo }).meta({ description: 'That the next sale falls into.' }),
    yearCap: z.object({ cap: money, left: money }),
  })
  .meta({ id: 'CreatorYear' });

const themeCap = z
  .object({ themeId: z.string(), share: money, cap: money, left: money })
  .meta({ id: 'ThemeCap' });

const destination = z.string().meta({ description: 'Its end; the rest is not shown.' });

const payout = z
  .object({
    payoutId: z.string(),
    state: z.enum(payoutStates),
    amount: money,
    createdAt: instant,
    settledAt: instant.nullable(),
    failure: z.string().nullable(),
    provider: z.enum(providerNames),
    destination,
  })
  .meta({ id: 'Payout' });

const payoutAccount = z
  .object({ provider: z.enum(providerNames), destination, updatedAt: instant })
  .meta({ id: 'PayoutAccount' });

export const earningsContract = {
  'GET /v1/accounts/{account}/earnings': {
    summary: "A creator's shares",
    description:
      'By sale, with the tiers, caps and fee that applied. A day is shared out an hour after its end; what waits for that is shown as `provisional`, the first 1,000 of it. Lines of what was paid or given back from `from` up to `to`. With `Accept: text/csv` the lines as CSV, UTF-8 with a byte order mark, as a file to save: all rows, or 413 `report-too-large` when they do not fit into one answer (about 5 MB). `net`, `share` and `platform` are in minor units, the columns ending in `Decimal` in the major unit. With `limit` or `cursor` a part, and the header `x-next-cursor` leads on.',
    params: accountParams,
    query: reportQuery,
    answers: {
      200: {
        description: 'Newest first, with how the account stands.',
        schema: listOf(earning).extend({
          balance,
          year: year.meta({ description: 'This one, as far as it is shared out.' }),
          themes: z
            .array(themeCap)
            .meta({ description: 'What is left of the cap of each theme in `items`.' }),
          terms: terms.meta({ description: 'Those of today.' }),
          payouts: z.array(payout).meta({ description: 'The latest.' }),
          payoutAccount: payoutAccount
            .nullable()
            .meta({ description: 'Where they go; null before it was said.' }),
        }),
        csv: true,
      },
    },
  },
  'GET /v1/accounts/{account}/payouts': {
    summary: 'What a creator was paid out',
    params: accountParams,
    query: listQuery,
    answers: { 200: { description: 'Newest first.', schema: listOf(payout) } },
  },
  'GET /v1/accounts/{account}/payout-account': {
    summary: 'Where payouts go',
    params: accountParams,
    answers: { 200: { description: 'As it was set; 404 before.', schema: payoutAccount } },
  },
  'PUT /v1/accounts/{account}/payout-account': {
    summary: 'Set where payouts go',
    description: 'A payout that is under way goes where it went.',
    params: accountParams,
    body: z.strictObject({
      provider: z
        .enum(providerNames)
        .optional()
        .meta({ description: 'The one that payments go by; it may be left out.' }),
      destination: name(255).meta({
        description: 'The account of the provider. The sandbox knows sandbox_ok and sandbox_declined.',
        example: 'sandbox_ok',
      }),
    }),
    answers: { 200: { description: 'Set.', schema: payoutAccount } },
  },
} satisfies ContractOf<'earnings'>;
