import * as z from 'zod';
import { chargeStatuses } from '../../domain/charges/charges.ts';
import { idPattern } from '../../domain/ids.ts';
import type { ContractOf } from '../kernel/call.ts';
import { charge, payment, paymentDeclined, paymentMethod } from './charge.ts';
import {
  account,
  accountParams,
  instant,
  listOf,
  listQuery,
  money,
  previewQuery,
  reportQuery,
} from './conventions.ts';

export const chargeId = z.string().regex(idPattern('chg'), 'A charge id, as it was answered.');

const chargeParams = z.object({ account, chargeId });

const lastPayment = payment
  .extend({ open: z.boolean().meta({ description: 'Whether its outcome is still to come.' }) })
  .meta({ id: 'LastPayment' });

const adjustment = z
  .object({
    kind: z.enum(['debit', 'credit']),
    meter: z.string(),
    period: z
      .object({ start: instant, end: instant })
      .meta({ description: 'The closed period whose use was corrected.' }),
    amount: money.meta({ description: 'What waits of it, without a sign.' }),
    dueAt: instant.meta({ description: 'When the next close takes it up.' }),
  })
  .meta({
    id: 'Adjustment',
    description:
      'Money of a closed period that corrections have moved, and that the next close of its meter takes up.',
  });

export const chargesContract = {
  'GET /v1/accounts/{account}/charges': {
    summary: 'What was charged',
    description:
      'Those that were made from `from` up to `to`. With `Accept: text/csv` the same as CSV, one row a charge, UTF-8 with a byte order mark, as a file to save: all rows, or 413 `report-too-large` when they do not fit into one answer (about 5 MB). `amount` and `refunded` are in minor units, `amountDecimal` and `refundedDecimal` in the major unit; `refundOf` names the charge that a refund is of. The amount of a refund is positive: it is what was given back. With `limit` or `cursor` a part, and the header `x-next-cursor` leads on.',
    params: accountParams,
    query: reportQuery.extend({ status: z.enum(chargeStatuses).optional() }),
    answers: { 200: { description: 'Newest first.', schema: listOf(charge), csv: true } },
  },
  'GET /v1/accounts/{account}/charges/{chargeId}': {
    summary: 'One charge',
    params: chargeParams,
    answers: { 200: { description: 'As of this moment.', schema: charge } },
  },
  'GET /v1/accounts/{account}/charges/{chargeId}/payments': {
    summary: 'How a charge is being paid',
    description: 'For payers who come back: where they go on, while the outcome is still to come.',
    params: chargeParams,
    answers: {
      200: {
        description: 'The last try; empty when there was none.',
        schema: z.object({ items: z.array(lastPayment) }),
      },
    },
  },
  'POST /v1/accounts/{account}/charges/{chargeId}/payments': {
    summary: 'Pay a debt',
    description: 'A charge of type `overage` that is not paid yet, whole. Once it is, the account is free.',
    params: chargeParams,
    query: previewQuery,
    body: z.strictObject({ paymentMethod }),
    answers: {
      200: {
        description: 'The plan, with `preview=true`: what would be paid, by whom.',
        schema: z.object({ charge, amount: money, payment: payment.pick({ provider: true }) }),
      },
      201: { description: 'Paid, or under way.', schema: z.object({ charge, payment }) },
      402: { description: 'The payment was declined.', schema: paymentDeclined },
    },
  },
  'GET /v1/accounts/{account}/adjustments': {
    summary: 'List waiting adjustments',
    description:
      'What corrections of closed periods have come to and no charge has taken up yet. The next close of the meter bills a debit and credits a credit, whatever was used. What of a credit finds no charge is refunded to the payment that it is a credit of. The credit of a charge that is not paid yet waits until it is, and ends if that charge is waived.',
    params: accountParams,
    query: listQuery,
    answers: {
      200: {
        description: 'By meter, the newest period first. Empty when nothing waits.',
        schema: listOf(adjustment),
      },
    },
  },
} satisfies ContractOf<'charges'>;
