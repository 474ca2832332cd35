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

type Facts = Pick<NewSandboxEvent, 'account' | 'chargeId' | 'reference'>;

/** What the sandbox tells. `amount`: of a dispute, in minor units; without it, all that was paid. */
const news: Readonly<
  Record<PaymentOutcome, (facts: Facts, charge: Charge, amount?: number) => NewSandboxEvent>
> = {
  succeeded: (facts, { amount }) => ({ ...facts, type: 'payment.succeeded', paid: amount }),
  failed: (facts) => ({ ...facts, type: 'payment.failed', reason: 'The payment was declined.' }),
  paidAgain: (facts, { amount }) => ({
    ...facts,
    reference: `${facts.reference}_again`,
    type: 'payment.succeeded',
    paid: amount,
  }),
  refundFailed: (facts, refund) => ({ ...facts, type: 'refund.updated', refund: failedRefund(refund) }),
  disputed: (facts, _, amount) => ({ ...facts, type: 'dispute.opened', amount }),
  disputeWon: (facts, _, amount) => ({ ...facts, type: 'dispute.closed', won: true, amount }),
  disputeLost: (facts, _, amount) => ({ ...facts, type: 'dispute.closed', won: false, amount }),
};

const failedRefund = ({ chargeId, amount, payment }: Charge) => ({
  reference: payment?.reference ?? sandboxRefund(chargeId),
  refundId: chargeId,
  amount: amount.amount,
  state: 'failed' as const,
  reason: 'The bank rejected the refund: expired_or_canceled_card.',
});

/**
 * Has the sandbox provider tell what became of a charge's payment, or, for `refundFailed`, of a refund. Throws the ApiError
 * `not-found`: no such charge; `conflict`: `refundFailed` of a charge that is no refund.
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
  // Until the provider was asked its id is not known here: it follows from what it will be asked.
  const reference = paid.payment?.reference ?? sandboxPayment(`${paid.chargeId}.${attempt}`);
  await enqueueSandboxEvent(
    news[outcome]({ account: paid.account, chargeId: paid.chargeId, reference }, charge, amount),
  );
}

async function chargeOf(chargeId: string): Promise<Charge> {
  const account = await ownerOfCharge(chargeId);
  const kept = account === undefined ? undefined : await loadCharge(account, chargeId);
  if (!kept) throw new ApiError('not-found', `There is no charge ${chargeId}.`);
  return kept.value;
}
