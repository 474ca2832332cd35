import * as z from 'zod';
import { chargeStatuses } from '../../domain/charges/charges.ts';
import { type ChargeKind, chargeLineKinds, chargeTypes, refundCauses } from '../../domain/charges/kinds.ts';
import { providerNames } from '../../domain/providers.ts';
import { instant, money, name, problem } from './conventions.ts';

/** The provider's id of a payment method. */
export const paymentMethod = name(255).meta({
  description:
    'A payment method of the provider. The sandbox accepts sandbox_ok, sandbox_declined and sandbox_async.',
  example: 'sandbox_ok',
});

/** Digest of the terms that a preview showed. */
export const termsDigest = z
  .string()
  .regex(/^[0-9a-f]{64}$/, 'Must be a termsDigest returned by a preview.')
  .meta({
    description:
      'Digest of the terms that the preview returned. The request is rejected if the terms have changed since.',
  });

const packSubject = z.object({
  kind: z.enum(['purchase', 'renewal']),
  purchaseId: z.string(),
  packType: z.string(),
});

const subjects: Readonly<Record<ChargeKind, z.ZodType>> = {
  purchase: packSubject,
  renewal: packSubject,
  overage: z.object({ kind: z.literal('overage'), meter: z.string(), period: z.iso.date() }),
  theme: z.object({
    kind: z.literal('theme'),
    purchaseId: z.string(),
    themeId: z.string(),
    creator: z.string(),
  }),
  refund: z.object({
    kind: z.literal('refund'),
    chargeId: z.string(),
    type: z.enum(chargeTypes),
    cause: z.enum(refundCauses).optional().meta({
      description:
        'Why the service created the refund; absent if a user requested it. `correction`: a credit that was not applied to any charge. `dispute`: a lost dispute. A disputed amount of an overage charge becomes outstanding again.',
    }),
  }),
};

const chargeSubject = z.union([...new Set(Object.values(subjects))]);

const chargeLine = z.object({
  kind: z.enum(chargeLineKinds).optional().meta({
    description: 'The kind of the line. Absent on lines recorded before kinds were introduced.',
  }),
  period: z.iso.date().optional().meta({
    description: 'For `overage`, `correction` and their refunds: the first day of the usage period.',
  }),
  description: z.string(),
  quantity: z.int().meta({ description: 'In the unit of the item; 1 for a correction.' }),
  amount: money,
});

const surplusPayment = z.object({
  amount: money,
  status: z.enum(['pending', 'refunded', 'failed']).meta({
    description: 'State of the refund. `failed`: an operator refunds it manually.',
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
      description: 'Payments received after the charge was paid. Each is refunded automatically.',
    }),
    dueAt: instant.nullable().meta({ description: 'When an outstanding charge becomes overdue.' }),
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
  .meta({ id: 'Payment', description: 'How the payer completes the payment, if a step remains.' });

/** Allows a second purchase of the same pack or theme while the payment of the first is pending. */
export const allowPending = z.boolean().optional().meta({
  description:
    'Allows a second purchase of the same item while one awaits payment. Otherwise the request fails with 409 `purchase-pending` and the pending `purchaseId`.',
});

export const paymentDeclined = problem.extend({ charge });
