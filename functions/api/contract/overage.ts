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
  .meta({ id: 'UnitPrice', description: 'Price per started block of `per` units.' });

const period = z.object({ start: instant, end: instant });

const confirmation = z
  .object({
    meter: z.string(),
    cap: money.meta({ description: 'The maximum charge.' }),
    amount: z.int().meta({ description: 'The confirmed amount above the limit.' }),
    used: z.int().meta({ description: 'Usage above the limit so far.' }),
    estimate: money.meta({ description: 'The charge if the period closed now.' }),
    period,
    tranches: z.array(z.object({ quoteId: z.string(), amount: z.int(), unitPrice, total: money })),
  })
  .meta({ id: 'OverageConfirmation' });

export const overageContract = {
  'POST /v1/accounts/{account}/overage-quotes': {
    summary: 'Create an overage quote',
    description:
      'Quotes the price of usage above the limit. The quote is valid for 15 minutes, even if the price changes. The price covers one month: storage still above the limit in the next month must be confirmed again.',
    params: accountParams,
    body: z.strictObject({ meter, amount }),
    answers: {
      201: {
        description: 'The quote. Nothing is changed.',
        schema: z.object({
          quoteId: z.string(),
          meter: z.string(),
          amount: z.int(),
          unitPrice,
          total: money.meta({ description: 'Covers the month of `period` only.' }),
          pricedPer: z.literal('month'),
          period,
          expiresAt: instant,
        }),
      },
    },
  },
  'POST /v1/accounts/{account}/overage-confirmations': {
    summary: 'Confirm overage',
    description:
      'Accepts a quote: usage may exceed the limit by the quoted amount until the period closes. The actual overage is charged then, never more than the cap.',
    params: accountParams,
    query: previewQuery,
    body: z.strictObject({
      quoteId: z.string().regex(/^quo_[0-9a-f]{32}$/, 'Must be a quote id returned by the API.'),
    }),
    answers: {
      200: {
        description: 'With `preview=true`: the resulting confirmation.',
        schema: confirmation.extend({ preview: z.literal(true) }).meta({ id: 'OveragePlan' }),
      },
      201: { description: 'Confirmed.', schema: confirmation },
    },
  },
  'GET /v1/accounts/{account}/overage-confirmations/{meter}': {
    summary: 'Get the confirmed overage',
    params: z.object({ account, meter }),
    answers: { 200: { description: 'The confirmation of the current period.', schema: confirmation } },
  },
  'DELETE /v1/accounts/{account}/overage-confirmations/{meter}': {
    summary: 'Withdraw',
    description: 'Overage that is already used or reserved stays confirmed and is charged.',
    params: z.object({ account, meter }),
    answers: { 204: { description: 'Withdrawn. Repeating the request changes nothing.' } },
  },
} satisfies ContractOf<'overage'>;
