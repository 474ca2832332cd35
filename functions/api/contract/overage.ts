import * as z from 'zod';
import { metersOf } from '../../domain/meters.ts';
import type { ContractOf } from '../kernel/call.ts';
import { account, accountParams, amount, instant, money, previewQuery } from './conventions.ts';

const names = metersOf('counter', 'gauge')
  .filter((meter) => meter.overage !== null)
  .map((meter) => meter.name);
const meter = z.enum(names, { error: `One of ${names.join(', ')}.` });

const unitPrice = z
  .object({ price: money, per: z.int() })
  .meta({ id: 'UnitPrice', description: 'For each started block of `per` units.' });

const period = z.object({ start: instant, end: instant });

const confirmation = z
  .object({
    meter: z.string(),
    cap: money.meta({ description: 'The most that will ever be charged.' }),
    amount: z.int().meta({ description: 'How far use may go beyond the limit.' }),
    used: z.int().meta({ description: 'How far it has gone.' }),
    estimate: money.meta({ description: 'What would be charged if the period closed now.' }),
    period,
    tranches: z.array(z.object({ quoteId: z.string(), amount: z.int(), unitPrice, total: money })),
  })
  .meta({ id: 'OverageConfirmation' });

export const overageContract = {
  'POST /v1/accounts/{account}/overage-quotes': {
    summary: 'What would it cost to go beyond the limit?',
    description:
      'Holds for 15 minutes, also when the price changes meanwhile. The price is for one month: storage that is still beyond the limit in the next month has to be confirmed again.',
    params: accountParams,
    body: z.strictObject({ meter, amount }),
    answers: {
      201: {
        description: 'An offer; nothing is changed by it.',
        schema: z.object({
          quoteId: z.string(),
          meter: z.string(),
          amount: z.int(),
          unitPrice,
          total: money.meta({ description: 'For the month of `period`, not for longer.' }),
          pricedPer: z.literal('month'),
          period,
          expiresAt: instant,
        }),
      },
    },
  },
  'POST /v1/accounts/{account}/overage-confirmations': {
    summary: 'Take a quote up',
    description:
      'Use may go beyond the limit by the quoted amount until the period closes. What was really used of it is charged then, never more than the cap.',
    params: accountParams,
    query: previewQuery,
    body: z.strictObject({
      quoteId: z.string().regex(/^quo_[0-9a-f]{32}$/, 'A quote id, as it was answered.'),
    }),
    answers: {
      200: {
        description: 'With `preview=true`: what would be confirmed then.',
        schema: confirmation.extend({ preview: z.literal(true) }).meta({ id: 'OveragePlan' }),
      },
      201: { description: 'Confirmed.', schema: confirmation },
    },
  },
  'GET /v1/accounts/{account}/overage-confirmations/{meter}': {
    summary: 'What is confirmed',
    params: z.object({ account, meter }),
    answers: { 200: { description: 'In the running period.', schema: confirmation } },
  },
  'DELETE /v1/accounts/{account}/overage-confirmations/{meter}': {
    summary: 'Withdraw',
    description: 'What is used or reserved beyond the limit stays confirmed, and owed.',
    params: z.object({ account, meter }),
    answers: { 204: { description: 'Withdrawn, or nothing was confirmed.' } },
  },
} satisfies ContractOf<'overage'>;
