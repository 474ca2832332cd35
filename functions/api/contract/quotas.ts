import * as z from 'zod';
import type { ContractOf } from '../kernel/call.ts';
import { account, accountParams, amount, flag, instant, meterOf, quota } from './conventions.ts';

const anyMeter = meterOf('counter', 'gauge', 'slots');

const check = z.object({
  allowed: z.boolean(),
  reason: z.enum(['quota-exceeded', 'hard-blocked']).nullable(),
  remaining: z.int(),
});

export const quotasContract = {
  'GET /v1/accounts/{account}/quotas': {
    summary: 'Get all quotas of an account',
    params: accountParams,
    query: z.strictObject({ explain: flag.optional() }),
    answers: {
      200: {
        description: 'As of this moment.',
        schema: z.object({ account: z.string(), asOf: instant, quotas: z.array(quota) }),
      },
    },
  },
  'POST /v1/accounts/{account}/quota-checks': {
    summary: 'Check a quota',
    description: 'Advisory: the check reserves nothing. Create a reservation to be certain.',
    params: accountParams,
    body: z.strictObject({ meter: anyMeter, amount }),
    answers: { 200: { description: 'Whether the amount is allowed, and why not.', schema: check } },
  },
  'POST /v1/quota-checks': {
    summary: 'Check quotas of several accounts',
    description: '1 to 100 checks of accounts that the caller can read, answered in the same order.',
    body: z
      .array(z.strictObject({ account, meter: anyMeter, amount }))
      .min(1, 'At least one check.')
      .max(100, 'At most 100 checks per request.'),
    answers: { 200: { description: 'One result per check, in order.', schema: z.array(check) } },
  },
} satisfies ContractOf<'quotas'>;
