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

export const chargeId = z.string().regex(idPattern('chg'), 'Must be a charge id returned by the API.');

const chargeParams = z.object({ account, chargeId });

const lastPayment = payment
  .extend({ open: z.boolean().meta({ description: 'Whether the outcome is pending.' }) })
  .meta({ id: 'LastPayment' });

const adjustment = z
  .object({
    kind: z.enum(['debit', 'credit']),
    meter: z.string(),
    period: z
      .object({ start: instant, end: instant })
      .meta({ description: 'The closed period whose usage was corrected.' }),
    amount: money.meta({ description: 'The waiting amount, without a sign.' }),
    dueAt: instant.meta({ description: 'When the next close applies it.' }),
  })
  .meta({
    id: 'Adjustment',
    description:
      'An amount by which corrections changed a closed period. The next close of the meter applies it.',
  });

export const chargesContract = {
  'GET /v1/accounts/{account}/charges': {
    summary: 'List charges',
    description:
      'Charges created from `from` up to `to`. `Accept: text/csv` returns a CSV file (UTF-8 with a byte order mark) with one row per charge. Without `limit` or `cursor` it contains all rows, or the request fails with 413 `report-too-large` above about 5 MB. With them it is paged, and the header `x-next-cursor` holds the next cursor. `amount` and `refunded` are in minor units, `amountDecimal` and `refundedDecimal` in the major unit. `refundOf` is the refunded charge. Amounts of refunds are positive.',
    params: accountParams,
    query: reportQuery.extend({ status: z.enum(chargeStatuses).optional() }),
    answers: { 200: { description: 'Newest first.', schema: listOf(charge), csv: true } },
  },
  'GET /v1/accounts/{account}/charges/{chargeId}': {
    summary: 'Get a charge',
    params: chargeParams,
    answers: { 200: { description: 'The current state.', schema: charge } },
  },
  'GET /v1/accounts/{account}/charges/{chargeId}/payments': {
    summary: 'Get the payment of a charge',
    description: 'Lets a returning payer complete a payment whose outcome is pending.',
    params: chargeParams,
    answers: {
      200: {
        description: 'The latest attempt. Empty if there is none.',
        schema: z.object({ items: z.array(lastPayment) }),
      },
    },
  },
  'POST /v1/accounts/{account}/charges/{chargeId}/payments': {
    summary: 'Pay a charge',
    description:
      'Pays an outstanding charge of type `overage` in full. A suspended account is restored once the payment succeeds.',
    params: chargeParams,
    query: previewQuery,
    body: z.strictObject({ paymentMethod }),
    answers: {
      200: {
        description: 'With `preview=true`: the plan, with the amount and the account.',
        schema: z.object({ charge, amount: money, payment: payment.pick({ provider: true }) }),
      },
      201: { description: 'The payment succeeded or is pending.', schema: z.object({ charge, payment }) },
      402: { description: 'The payment was declined.', schema: paymentDeclined },
    },
  },
  'GET /v1/accounts/{account}/adjustments': {
    summary: 'List pending adjustments',
    description:
      'Amounts from corrections of closed periods that no charge includes yet. The next close of the meter bills debits and applies credits, whatever the usage. Credit that exceeds the charge is refunded to the original payment. A credit for an unpaid charge waits until the charge is paid, and lapses if it is waived.',
    params: accountParams,
    query: listQuery,
    answers: {
      200: {
        description: 'By meter, newest period first. Empty if none are pending.',
        schema: listOf(adjustment),
      },
    },
  },
} satisfies ContractOf<'charges'>;
