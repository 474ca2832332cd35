import type { AccountId } from '../../domain/accounts.ts';
import {
  type Charge,
  type ChargePayment,
  isRequestOver,
  OUTCOME_TIMEOUT,
  PAYMENT_TIMEOUT,
} from '../../domain/charges/charges.ts';
import { afterAttempt, firstPayment, refuseUnpayable } from '../../domain/charges/payments.ts';
import { ApiError } from '../../domain/errors.ts';
import type { Operation } from '../../domain/ids.ts';
import type { ProviderName } from '../../domain/providers.ts';
import { type Instant, plus } from '../../domain/time.ts';
import { log, logForOperators } from '../../runtime/log.ts';
import { replaceCharge, requireCharge } from '../../store/charges/charges.ts';
import { saveWaiting } from '../../store/packs/pending.ts';
import { RETRY, retryOnConflict } from '../../store/table/conditional-write.ts';
import { type Payment, ProviderUnavailable } from '../providers/provider.ts';
import { requireProvider } from '../providers/providers.ts';
import { recordPaid, settle } from './settle.ts';

/**
 * Requests the payment of a charge from its provider and records the result. The attempt is the idempotency key, so an
 * interrupted call may be repeated. An attempt without a response for a day has failed. Throws `ProviderUnavailable`.
 */
export async function collect(charge: Charge, now: Instant): Promise<Charge> {
  const { account, chargeId, payment: order } = charge;
  if (!order?.open || order.reference !== null) return charge;
  if (isRequestOver(order.startedAt, now)) return failAttempt(charge, order, NO_ANSWER, now);
  const other = await closeEarlier(charge, order, now);
  if (other) return other;
  const provider = await requireProvider(order.provider);
  const payment = await provider
    .pay({
      account,
      chargeId,
      amount: charge.amount,
      description: charge.reason,
      method: order.method,
      idempotencyKey: `${chargeId}.${order.attempt}`,
    })
    .catch(async (cause) => {
      if (cause instanceof ApiError)
        return { reference: chargeId, state: 'failed', reason: cause.message } as const;
      await recordUnanswered(account, chargeId, order);
      throw new ProviderUnavailable(order.provider, cause);
    });
  if (payment.state === 'pending') return recordPending(account, chargeId, order, payment);
  if (payment.state === 'succeeded') return settleBy(charge, { ...order, reference: payment.reference }, now);
  return failAttempt(charge, order, payment.reason ?? 'The payment failed.', now, payment.reference);
}

const NO_ANSWER = 'The payment provider did not respond for a day.';

/** Works like `collect`, but leaves the payment pending if the provider does not respond. The schedule retries it. */
export async function collectNow(charge: Charge, now: Instant): Promise<Charge> {
  try {
    return await collect(charge, now);
  } catch (error) {
    if (!(error instanceof ProviderUnavailable)) throw error;
    log.error('payment provider unavailable', { chargeId: charge.chargeId, error });
    return (await requireCharge(charge.account, charge.chargeId)).value;
  }
}

const settleBy = async (
  { account, chargeId }: Charge,
  { provider, reference }: Pick<ChargePayment, 'provider'> & { readonly reference: string },
  now: Instant,
): Promise<Charge> =>
  (await recordPaid(account, chargeId, { provider, reference }, { at: now, by: `provider:${provider}` }))
    .charge;

async function failAttempt(
  { account, chargeId }: Charge,
  { provider }: ChargePayment,
  failure: string,
  now: Instant,
  reference?: string,
): Promise<Charge> {
  const { charge } = await settle(account, chargeId, {
    event: 'failed',
    at: now,
    by: `provider:${provider}`,
    failure,
    ...(reference === undefined ? {} : { reference }),
  });
  return charge;
}

/**
 * Cancels earlier attempts, so that they cannot be paid any more. If one was paid, it pays the charge. If the money of
 * one is on the way, the charge waits for it. In both cases returns the charge, and nothing is requested.
 */
async function closeEarlier(charge: Charge, order: ChargePayment, now: Instant): Promise<Charge | null> {
  const { account, chargeId } = charge;
  for (const { provider, reference } of order.earlier ?? []) {
    if (reference === null) continue;
    const canceled = await (await requireProvider(provider)).cancel(reference).catch((cause) => {
      throw new ProviderUnavailable(provider, cause);
    });
    if (canceled.state === 'succeeded')
      return settleBy(charge, { provider, reference: canceled.reference }, now);
    if (canceled.state === 'pending') return recordPending(account, chargeId, order, canceled, provider);
  }
  // The cancellation's own event may have been applied first.
  const { value: current } = order.earlier ? await requireCharge(account, chargeId) : { value: charge };
  return current.payment?.open && current.payment.attempt === order.attempt ? null : current;
}

/** Stores the payer's next step, if there is one, with the charge while the outcome is pending. */
export async function recordPending(
  account: AccountId,
  chargeId: string,
  order: ChargePayment,
  { reference, checkoutUrl, clientSecret }: Pick<Payment, 'reference' | 'checkoutUrl' | 'clientSecret'>,
  provider = order.provider,
): Promise<Charge> {
  return retryOnConflict(async () => {
    const { value: charge, version } = await requireCharge(account, chargeId);
    const { payment } = charge;
    // The provider's event was applied before this response.
    if (!payment?.open || payment.attempt !== order.attempt || payment.reference !== null) return charge;
    const next: Charge = {
      ...charge,
      payment: {
        ...payment,
        provider,
        reference,
        waiting: true,
        ...(checkoutUrl === undefined ? {} : { checkoutUrl }),
        ...(clientSecret === undefined ? {} : { clientSecret }),
      },
    };
    return (await saveWaiting({ value: next, version })) ? next : RETRY;
  });
}

/** The provider has not responded, so record that the payment waits. */
async function recordUnanswered(account: AccountId, chargeId: string, order: ChargePayment): Promise<void> {
  await retryOnConflict(async () => {
    const { value: charge, version } = await requireCharge(account, chargeId);
    const { payment } = charge;
    if (!payment?.open || payment.attempt !== order.attempt || payment.waiting) return true;
    const value: Charge = { ...charge, payment: { ...payment, waiting: true } };
    return (await saveWaiting({ value, version })) || RETRY;
  });
}

/** Starts another attempt to pay a debt, or finds the one that this operation started. Throws `conflict`. */
export async function beginPayment(
  account: AccountId,
  chargeId: string,
  provider: ProviderName,
  method: string,
  operation: Operation,
): Promise<Charge> {
  return retryOnConflict(async () => {
    const { value: charge, version } = await requireCharge(account, chargeId);
    if (charge.payment?.operation === operation.id) return charge;
    refuseUnpayable(charge);
    const next: Charge = {
      ...charge,
      status: 'pending',
      settledAt: null,
      payment: { ...firstPayment({ provider, method }, operation), ...afterAttempt(charge.payment) },
    };
    return (await replaceCharge({ value: next, version })) ? next : RETRY;
  });
}

/** Postpones the next check by a day, because the provider has no outcome yet. */
export async function waitOn(account: AccountId, chargeId: string, now: Instant): Promise<void> {
  await retryOnConflict(async () => {
    const { value: charge, version } = await requireCharge(account, chargeId);
    if (!charge.payment?.open) return true;
    const value: Charge = { ...charge, payment: { ...charge.payment, lookAt: plus(now, PAYMENT_TIMEOUT) } };
    return (await replaceCharge({ value, version })) || RETRY;
  });
}

/**
 * Cancels a payment that has been open for too long, or records its success if it was paid after all. A payment that
 * the provider cannot cancel is checked daily and fails after 30 days; a later success still counts.
 */
export async function abandon(charge: Charge, now: Instant): Promise<void> {
  const { account, chargeId, payment } = charge;
  if (!payment?.open || payment.reference === null) return;
  const { provider, reference, startedAt } = payment;
  const isOver = now >= plus(startedAt, OUTCOME_TIMEOUT);
  const canceled = await (await requireProvider(provider)).cancel(reference).catch((error: Error) => {
    if (!isOver) throw error;
    return { state: 'pending', reference } as const;
  });
  if (canceled.state === 'succeeded') {
    await settleBy(charge, { provider, reference: canceled.reference }, now);
    return;
  }
  if (canceled.state === 'pending' && !isOver) return waitOn(account, chargeId, now);
  if (isOver) logForOperators('payment without outcome', { chargeId, payment: reference });
  await settle(account, chargeId, {
    event: 'canceled',
    at: now,
    by: 'schedule',
    reference,
    failure: 'The payment was not completed in time.',
  });
}
