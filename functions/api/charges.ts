import { type Adjustment, nextCloseAt } from '../domain/charges/adjustments.ts';
import { type Charge, chargeView } from '../domain/charges/charges.ts';
import { cellsOf } from '../domain/charges/kinds.ts';
import { refuseUnpayable } from '../domain/charges/payments.ts';
import { cny, moneyText } from '../domain/money.ts';
import { periodOfDay } from '../domain/periods.ts';
import { type Instant, iso } from '../domain/time.ts';
import { beginPayment } from '../payments/collection/collect.ts';
import { listPending } from '../store/charges/adjustments.ts';
import { listCharges, requireCharge } from '../store/charges/charges.ts';
import type { ListPart } from '../store/table/list.ts';
import { chosenMethod, paymentView, payNow, withPayment } from './checkout.ts';
import { chargesContract } from './contract/charges.ts';
import { USUAL_PART } from './contract/conventions.ts';
import { auditedReads } from './kernel/audited-reads.ts';
import { type Cell, csvAnswer, refuseEmptyRange, reportName } from './kernel/csv.ts';
import { endpoint } from './kernel/http.ts';
import { answerOnce } from './kernel/idempotency.ts';

export const handler = endpoint(chargesContract, answerOnce, {
  'GET /v1/accounts/{account}/charges': async ({ params: { account }, query, accept }) => {
    const { limit, cursor, ...which } = query;
    refuseEmptyRange(which);
    const read = (part: ListPart) => listCharges(account, { ...which, ...part });
    if (accept === 'csv')
      return csvAnswer({ columns, rowOf, read, fileName: reportName('charges', account, which) }, query);
    const { items, nextCursor } = await read({ limit: limit ?? USUAL_PART, cursor });
    const body = { items: items.map(chargeView), nextCursor };
    return { status: 200, body, headers: { vary: 'accept' } };
  },

  'GET /v1/accounts/{account}/charges/{chargeId}': async ({ params: { account, chargeId } }) => {
    const { value: charge } = await requireCharge(account, chargeId);
    return { status: 200, body: chargeView(charge) };
  },

  'GET /v1/accounts/{account}/charges/{chargeId}/payments': async ({ params: { account, chargeId } }) => {
    const { value: charge } = await requireCharge(account, chargeId);
    const payment = paymentView(charge);
    const open = charge.payment?.open ?? false;
    return { status: 200, body: { items: payment ? [{ ...payment, open }] : [] } };
  },

  'POST /v1/accounts/{account}/charges/{chargeId}/payments': async ({ params, query, body, ...call }) => {
    const { account, chargeId } = params;
    const { value: known } = await requireCharge(account, chargeId);
    const { provider, method } = await chosenMethod(body.paymentMethod);
    if (query.preview) {
      refuseUnpayable(known);
      const plan = { charge: chargeView(known), amount: known.amount, payment: { provider: provider.name } };
      return { status: 200, body: plan };
    }
    const begun = await beginPayment(account, chargeId, provider.name, method, call.operation);
    const charge = await payNow(begun, call.now);
    return { status: 201, body: withPayment({}, charge) };
  },

  'GET /v1/accounts/{account}/adjustments': async ({ params: { account }, query, now }) => {
    const { items, nextCursor } = await listPending(account, query);
    const views = items.map((adjustment) => adjustmentView(adjustment, now));
    return { status: 200, body: { items: views, nextCursor } };
  },
}).use(auditedReads);

/** Builds the API's view of an adjustment. */
function adjustmentView(adjustment: Adjustment, now: Instant) {
  const { meter, period, pending } = adjustment;
  const { start, end } = periodOfDay(period);
  return {
    kind: pending > 0 ? ('debit' as const) : ('credit' as const),
    meter,
    period: { start: iso(start), end: iso(end) },
    amount: cny(Math.abs(pending)),
    dueAt: iso(nextCloseAt(adjustment, now)),
  };
}

/** Add new columns at the end: files of earlier months keep their column positions. */
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
  'amountDecimal',
  'refundedDecimal',
  'dueAt',
  'disputed',
  'failure',
  'refundOf',
  'purchaseId',
  'themeId',
  'lines',
] as const;

function rowOf(charge: Charge): Readonly<Record<(typeof columns)[number], Cell>> {
  const { subject, settledAt, dueAt, refunded, ...view } = chargeView(charge);
  return {
    chargeId: view.chargeId,
    createdAt: view.createdAt,
    settledAt: settledAt ?? '',
    type: view.type,
    status: view.status,
    amount: view.amount.amount,
    currency: view.amount.currency,
    refunded: refunded.amount,
    reason: view.reason,
    ...cellsOf(subject),
    amountDecimal: view.amount,
    refundedDecimal: refunded,
    dueAt: dueAt ?? '',
    disputed: view.disputed,
    failure: view.failure ?? '',
    lines: view.lines.map(({ description, amount }) => `${description}: ${moneyText(amount)}`).join('; '),
  };
}
