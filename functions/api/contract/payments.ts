import * as z from 'zod';
import { providerNames } from '../../domain/charges/charges.ts';
import type { ContractOf } from '../kernel/call.ts';

export const paymentsContract = {
  'POST /v1/payments/webhooks/{provider}': {
    summary: "A payment provider's event",
    description: 'Signed by the provider. Kept before it is acknowledged; applied once, in any order.',
    params: z.object({ provider: z.enum(providerNames, { error: `One of ${providerNames.join(', ')}.` }) }),
    body: z.looseObject({}),
    answers: {
      200: {
        description: 'Kept. `ignored` says that it is of a kind that does not concern us.',
        schema: z.object({ received: z.literal(true), ignored: z.boolean() }),
      },
    },
  },
} satisfies ContractOf<'payments'>;
