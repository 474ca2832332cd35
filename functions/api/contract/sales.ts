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
    name: z.string().meta({ description: 'As the theme was called then.' }),
    creator: z.string(),
    price: price.meta({ description: 'As it was then.' }),
    state: z.enum(saleStates),
    createdAt: instant,
    paidAt: instant.nullable(),
  })
  .meta({ id: 'ThemePurchase' });

const bought = sale
  .extend({
    expiresAt: instant.nullable().meta({
      description:
        'While it is `active`: until when the account may use the theme, by all that it bought; null for good.',
    }),
    charge: charge.nullable().meta({ description: 'Null: it was free.' }),
    payment: payment.nullable(),
  })
  .meta({ id: 'ThemeBought' });

const plan = z
  .object({
    preview: z.literal(true),
    themeId: z.string(),
    account: z.string(),
    amount: money.meta({ description: '0 where the theme is free.' }),
    terms: z.object({ themeId: z.string(), name: z.string(), creator: z.string(), price }),
    termsDigest,
    lines: charge.shape.lines,
    reason: z.string(),
    startsAt: instant,
    endsAt: instant.nullable().meta({ description: 'Null: for good.' }),
  })
  .meta({ id: 'ThemePlan', description: 'What would be done, to the cent. Nothing was.' });

const held = z
  .object({
    themeId: z.string(),
    name: z.string(),
    creator: z.string(),
    version: z.int().meta({ description: 'The version on sale.' }),
    since: instant,
    expiresAt: instant.nullable().meta({ description: 'Null: for good.' }),
    rating: z.int().nullable().meta({ description: "The account's own, from 1 to 5." }),
    stylesheetUrl: z.url().meta({ description: 'Good for an hour.' }),
  })
  .meta({ id: 'HeldTheme', description: 'A theme that the account may use now.' });

/** What the buyer saw; 0 where it was free. */
const priceSeen = moneyIn.extend({ amount: z.int().min(0, 'At least 0.') });

export const salesContract = {
  'POST /v1/themes/{themeId}/purchases': {
    summary: 'Buy a theme',
    description:
      'For `account`, or, left out, for the caller. A free theme needs no `paymentMethod`. Give the `termsDigest` of the preview that the buyer saw, and the purchase is refused with 409 `terms-changed`, which has the new `terms`, if anything of them has changed since. `price` guards the price alone. Bought again, a theme that is sold for a time is held for longer.',
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
      201: { description: 'Begun. `active` once it is paid; the theme may be used then.', schema: bought },
      402: { description: 'The payment was declined.', schema: paymentDeclined },
    },
  },
  'GET /v1/accounts/{account}/themes': {
    summary: 'The themes that an account may use now',
    params: accountParams,
    query: listQuery,
    answers: { 200: { description: 'What has lapsed is not among them.', schema: listOf(held) } },
  },
  'PUT /v1/accounts/{account}/themes/{themeId}/rating': {
    summary: 'Rate a theme',
    description: 'Whoever holds it, or held it until it ended. One rating an account; the latest counts.',
    params: z.object({ account, themeId }),
    body: z.strictObject({
      stars: z.int().min(1, 'From 1 to 5 stars.').max(5, 'From 1 to 5 stars.').meta({ example: 5 }),
    }),
    answers: {
      200: { description: 'Rated.', schema: z.object({ themeId: z.string(), stars: z.int() }) },
    },
  },
  'GET /v1/accounts/{account}/theme-purchases': {
    summary: 'The themes that an account bought',
    params: accountParams,
    query: listQuery,
    answers: { 200: { description: 'Newest first.', schema: listOf(sale) } },
  },
  'GET /v1/accounts/{account}/theme-purchases/{purchaseId}': {
    summary: 'One purchase of a theme',
    params: z.object({ account, purchaseId }),
    answers: { 200: { description: 'As of this moment.', schema: bought } },
  },
} satisfies ContractOf<'sales'>;
