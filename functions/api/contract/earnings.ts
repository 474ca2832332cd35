import * as z from 'zod';
import { providerNames } from '../../domain/providers.ts';
import { earningStates } from '../../domain/theme-store/earnings.ts';
import { payoutStates } from '../../domain/theme-store/payouts.ts';
import type { ContractOf } from '../kernel/call.ts';
import { accountParams, instant, listOf, listQuery, money, name, reportQuery } from './conventions.ts';

const rate = z.int().meta({ description: 'Basis points: 7000 is 70 %.', example: 7_000 });

const earning = z
  .object({
    lineId: z.string(),
    kind: z.enum(['sale', 'refund']),
    state: z.enum(earningStates).meta({
      description:
        '`provisional`: the sale is unallocated; the amounts apply if its day ended now. `maturing`: on hold until `maturesAt`, because the sale may still be refunded.',
    }),
    at: instant.meta({ description: 'When the sale was paid or refunded.' }),
    day: z.iso.date(),
    purchaseId: z.string(),
    refundId: z.string().nullable(),
    themeId: z.string(),
    name: z.string(),
    net: money.meta({ description: 'The paid amount. Negative for a refund.' }),
    share: money.meta({ description: 'The creator’s share. Negative for a refund.' }),
    platform: money.meta({ description: '`net` minus `share`.' }),
    terms: z.int().meta({ description: 'The version of the terms that applied.' }),
    tiers: z
      .array(z.object({ rate, sales: money, share: money }))
      .meta({ description: 'The part of a sale in each tier, and its share before reductions.' }),
    cuts: z
      .array(z.object({ kind: z.enum(['minimumFee', 'themeCap', 'yearCap']), amount: money }))
      .meta({ description: 'What reduced the share, and by how much. The platform keeps the difference.' }),
    maturesAt: instant,
  })
  .meta({ id: 'Earning', description: 'A ledger entry: the creator’s share of one sale or refund.' });

const upTo = money
  .nullable()
  .meta({ description: 'Upper bound of net sales per calendar year. Null for the last tier.' });

const terms = z
  .object({
    version: z.int(),
    from: z.iso.date(),
    tiers: z.array(z.object({ upTo, rate })),
    themeCap: money.meta({ description: 'Maximum share of one theme.' }),
    yearCap: money.meta({ description: 'Maximum share per calendar year.' }),
    minimumFee: money.meta({ description: 'Minimum platform fee per sale.' }),
    leastPayout: money.meta({ description: 'Minimum payout. Smaller balances carry over.' }),
  })
  .meta({ id: 'ShareTerms' });

const balance = z
  .object({
    available: money.meta({
      description: 'Available for the next payout. Negative if refunds exceed it; later shares offset it.',
    }),
    maturing: money,
    paying: money,
    paid: money,
    nextPayoutAt: instant.nullable().meta({ description: 'Null if nothing is available for payout.' }),
  })
  .meta({ id: 'CreatorBalance', description: 'All allocated shares, by state.' });

const year = z
  .object({
    year: z.int(),
    netSales: money,
    share: money,
    tier: z.object({ rate, upTo }).meta({ description: 'The tier of the next sale.' }),
    yearCap: z.object({ cap: money, left: money }),
  })
  .meta({ id: 'CreatorYear' });

const themeCap = z
  .object({ themeId: z.string(), share: money, cap: money, left: money })
  .meta({ id: 'ThemeCap' });

const destination = z.string().meta({ description: 'Its last digits.' });

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
    summary: 'Get the earnings of a creator',
    description:
      'Ledger entries by sale, with the tiers, caps and fee that applied. Shares are allocated an hour after the end of each day. The first 1,000 unallocated sales are returned as `provisional`. Entries of sales and refunds from `from` up to `to`. `Accept: text/csv` returns a CSV file (UTF-8 with a byte order mark). Without `limit` or `cursor` it contains all rows, or the request fails with 413 `report-too-large` above about 5 MB. With them it is paged, and the header `x-next-cursor` holds the next cursor. `net`, `share` and `platform` are in minor units, the columns ending in `Decimal` in the major unit.',
    params: accountParams,
    query: reportQuery,
    answers: {
      200: {
        description: 'Newest first, with the balance of the account.',
        schema: listOf(earning).extend({
          balance,
          year: year.meta({ description: 'The current year, allocated shares only.' }),
          themes: z.array(themeCap).meta({ description: 'The remaining cap of each theme in `items`.' }),
          terms: terms.meta({ description: 'The current terms.' }),
          payouts: z.array(payout).meta({ description: 'The latest payout.' }),
          payoutAccount: payoutAccount
            .nullable()
            .meta({ description: 'The payout account. Null if none is set.' }),
        }),
        csv: true,
      },
    },
  },
  'GET /v1/accounts/{account}/payouts': {
    summary: 'List payouts of a creator',
    params: accountParams,
    query: listQuery,
    answers: { 200: { description: 'Newest first.', schema: listOf(payout) } },
  },
  'GET /v1/accounts/{account}/payout-account': {
    summary: 'Get the payout account',
    params: accountParams,
    answers: { 200: { description: 'The payout account. 404 if none is set.', schema: payoutAccount } },
  },
  'PUT /v1/accounts/{account}/payout-account': {
    summary: 'Set the payout account',
    description: 'A payout in progress still goes to the previous account.',
    params: accountParams,
    body: z.strictObject({
      provider: z.enum(providerNames).optional().meta({ description: 'The payment provider. Optional.' }),
      destination: name(255).meta({
        description: 'The account at the provider. The sandbox accepts sandbox_ok and sandbox_declined.',
        example: 'sandbox_ok',
      }),
    }),
    answers: { 200: { description: 'Set.', schema: payoutAccount } },
  },
} satisfies ContractOf<'earnings'>;
