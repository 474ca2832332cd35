import { type Charge, isRequestOver, type Surplus } from '../../domain/charges/charges.ts';
import { dueSurplus, type SurplusOutcome } from '../../domain/charges/surplus.ts';
import { cny } from '../../domain/money.ts';
import type { Instant } from '../../domain/time.ts';
import { logForOperators } from '../../runtime/log.ts';
import { recordSurplusOutcome } from '../../store/charges/surplus.ts';
import type { Refund } from '../providers/provider.ts';
import { requireProvider } from '../providers/providers.ts';

/** Refunds the surplus payments of a charge. Repeated calls make one refund each. */
export async function refundSurplus(charge: Charge, now: Instant): Promise<void> {
  for (const surplus of dueSurplus(charge, now)) {
    const outcome = await outcomeOf(charge, surplus, now);
    await handleSurplusOutcome(charge, surplus, outcome, now);
  }
}

/** Records the outcome of a surplus refund, and logs a failure for operators. */
export async function handleSurplusOutcome(
  { account, chargeId }: Charge,
  payment: Pick<Surplus, 'provider' | 'reference'>,
  outcome: SurplusOutcome,
  now: Instant,
): Promise<void> {
  const isNews = await recordSurplusOutcome(account, chargeId, payment, outcome, now);
  if (isNews && outcome.state === 'failed')
    logForOperators('surplus payment not refunded', {
      chargeId,
      payment: payment.reference,
      reason: outcome.reason,
    });
}

async function outcomeOf(charge: Charge, surplus: Surplus, now: Instant): Promise<SurplusOutcome> {
  const { refundReference, recordedAt } = surplus;
  if (refundReference === null && isRequestOver(recordedAt, now)) return NO_ANSWER;
  const { reference, state, reason } = await askFor(charge, surplus);
  return { refundReference: reference, state, reason };
}

const NO_ANSWER: SurplusOutcome = {
  state: 'failed',
  refundReference: null,
  reason: 'The payment provider did not respond for a day.',
};

async function askFor({ account, chargeId }: Charge, surplus: Surplus): Promise<Refund> {
  const provider = await requireProvider(surplus.provider);
  if (surplus.refundReference !== null) return provider.refundOf(surplus.refundReference);
  const refundId = `${chargeId}.surplus.${surplus.reference}`;
  return provider.refund({
    account,
    chargeId,
    refundId,
    reference: surplus.reference,
    amount: cny(surplus.amount),
    idempotencyKey: refundId,
  });
}
