import * as z from 'zod';
import { purchaseStates } from '../../domain/packs/purchases.ts';
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
  name,
  pack,
  previewQuery,
} from './conventions.ts';

export const purchaseId = z
  .string()
  .regex(/^pur_[0-9a-f]{32}$/, 'Must be a purchase id returned by the API.')
  .meta({ example: 'pur_019abf3c1e8000112233445566778899' });

const purchase = z
  .object({
    purchaseId: z.string(),
    account: z.string(),
    packType: z.string(),
    state: z.enum(purchaseStates),
    createdAt: instant,
    startsAt: instant.nullable(),
    endsAt: instant.nullable().meta({ description: 'Null if the pack does not expire.' }),
    graceEndsAt: instant
      .nullable()
      .meta({ description: 'End of the grace period. The capacity remains until then.' }),
    terms: pack.meta({ description: 'The terms at the time of purchase.' }),
  })
  .meta({ id: 'Purchase' });

const bought = purchase.extend({ charge, payment }).meta({ id: 'Bought' });

const known = purchase
  .extend({
    charge,
    payment: payment.nullable().meta({ description: 'Null if no payment was requested.' }),
  })
  .meta({ id: 'KnownPurchase' });

const effect = z.object({ meter: z.string(), limitBefore: z.int(), limitAfter: z.int() });

const plan = z
  .object({
    preview: z.literal(true),
    packType: z.string(),
    amount: money,
    terms: pack.meta({ description: 'The item and the price that will be charged.' }),
    termsDigest,
    lines: charge.shape.lines,
    reason: z.string(),
    startsAt: instant,
    endsAt: instant.nullable(),
    quotas: z.array(effect),
  })
  .meta({ id: 'PackPlan', description: 'The plan, with exact amounts. Nothing is changed.' });

const answers = {
  200: { description: 'With `preview=true`: the plan.', schema: plan },
  201: {
    description: 'The purchase. It becomes `active` and grants its capacity once the payment succeeds.',
    schema: bought,
  },
  402: { description: 'The payment was declined.', schema: paymentDeclined },
};

export const purchasesContract = {
  'GET /v1/packs': {
    summary: 'List packs',
    answers: { 200: { description: 'Smallest first.', schema: z.object({ items: z.array(pack) }) } },
  },
  'POST /v1/accounts/{account}/purchases': {
    summary: 'Buy a pack',
    description:
      'Send the `termsDigest` of the preview that the buyer saw to protect the buyer from changes: if any term has changed since, the request fails with 409 `terms-changed` and the new `terms`. `price` protects the price only.',
    params: accountParams,
    query: previewQuery,
    body: z.strictObject({
      packType: name(64).meta({ example: 'cap_10' }),
      paymentMethod,
      price: moneyIn.optional(),
      termsDigest: termsDigest.optional(),
      allowPending,
    }),
    answers,
  },
  'GET /v1/accounts/{account}/purchases': {
    summary: 'List pack purchases',
    params: accountParams,
    query: listQuery,
    answers: { 200: { description: 'Newest first.', schema: listOf(purchase) } },
  },
  'GET /v1/accounts/{account}/purchases/{purchaseId}': {
    summary: 'Get a pack purchase',
    params: z.object({ account, purchaseId }),
    answers: { 200: { description: 'As of this moment.', schema: known } },
  },
  'POST /v1/accounts/{account}/purchases/{purchaseId}/renewals': {
    summary: 'Renew a pack',
    description:
      'Available from 30 days before expiry until the end of the grace period. The new term follows the previous one without a gap; if it would already have passed at the payment, it starts at the payment. The price is the lower of the original price and the current list price, if the current pack grants no less. Packs never renew automatically.',
    params: z.object({ account, purchaseId }),
    query: previewQuery,
    body: z.strictObject({ paymentMethod, termsDigest: termsDigest.optional(), allowPending }),
    answers,
  },
} satisfies ContractOf<'purchases'>;
