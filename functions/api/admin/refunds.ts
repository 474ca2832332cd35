import { type Charge, chargeView } from '../../domain/charges/charges.ts';
import { planRefund, type RefundOrder, refundableBy } from '../../domain/charges/refunds.ts';
import { ApiError } from '../../domain/errors.ts';
import { chargeIdOf } from '../../domain/ids.ts';
import { cny } from '../../domain/money.ts';
import { makeRefundNow } from '../../payments/collection/refund.ts';
import { requireCharge } from '../../store/charges/charges.ts';
import { beginRefund } from '../../store/charges/refunds.ts';
import { adjustmentsOf, refundableParts } from '../../store/charges/returning.ts';
import type { adminContract } from '../contract/admin.ts';
import type { Answer, Call } from '../kernel/call.ts';
import { inOurCurrency } from '../kernel/currency.ts';
import { accountOfCharge } from './owner.ts';

type RefundCall = Call<(typeof adminContract)['POST /v1/admin/charges/{chargeId}/refunds']>;

/** Refunds a charge, once per operation and never more than was paid. */
export async function refundCharge(call: RefundCall): Promise<Answer> {
  const order = await orderOf(call);
  if (call.query.preview) {
    const { value: original } = await requireCharge(order.account, order.chargeId);
    const parts = await refundableParts(original, await adjustmentsOf(original));
    const left = refundableBy(original, parts);
    return { status: 200, body: previewOf(original, planRefund(original, order, parts), left) };
  }
  const refund = await makeRefundNow(await beginRefund(order), call.now);
  if (refund.status === 'failed')
    throw new ApiError(
      'conflict',
      `The refund failed: ${refund.failure ?? 'the payment provider rejected it.'}`,
      {
        members: { charge: chargeView(refund) },
        isOutcome: true,
      },
    );
  return { status: 201, body: chargeView(refund) };
}

async function orderOf({ params, body, caller, operation }: RefundCall): Promise<RefundOrder> {
  return {
    refundId: chargeIdOf(operation),
    account: await accountOfCharge(params.chargeId),
    chargeId: params.chargeId,
    amount: body.amount ? inOurCurrency(body.amount, '/amount').amount : null,
    reason: body.reason,
    by: caller.subject,
    at: operation.begunAt,
    operation: operation.id,
  };
}

function previewOf(original: Charge, refund: Charge, left: number) {
  const isWhole = original.refunded + refund.amount.amount === original.amount.amount;
  const { subject } = original;
  return {
    refund: chargeView(refund),
    left: cny(left - refund.amount.amount),
    takesBack: isWhole && 'purchaseId' in subject ? subject.purchaseId : null,
  };
}
