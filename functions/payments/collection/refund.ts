import { type Charge, isRequestOver, OUTCOME_TIMEOUT } from '../../domain/charges/charges.ts';
import { refundMethods } from '../../domain/charges/refunds.ts';
import { type Instant, plus } from '../../domain/time.ts';
import { log, logForOperators } from '../../runtime/log.ts';
import { requireCharge } from '../../store/charges/charges.ts';
import { ProviderUnavailable, type Refund } from '../providers/provider.ts';
import { requireProvider } from '../providers/providers.ts';
import { recordPending, waitOn } from './collect.ts';
import { settle } from './settle.ts';

/** Makes a refund through its provider. Repeated calls make one refund. Without a response for a day it has failed. */
export async function makeRefund(refund: Charge, now: Instant): Promise<Charge> {
  const { account, chargeId, subject, payment } = refund;
  if (subject.kind !== 'refund' || !payment?.open || payment.reference !== null) return refund;
  if (isRequestOver(payment.startedAt, now)) return fail(refund, NO_ANSWER, now);
  const { value: original } = await requireCharge(account, subject.chargeId);
  const provider = await requireProvider(payment.provider);
  const made = await provider
    .refund({
      account,
      chargeId: original.chargeId,
      refundId: chargeId,
      reference: original.payment?.reference ?? '',
      amount: refund.amount,
      idempotencyKey: chargeId,
    })
    .catch((cause) => {
      throw new ProviderUnavailable(payment.provider, cause);
    });
  if (made.state === 'pending') return recordPending(account, chargeId, payment, made);
  return end(refund, { ...made, state: made.state }, now);
}

/** Works like `makeRefund`, but leaves the refund pending if the provider does not respond. The schedule retries it. */
export async function makeRefundNow(refund: Charge, now: Instant): Promise<Charge> {
  try {
    return await makeRefund(refund, now);
  } catch (error) {
    if (!(error instanceof ProviderUnavailable)) throw error;
    log.error('payment provider unavailable', { chargeId: refund.chargeId, error });
    return (await requireCharge(refund.account, refund.chargeId)).value;
  }
}

/** Checks the outcome of a refund that the provider has accepted. Without an outcome for 30 days it has failed. */
export async function checkRefund(refund: Charge, now: Instant): Promise<void> {
  const { account, chargeId, payment } = refund;
  if (!payment?.open || payment.reference === null) return;
  const found =
    payment.method === refundMethods.own || payment.method === refundMethods.named
      ? await (await requireProvider(payment.provider)).refundOf(payment.reference)
      : SUCCEEDED;
  if (found.state !== 'pending')
    await end(refund, { ...found, state: found.state === 'failed' ? 'returned' : found.state }, now);
  else if (now < plus(payment.startedAt, OUTCOME_TIMEOUT)) await waitOn(account, chargeId, now);
  else await fail(refund, NO_OUTCOME, now);
}

/** The provider reports such a refund only after it was made. */
const SUCCEEDED = { state: 'succeeded', reason: null } as const;

const NO_ANSWER = 'The payment provider did not respond for a day.';
const NO_OUTCOME = 'The payment provider reported no outcome for 30 days.';

async function end(
  { account, chargeId, payment }: Charge,
  {
    state,
    reference,
    reason,
  }: Pick<Refund, 'reason'> & {
    readonly state: 'succeeded' | 'failed' | 'returned';
    readonly reference?: string;
  },
  now: Instant,
): Promise<Charge> {
  const { charge } = await settle(account, chargeId, {
    event: state,
    at: now,
    by: `provider:${payment?.provider}`,
    ...(reference === undefined ? {} : { reference }),
    ...(reason === null ? {} : { failure: reason }),
  });
  return charge;
}

async function fail({ account, chargeId }: Charge, failure: string, now: Instant): Promise<Charge> {
  logForOperators('refund without outcome', { chargeId, reason: failure });
  return (await settle(account, chargeId, { event: 'failed', at: now, by: 'schedule', failure })).charge;
}
