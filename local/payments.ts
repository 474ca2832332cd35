import type { Charge } from '../functions/domain/charges/charges.ts';
import { ApiError } from '../functions/domain/errors.ts';
import { sandboxPayment, sandboxRefund } from '../functions/payments/providers/sandbox.ts';
import { enqueueSandboxEvent, type NewSandboxEvent } from '../functions/queue/sandbox.ts';
import { loadCharge, ownerOfCharge } from '../functions/store/charges/charges.ts';

export type PaymentOutcome =
  | 'succeeded'
  | 'failed'
  | 'paidAgain'
  | 'refundFailed'
  | 'disputed'
  | 'disputeWon'
  | 'disputeLost';

type ChargeRef = Pick<NewSandboxEvent, 'account' | 'chargeId' | 'reference'>;

/** The sandbox's event per outcome. `amount`: the disputed amount in minor units; default: the whole payment. */
const outcomeEvents: Readonly<
  Record<PaymentOutcome, (ref: ChargeRef, charge: Charge, amount?: number) => NewSandboxEvent>
> = {
  succeeded: (ref, { amount }) => ({ ...ref, type: 'payment.succeeded', paid: amount }),
  failed: (ref) => ({ ...ref, type: 'payment.failed', reason: 'The payment was declined.' }),
  paidAgain: (ref, { amount }) => ({
    ...ref,
    reference: `${ref.reference}_again`,
    type: 'payment.succeeded',
    paid: amount,
  }),
  refundFailed: (ref, refund) => ({ ...ref, type: 'refund.updated', refund: failedRefund(refund) }),
  disputed: (ref, _, amount) => ({ ...ref, type: 'dispute.opened', amount }),
  disputeWon: (ref, _, amount) => ({ ...ref, type: 'dispute.closed', won: true, amount }),
  disputeLost: (ref, _, amount) => ({ ...ref, type: 'dispute.closed', won: false, amount }),
};

const failedRefund = ({ chargeId, amount, payment }: Charge) => ({
  reference: payment?.reference ?? sandboxRefund(chargeId),
  refundId: chargeId,
  amount: amount.amount,
  state: 'failed' as const,
  reason: 'The bank rejected the refund: expired_or_canceled_card.',
});

/**
 * Makes the sandbox provider report an outcome of a charge's payment, or for `refundFailed` of a refund. Throws the
 * ApiError `not-found` for unknown charges, and `conflict` for `refundFailed` of a charge that is no refund.
 */
export async function reportPaymentOutcome(
  chargeId: string,
  outcome: PaymentOutcome,
  amount?: number,
): Promise<void> {
  const charge = await chargeOf(chargeId);
  const { subject } = charge;
  if (outcome === 'refundFailed' && subject.kind !== 'refund')
    throw new ApiError('conflict', `${chargeId} is not a refund. Send the id of a charge of type refund.`);
  const paid =
    outcome === 'refundFailed' && subject.kind === 'refund' ? await chargeOf(subject.chargeId) : charge;
  const attempt = paid.payment?.attempt ?? 1;
  // Before the provider was asked the charge has no reference. The sandbox derives it from the idempotency key.
  const reference = paid.payment?.reference ?? sandboxPayment(`${paid.chargeId}.${attempt}`);
  await enqueueSandboxEvent(
    outcomeEvents[outcome]({ account: paid.account, chargeId: paid.chargeId, reference }, charge, amount),
  );
}

async function chargeOf(chargeId: string): Promise<Charge> {
  const account = await ownerOfCharge(chargeId);
  const found = account === undefined ? undefined : await loadCharge(account, chargeId);
  if (!found) throw new ApiError('not-found', `There is no charge ${chargeId}.`);
  return found.value;
}
