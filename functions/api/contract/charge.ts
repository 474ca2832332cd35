import * as z from 'zod';
import {
  chargeLineKinds,
  chargeStatuses,
  chargeTypes,
  providerNames,
  refundCauses,
} from '../../domain/charges/charges.ts';
import { instant, money, name, problem } from './conventions.ts';

/** The id of a payment method, as its provider gave it. */
export const paymentMethod = name(255).meta({
  description: 'Of the provider. The sandbox knows sandbox_ok, sandbox_declined and sandbox_async.',
  example: 'sandbox_ok',
});

/** Of the terms that a preview showed. */
export const termsDigest = z
  .string()
  .regex(/^[0-9a-f]{64}$/, 'A termsDigest, as a preview answered it.')
  .meta({ description: 'Of the terms that the preview showed. The order is refused when they differ now.' });

const chargeSubject = z.union([
  z.object({
    kind: z.enum(['purchase', 'renewal']),
    purchaseId: z.string(),
    packType: z.string(),
  }),
  z.object({ kind: z.literal('overage'), meter: z.string(), period: z.iso.date() }),
  z.object({
    kind: z.literal('theme'),
    purchaseId: z.string(),
    themeId: z.string(),
    creator: z.string(),
  }),
  z.object({
    kind: z.literal('refund'),
    chargeId: z.string(),
    type: z.enum(chargeTypes),
    cause: z.enum(refundCauses).optional().meta({
      description:
        'Why it was made, if no user asked for it. `correction`: a credit that no charge took up. `dispute`: a lost dispute; what it takes of a charge for overage is owed again.',
    }),
  }),
]);

const chargeLine = z.object({
  kind: z.enum(chargeLineKinds).optional().meta({
    description: 'What it is for; absent on lines from before lines had a kind.',
  }),
  period: z.iso.date().optional().meta({
    description:
      'Of `overage`, `correction` and refunds of them: the first day of the period that it was used in.',
  }),
  description: z.string(),
  quantity: z.int().meta({ description: 'In the unit of what is charged; 1 for a correction.' }),
  amount: money,
});

const surplusPayment = z.object({
  amount: money,
  status: z.enum(['pending', 'refunded', 'failed']).meta({
    description: 'How its refund stands. `failed`: operators refund it by hand.',
  }),
  recordedAt: instant,
});

export const charge = z
  .object({
    chargeId: z.string(),
    account: z.string(),
    type: z.enum(chargeTypes),
    amount: money,
    status: z.enum(chargeStatuses),
    createdAt: instant,
    settledAt: instant.nullable(),
    reason: z.string(),
    failure: z.string().nullable(),
    refunded: money,
    disputed: z.boolean(),
    surplus: z.array(surplusPayment).meta({
      description:
        'Payments that came in after the charge was paid. Each is refunded without being asked for.',
    }),
    dueAt: instant.nullable().meta({ description: 'Of a debt: from when on it is overdue.' }),
    subject: chargeSubject,
    lines: z.array(chargeLine),
  })
  .meta({ id: 'Charge', description: 'An amount that is outstanding, paid, waived or refunded.' });

export const payment = z
  .object({
    provider: z.enum(providerNames),
    checkoutUrl: z.string().optional(),
    clientSecret: z.string().optional(),
  })
  .meta({ id: 'Payment', description: 'Where the payer goes on, when there is something left to do.' });

/** For who buys again although a purchase of the same waits for its payment. */
export const allowPending = z.boolean().optional().meta({
  description:
    'Buy although another purchase of the same waits for its payment; without it that is refused with 409 `purchase-pending`, which names its `purchaseId`.',
});

export const paymentDeclined = problem.extend({ charge });
