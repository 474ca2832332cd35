import type { AccountId } from '../../domain/accounts.ts';
import {
  type Charge,
  type ChargePayment,
  isRequestOver,
  OUTCOME_PATIENCE,
  PAYMENT_PATIENCE,
} from '../../domain/charges/charges.ts';
import { afterAttempt, firstPayment, refuseUnpayable } from '../../domain/charges/payments.ts';
import { ApiError } from '../../domain/errors.ts';
import type { Operation } from '../../domain/ids.ts';
import type { ProviderName } from '../../domain/providers.ts';
import { type Instant, plus } from '../../domain/time.ts';
import { log, logForOperators } from '../../runtime/log.ts';
import { chargeNamed, replaceCharge } from '../../store/charges/charges.ts';
import { saveWaiting } from '../../store/packs/pending.ts';
import { RETRY, retryOnConflict } from '../../store/table/conditional-write.ts';
import { type Payment, ProviderUnavailable } from '../providers/provider.ts';
import { providerNamed } from '../providers/providers.ts';
import { settle, settlePaid } from './settle.ts';

/**
 * Asks the provider for the money of a charge and notes what it says. Asked again under the same try, the provider
 * answers with the same payment, so whoever was interrupted may start over. An attempt without an answer for a day has
 * failed. Throws `ProviderUnavailable`.
 */
export async function collect(charge: Charge, now: Instant): Promise<Charge> {
  const { account, chargeId, payment: order } = charge;
  if (!order?.open || order.reference !== null) return charge;
  if (isRequestOver(order.startedAt, now)) return failAttempt(charge, order, NO_ANSWER, now);
  const other = await closeEarlier(charge, order, now);
  if (other) return other;
  const provider = await providerNamed(order.provider);
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
      await noteUnanswered(account, chargeId, order);
      throw new ProviderUnavailable(order.provider, cause);
    });
  if (payment.state === 'pending') return recordPending(account, chargeId, order, payment);
  if (payment.state === 'succeeded') return settleBy(charge, { ...order, reference: payment.reference }, now);
  return failAttempt(charge, order, payment.reason ?? 'The payment failed.', now, payment.reference);
}

const NO_ANSWER = 'The payment provider did not respond for a day.';

/** As `collect`; a provider that gives no answer leaves the payment pending, for the schedule to repeat. */
export async function collectNow(charge: Charge, now: Instant): Promise<Charge> {
  try {
    return await collect(charge, now);
  } catch (error) {
    if (!(error instanceof ProviderUnavailable)) throw error;
    log.error('payment provider unavailable', { chargeId: charge.chargeId, error });
    return (await chargeNamed(charge.account, charge.chargeId)).value;
  }
}

const settleBy = async (
  { account, chargeId }: Charge,
  { provider, reference }: Pick<ChargePayment, 'provider'> & { readonly reference: string },
  now: Instant,
): Promise<Charge> =>
  (await settlePaid(account, chargeId, { provider, reference }, { at: now, by: `provider:${provider}` }))
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
 * Cancels the attempts before this one, so that none of them can still be paid. One that was paid pays the charge, and
 * one whose money is on the way is waited for in place of another: then the charge is answered, and nothing is asked.
 */
async function closeEarlier(charge: Charge, order: ChargePayment, now: Instant): Promise<Charge | null> {
  const { account, chargeId } = charge;
  for (const { provider, reference } of order.earlier ?? []) {
    if (reference === null) continue;
    const canceled = await (await providerNamed(provider)).cancel(reference).catch((cause) => {
      throw new ProviderUnavailable(provider, cause);
    });
    if (canceled.state === 'succeeded')
      return settleBy(charge, { provider, reference: canceled.reference }, now);
    if (canceled.state === 'pending') return recordPending(account, chargeId, order, canceled, provider);
  }
  // Its event may have come before it was canceled.
  const { value: current } = order.earlier ? await chargeNamed(account, chargeId) : { value: charge };
  return current.payment?.open && current.payment.attempt === order.attempt ? null : current;
}

/** The outcome is still to come: where the payer goes on, if anywhere, is kept with the charge. */
export async function recordPending(
  account: AccountId,
  chargeId: string,
  order: ChargePayment,
  { reference, checkoutUrl, clientSecret }: Pick<Payment, 'reference' | 'checkoutUrl' | 'clientSecret'>,
  provider = order.provider,
): Promise<Charge> {
  return retryOnConflict(async () => {
    const { value: charge, version } = await chargeNamed(account, chargeId);
    const { payment } = charge;
    // Its event was faster than this answer.
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

/** The provider has not answered: the payment is known to wait. */
async function noteUnanswered(account: AccountId, chargeId: string, order: ChargePayment): Promise<void> {
  await retryOnConflict(async () => {
    const { value: charge, version } = await chargeNamed(account, chargeId);
    const { payment } = charge;
    if (!payment?.open || payment.attempt !== order.attempt || payment.waiting) return true;
    const value: Charge = { ...charge, payment: { ...payment, waiting: true } };
    return (await saveWaiting({ value, version })) || RETRY;
  });
}

/** Begins another try to pay a debt, or finds the one that this operation began. Throws `conflict`. */
export async function beginPayment(
  account: AccountId,
  chargeId: string,
  provider: ProviderName,
  method: string,
  operation: Operation,
): Promise<Charge> {
  return retryOnConflict(async () => {
    const { value: charge, version } = await chargeNamed(account, chargeId);
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

/** The provider cannot say yet: it is asked again in a day. */
export async function waitOn(account: AccountId, chargeId: string, now: Instant): Promise<void> {
  await retryOnConflict(async () => {
    const { value: charge, version } = await chargeNamed(account, chargeId);
    if (!charge.payment?.open) return true;
    const value: Charge = { ...charge, payment: { ...charge.payment, lookAt: plus(now, PAYMENT_PATIENCE) } };
    return (await replaceCharge({ value, version })) || RETRY;
  });
}

/**
 * Cancels a payment that has been open for too long; if it went through after all, it did. One that its provider cannot
 * end is asked about each day, and has failed after 30: a success that comes still later is believed.
 */
export async function abandon(charge: Charge, now: Instant): Promise<void> {
  const { account, chargeId, payment } = charge;
  if (!payment?.open || payment.reference === null) return;
  const { provider, reference, startedAt } = payment;
  const isOver = now >= plus(startedAt, OUTCOME_PATIENCE);
  const canceled = await (await providerNamed(provider)).cancel(reference).catch((error: Error) => {
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
