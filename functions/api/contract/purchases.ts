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
  .regex(/^pur_[0-9a-f]{32}$/, 'A purchase id, as it was answered.')
  .meta({ example: 'pur_019abf3c1e8000112233445566778899' });

const purchase = z
  .object({
    purchaseId: z.string(),
    account: z.string(),
    packType: z.string(),
    state: z.enum(purchaseStates),
    createdAt: instant,
    startsAt: instant.nullable(),
    endsAt: instant.nullable().meta({ description: 'Null: it does not end.' }),
    graceEndsAt: instant.nullable().meta({ description: 'Until then its capacity stays.' }),
    terms: pack.meta({ description: 'As it was sold.' }),
  })
  .meta({ id: 'Purchase' });

const bought = purchase.extend({ charge, payment }).meta({ id: 'Bought' });

const known = purchase
  .extend({
    charge,
    payment: payment.nullable().meta({ description: 'Null: no provider was asked for money.' }),
  })
  .meta({ id: 'KnownPurchase' });

const effect = z.object({ meter: z.string(), limitBefore: z.int(), limitAfter: z.int() });

const plan = z
  .object({
    preview: z.literal(true),
    packType: z.string(),
    amount: money,
    terms: pack.meta({ description: 'What is bought, with the price that is charged.' }),
    termsDigest,
    lines: charge.shape.lines,
    reason: z.string(),
    startsAt: instant,
    endsAt: instant.nullable(),
    quotas: z.array(effect),
  })
  .meta({ id: 'PackPlan', description: 'What would be done, to the cent. Nothing was.' });

const answers = {
  200: { description: 'With `preview=true`: the plan.', schema: plan },
  201: { description: 'Begun. `active` once it is paid; capacity is granted then, once.', schema: bought },
  402: { description: 'The payment was declined.', schema: paymentDeclined },
};

export const purchasesContract = {
  'GET /v1/packs': {
    summary: 'The packs on offer',
    answers: { 200: { description: 'The smallest first.', schema: z.object({ items: z.array(pack) }) } },
  },
  'POST /v1/accounts/{account}/purchases': {
    summary: 'Buy a pack',
    description:
      'Give the `termsDigest` of the preview that the buyer saw, and the purchase is refused with 409 `terms-changed`, which has the new `terms`, if anything of them has changed since. `price` guards the price alone.',
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
    summary: 'What was bought',
    params: accountParams,
    query: listQuery,
    answers: { 200: { description: 'Newest first.', schema: listOf(purchase) } },
  },
  'GET /v1/accounts/{account}/purchases/{purchaseId}': {
    summary: 'One purchase',
    params: z.object({ account, purchaseId }),
    answers: { 200: { description: 'As of this moment.', schema: known } },
  },
  'POST /v1/accounts/{account}/purchases/{purchaseId}/renewals': {
    summary: 'Renew a pack',
    description:
      'From 30 days before its end to the end of its grace. The next term follows the one before without a gap; one that is paid after it would have passed begins at the payment. It costs the lower of the price that the pack was sold for and the list price of its type now, where that gives no less. Nothing ever renews by itself.',
    params: z.object({ account, purchaseId }),
    query: previewQuery,
    body: z.strictObject({ paymentMethod, termsDigest: termsDigest.optional(), allowPending }),
    answers,
  },
} satisfies ContractOf<'purchases'>;
