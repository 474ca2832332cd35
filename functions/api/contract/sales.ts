import * as z from 'zod';
import { saleStates } from '../../domain/theme-store/sales.ts';
import type { ContractOf } from '../kernel/call.ts';
import { allowPending, charge, payment, paymentDeclined, paymentMethod, termsDigest } from './charge.ts';
import {
  account,
  accountParams,
  instant,
  listOf,
  listQuery,
  money,
  moneyIn,
  previewQuery,
} from './conventions.ts';
import { purchaseId } from './purchases.ts';
import { price, themeId } from './themes.ts';

const sale = z
  .object({
    purchaseId: z.string(),
    account: z.string(),
    themeId: z.string(),
    name: z.string().meta({ description: 'The name of the theme at the time of purchase.' }),
    creator: z.string(),
    price: price.meta({ description: 'The price at the time of purchase.' }),
    state: z.enum(saleStates),
    createdAt: instant,
    paidAt: instant.nullable(),
  })
  .meta({ id: 'ThemePurchase' });

const bought = sale
  .extend({
    expiresAt: instant.nullable().meta({
      description:
        'While `active`: when the account’s right to use the theme expires, over all its purchases. Null if it does not expire.',
    }),
    charge: charge.nullable().meta({ description: 'Null for a free theme.' }),
    payment: payment.nullable(),
  })
  .meta({ id: 'ThemeBought' });

const plan = z
  .object({
    preview: z.literal(true),
    themeId: z.string(),
    account: z.string(),
    amount: money.meta({ description: '0 for a free theme.' }),
    terms: z.object({ themeId: z.string(), name: z.string(), creator: z.string(), price }),
    termsDigest,
    lines: charge.shape.lines,
    reason: z.string(),
    startsAt: instant,
    endsAt: instant.nullable().meta({ description: 'Null if the right does not expire.' }),
  })
  .meta({ id: 'ThemePlan', description: 'The plan, with exact amounts. Nothing is changed.' });

const held = z
  .object({
    themeId: z.string(),
    name: z.string(),
    creator: z.string(),
    version: z.int().meta({ description: 'The version on sale.' }),
    since: instant,
    expiresAt: instant.nullable().meta({ description: 'Null if the right does not expire.' }),
    rating: z.int().nullable().meta({ description: 'The rating by this account, 1 to 5.' }),
    stylesheetUrl: z.url().meta({ description: 'Valid for one hour.' }),
  })
  .meta({ id: 'HeldTheme', description: 'A theme that the account can use.' });

/** The price that the buyer saw; 0 for a free theme. */
const priceSeen = moneyIn.extend({ amount: z.int().min(0, 'At least 0.') });

export const salesContract = {
  'POST /v1/themes/{themeId}/purchases': {
    summary: 'Buy a theme',
    description:
      'Buys for `account`, which defaults to the caller. A free theme needs no `paymentMethod`. Send the `termsDigest` of the preview that the buyer saw to protect the buyer from changes: if any term has changed since, the request fails with 409 `terms-changed` and the new `terms`. `price` protects the price only. Buying a time-limited theme again extends it.',
    params: z.object({ themeId }),
    query: previewQuery,
    body: z.strictObject({
      paymentMethod: paymentMethod.optional(),
      account: account.optional(),
      price: priceSeen.optional(),
      termsDigest: termsDigest.optional(),
      allowPending,
    }),
    answers: {
      200: { description: 'With `preview=true`: the plan.', schema: plan },
      201: {
        description:
          'The purchase. It becomes `active` once the payment succeeds; the theme can be used then.',
        schema: bought,
      },
      402: { description: 'The payment was declined.', schema: paymentDeclined },
    },
  },
  'GET /v1/accounts/{account}/themes': {
    summary: 'List usable themes',
    params: accountParams,
    query: listQuery,
    answers: { 200: { description: 'Expired themes are not included.', schema: listOf(held) } },
  },
  'PUT /v1/accounts/{account}/themes/{themeId}/rating': {
    summary: 'Rate a theme',
    description:
      'For accounts that bought the theme, also after it expired. One rating per account; the latest counts.',
    params: z.object({ account, themeId }),
    body: z.strictObject({
      stars: z
        .int()
        .min(1, 'Must be from 1 to 5 stars.')
        .max(5, 'Must be from 1 to 5 stars.')
        .meta({ example: 5 }),
    }),
    answers: {
      200: { description: 'Rated.', schema: z.object({ themeId: z.string(), stars: z.int() }) },
    },
  },
  'GET /v1/accounts/{account}/theme-purchases': {
    summary: 'List theme purchases',
    params: accountParams,
    query: listQuery,
    answers: { 200: { description: 'Newest first.', schema: listOf(sale) } },
  },
  'GET /v1/accounts/{account}/theme-purchases/{purchaseId}': {
    summary: 'Get a theme purchase',
    params: z.object({ account, purchaseId }),
    answers: { 200: { description: 'As of this moment.', schema: bought } },
  },
} satisfies ContractOf<'sales'>;
