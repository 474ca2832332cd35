import * as z from 'zod';
import { providerNames } from '../../domain/providers.ts';
import type { ContractOf } from '../kernel/call.ts';

export const paymentsContract = {
  'POST /v1/payments/webhooks/{provider}': {
    summary: 'Receive a payment provider event',
    description:
      'Signed by the provider. The event is stored before it is acknowledged, and applied once, in any order.',
    params: z.object({ provider: z.enum(providerNames, { error: `One of ${providerNames.join(', ')}.` }) }),
    body: z.looseObject({}),
    answers: {
      200: {
        description: 'Stored. `ignored`: the service does not use events of this type.',
        schema: z.object({ received: z.literal(true), ignored: z.boolean() }),
      },
    },
  },
} satisfies ContractOf<'payments'>;
