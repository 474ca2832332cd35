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
    summary: 'All quotas of an account',
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
    summary: 'Would this much fit?',
    description: 'Takes nothing: it is advice. To be sure, reserve.',
    params: accountParams,
    body: z.strictObject({ meter: anyMeter, amount }),
    answers: { 200: { description: 'Yes or no, and why.', schema: check } },
  },
  'POST /v1/quota-checks': {
    summary: 'Would these fit?',
    description: 'From 1 to 100 checks, of accounts that the caller may read; answers in order.',
    body: z
      .array(z.strictObject({ account, meter: anyMeter, amount }))
      .min(1, 'At least one check.')
      .max(100, 'At most 100 checks in a call.'),
    answers: { 200: { description: 'One answer for each.', schema: z.array(check) } },
  },
} satisfies ContractOf<'quotas'>;
