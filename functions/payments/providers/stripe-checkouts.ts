import type Stripe from 'stripe';
import type { Canceled, PaymentState } from './provider.ts';
import { isPermanent, noSuchObject } from './stripe-refusals.ts';

/** Whether a payment is a Checkout Session. */
export const isCheckout = (reference: string): boolean => reference.startsWith('cs_');

/** Returns a Checkout Session and its payment. */
export const retrieveSession = (stripe: Stripe, reference: string) =>
  stripe.checkout.sessions.retrieve(reference, { expand: ['payment_intent'] });

/**
 * Cancels a payment or a checkout, or returns how it has ended, or that its money is on the way. Stripe takes no money
 * for an unknown id: a refused attempt has the id of its request.
 */
export async function cancel(stripe: Stripe, reference: string): Promise<Canceled> {
  if (!isCheckout(reference) && !reference.startsWith('pi_')) return { state: 'failed', reference };
  try {
    return await (isCheckout(reference) ? expire(stripe, reference) : cancelIntent(stripe, reference));
  } catch (error) {
    if (!noSuchObject(error)) throw error;
    return { state: 'failed', reference };
  }
}

const cancelIntent = async ({ paymentIntents }: Stripe, reference: string): Promise<Canceled> => {
  const intent = await paymentIntents.cancel(reference).catch((error) => {
    if (!isPermanent(error)) throw error;
    return paymentIntents.retrieve(reference);
  });
  return { state: stateOf(intent), reference };
};

async function expire(stripe: Stripe, reference: string): Promise<Canceled> {
  const session = await stripe.checkout.sessions.expire(reference).catch((error) => {
    if (!isPermanent(error)) throw error;
    return retrieveSession(stripe, reference);
  });
  const intent = session.payment_intent;
  const paidAs = typeof intent === 'string' ? intent : intent?.id;
  const state = checkoutStateOf(session);
  return { state, reference: state === 'succeeded' ? (paidAs ?? reference) : reference };
}

const intentStates: Readonly<Record<string, PaymentState>> = {
  succeeded: 'succeeded',
  canceled: 'failed',
  requires_payment_method: 'failed',
};

/** Returns the state of a payment. */
export const stateOf = ({ status }: Stripe.PaymentIntent): PaymentState => intentStates[status] ?? 'pending';

function checkoutStateOf(session: Stripe.Checkout.Session): PaymentState {
  if (session.status === 'expired') return 'failed';
  if (session.status !== 'complete') return 'pending';
  if (session.payment_status !== 'unpaid') return 'succeeded';
  const intent = session.payment_intent;
  return intent === null || typeof intent === 'string' ? 'pending' : stateOf(intent);
}
