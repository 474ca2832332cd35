import type { Charge } from '../domain/charges.ts';
import type { Instant } from '../domain/time.ts';
import { providerNamed } from '../payments/providers.ts';
import { chargeNamed } from '../store/charges.ts';
import { noteOpen } from './collect.ts';
import { settle } from './settle.ts';

/** Has the provider give the money of a refund back. Asked again, it is the same refund. */
export async function giveBack(refund: Charge, now: Instant): Promise<Charge> {
  const { account, chargeId, subject, payment } = refund;
  if (subject.kind !== 'refund' || !payment?.open) return refund;
  const { value: original } = await chargeNamed(account, subject.chargeId);
  // After the original: a twin that has ended it since has counted it among what was given back before.
  const { value: current } = await chargeNamed(account, chargeId);
  if (!current.payment?.open) return current;
  const provider = await providerNamed(payment.provider);
  const made = await provider.refund({
    account,
    chargeId: original.chargeId,
    refundId: chargeId,
    reference: original.payment?.reference ?? '',
    amount: refund.amount,
    refundedBefore: original.refunded,
    idempotencyKey: chargeId,
  });
  if (made.state === 'pending') return noteOpen(account, chargeId, payment, made);
  const { charge } = await settle(account, chargeId, {
    event: made.state,
    at: now,
    by: `provider:${payment.provider}`,
    reference: made.reference,
    ...(made.reason === null ? {} : { failure: made.reason }),
  });
  return charge;
}
