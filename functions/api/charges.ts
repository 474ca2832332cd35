import { stringify } from 'csv-stringify/sync';
import { beginPayment, collect, refuseUnpayable } from '../charging/collect.ts';
import { type Charge, chargeView } from '../domain/charges.ts';
import { iso } from '../domain/time.ts';
import { chargeNamed, listCharges } from '../store/charges.ts';
import { chargesContract } from './contract/charges.ts';
import { endpoint } from './http.ts';
import { answerOnce } from './idempotency.ts';
import { chosenMethod, paymentView, refuseDeclined } from './paying.ts';

export const handler = endpoint(chargesContract, answerOnce, {
  'GET /v1/accounts/{account}/charges': async ({ params: { account }, query, accept }) => {
    const { items, nextCursor } = await listCharges(account, query);
    const headers = { vary: 'accept', ...(nextCursor === null ? {} : { 'x-next-cursor': nextCursor }) };
    if (accept === 'csv') return { status: 200, csv: csvOf(items), headers };
    return { status: 200, body: { items: items.map(chargeView), nextCursor }, headers };
  },

  'GET /v1/accounts/{account}/charges/{chargeId}': async ({ params: { account, chargeId } }) => {
    const { value: charge } = await chargeNamed(account, chargeId);
    return { status: 200, body: chargeView(charge) };
  },

  'GET /v1/accounts/{account}/charges/{chargeId}/payments': async ({ params: { account, chargeId } }) => {
    const { value: charge } = await chargeNamed(account, chargeId);
    const payment = paymentView(charge);
    const open = charge.payment?.open ?? false;
    return { status: 200, body: { items: payment ? [{ ...payment, open }] : [] } };
  },

  'POST /v1/accounts/{account}/charges/{chargeId}/payments': async ({ params, query, body, ...call }) => {
    const { account, chargeId } = params;
    const { value: known } = await chargeNamed(account, chargeId);
    const { provider, method } = await chosenMethod(body.paymentMethod);
    if (query.preview) {
      refuseUnpayable(known);
      const plan = { charge: chargeView(known), amount: known.amount, payment: { provider: provider.name } };
      return { status: 200, body: plan };
    }
    const begun = await beginPayment(account, chargeId, provider.name, method, call.operation);
    const charge = await collect(begun, call.now);
    refuseDeclined(charge);
    return { status: 201, body: { charge: chargeView(charge), payment: paymentView(charge) } };
  },
});

/** A cell that looks like a formula is written so that no spreadsheet runs it. */
const csvOf = (charges: readonly Charge[]): string =>
  stringify(charges.map(rowOf), { header: true, columns: [...columns], escape_formulas: true });

const columns = [
  'chargeId',
  'createdAt',
  'settledAt',
  'type',
  'status',
  'amount',
  'currency',
  'refunded',
  'reason',
  'packType',
  'meter',
  'period',
] as const;

function rowOf(charge: Charge): Readonly<Record<(typeof columns)[number], string | number>> {
  const { subject, settledAt } = charge;
  return {
    chargeId: charge.chargeId,
    createdAt: iso(charge.createdAt),
    settledAt: settledAt === null ? '' : iso(settledAt),
    type: charge.type,
    status: charge.status,
    amount: charge.amount.amount,
    currency: charge.amount.currency,
    refunded: charge.refunded,
    reason: charge.reason,
    packType: 'packType' in subject ? subject.packType : '',
    meter: 'meter' in subject ? subject.meter : '',
    period: 'period' in subject ? subject.period : '',
  };
}
