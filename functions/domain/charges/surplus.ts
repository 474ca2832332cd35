import type { Money } from '../money.ts';
import { DAY, type Instant, plus } from '../time.ts';
import type { Charge, Surplus } from './charges.ts';

/** A payment of a charge, as reported. */
export interface ReceivedPayment {
  readonly provider: Surplus['provider'];
  readonly reference: string;
  /** The paid amount, if the provider reports it. */
  readonly paid?: Pick<Money, 'amount'> | undefined;
}

/**
 * Records a received payment with its charge; returns the same charge if it is known. The charge stores the reference
 * of the payment that paid it. Any other payment is surplus, to be refunded from now on.
 */
export function withPayment(charge: Charge, received: ReceivedPayment, now: Instant): Charge {
  const { payment, status, surplus = [] } = charge;
  if (!payment || (status !== 'succeeded' && status !== 'refunded')) return charge;
  const { provider, reference, paid } = received;
  if (payment.reference === null) return { ...charge, payment: { ...payment, reference } };
  if (payment.reference === reference || surplus.some((one) => one.reference === reference)) return charge;
  const amount = paid?.amount ?? charge.amount.amount;
  const added: Surplus = {
    provider,
    reference,
    amount,
    recordedAt: now,
    status: 'pending',
    refundReference: null,
    failure: null,
    lookAt: now,
  };
  return { ...charge, surplus: [...surplus, added] };
}

export const surplusOf = ({ surplus = [] }: Charge, reference: string): Surplus | undefined =>
  surplus.find((one) => one.reference === reference);

/** The outcome of the refund of a surplus payment. */
export interface SurplusOutcome {
  readonly state: 'pending' | 'succeeded' | 'failed';
  /** The provider's id of the refund; null if it never made one. */
  readonly refundReference: string | null;
  readonly reason: string | null;
}

/** Returns the charge after an outcome of a surplus refund; the same charge if it is known. */
export function withSurplusOutcome(
  charge: Charge,
  reference: string,
  { state, refundReference, reason }: SurplusOutcome,
  now: Instant,
): Charge {
  const known = surplusOf(charge, reference);
  if (!known) return charge;
  const isSame = refundReference !== null && refundReference === known.refundReference;
  // A failed refund stays failed, but an operator may make another one. Only its own failure undoes a success.
  if (known.status === 'failed' && (isSame || state === 'failed')) return charge;
  if (known.status === 'refunded' && !(isSame && state === 'failed')) return charge;
  if (known.status === 'pending' && isSame && state === 'pending' && known.lookAt > now) return charge;
  const next: Surplus = {
    ...known,
    status: state === 'succeeded' ? 'refunded' : state,
    refundReference: refundReference ?? known.refundReference,
    failure: reason,
    lookAt: plus(now, DAY),
  };
  const surplus = (charge.surplus ?? []).map((one) => (one.reference === reference ? next : one));
  return { ...charge, surplus };
}

/** Returns the surplus payments whose refund is due. */
export const dueSurplus = ({ surplus = [] }: Charge, now: Instant): readonly Surplus[] =>
  surplus.filter(({ status, lookAt }) => status === 'pending' && lookAt <= now);
