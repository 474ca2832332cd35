import type Stripe from 'stripe';
import type { PaymentState, Refund, RefundRequest } from './provider.ts';
import { isCheckout, retrieveSession } from './stripe-checkouts.ts';
import { isPermanent, logRefusal, noSuchObject } from './stripe-refusals.ts';

/** Refunds a payment. A permanent refusal by Stripe is a failed refund; other errors are thrown. */
export async function refund(stripe: Stripe, request: RefundRequest): Promise<Refund> {
  try {
    const made = await stripe.refunds.create(
      {
        payment_intent: await intentOf(stripe, request.reference),
        amount: request.amount.amount,
        metadata: { account: request.account, chargeId: request.chargeId, refundId: request.refundId },
      },
      { idempotencyKey: request.idempotencyKey },
    );
    return refundOf(made);
  } catch (error) {
    if (!isPermanent(error)) throw error;
    logRefusal('refund', request.refundId, error);
    const reason =
      refusals[error.code ?? ''] ?? `The payment provider rejected the refund (${error.code ?? 'no code'}).`;
    return { reference: error.requestId ?? request.idempotencyKey, state: 'failed', reason };
  }
}

/** Returns the outcome of a refund. A refund that Stripe does not have was never made. */
export async function findRefund(stripe: Stripe, reference: string): Promise<Refund> {
  try {
    return refundOf(await stripe.refunds.retrieve(reference));
  } catch (error) {
    if (!noSuchObject(error)) throw error;
    return { reference, state: 'failed', reason: 'The payment provider has no such payment.' };
  }
}

/** Converts a refund of Stripe. */
export function refundOf({ id, status, failure_reason: why }: Stripe.Refund): Refund {
  const state = refundStates[status ?? ''] ?? 'pending';
  if (state !== 'failed') return { reference: id, state, reason: null };
  return {
    reference: id,
    state,
    reason: status === 'canceled' && !why ? CANCELED : `The bank rejected the refund: ${why ?? 'unknown'}.`,
  };
}

const CANCELED = 'The refund was canceled at the payment provider.';

const refundStates: Readonly<Record<string, PaymentState>> = {
  succeeded: 'succeeded',
  failed: 'failed',
  canceled: 'failed',
};

const refusals: Readonly<Record<string, string>> = {
  charge_already_refunded: 'The payment was already refunded.',
  charge_disputed: 'The payment is disputed. The bank decides.',
};

async function intentOf(stripe: Stripe, reference: string): Promise<string> {
  if (!isCheckout(reference)) return reference;
  const { payment_intent: intent } = await retrieveSession(stripe, reference);
  if (intent === null) throw new Error(`The checkout ${reference} was never paid.`);
  return typeof intent === 'string' ? intent : intent.id;
}
