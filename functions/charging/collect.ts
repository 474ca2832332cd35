import type { AccountId } from '../domain/accounts.ts';
import { type Charge, type ChargePayment, isDebt, type ProviderName } from '../domain/charges.ts';
import { Fault } from '../domain/faults.ts';
import type { Operation } from '../domain/ids.ts';
import type { Instant } from '../domain/time.ts';
import type { Payment } from '../payments/provider.ts';
import { providerNamed } from '../payments/providers.ts';
import { untilDecided } from '../store/attempt.ts';
import { chargeNamed, replaceCharge } from '../store/charges.ts';
import type { Settled } from '../store/settling.ts';
import { settle } from './settle.ts';

/**
 * Asks the provider for the money of a charge and notes what it says. Asked again under the same try, the provider
 * answers with the same payment, so whoever was interrupted may start over.
 */
export async function collect(charge: Charge, now: Instant): Promise<Charge> {
  const { account, chargeId, payment: order } = charge;
  if (!order?.open) return charge;
  const provider = await providerNamed(order.provider);
  const payment = await provider.pay({
    account,
    chargeId,
    amount: charge.amount,
    description: charge.reason,
    method: order.method,
    idempotencyKey: `${chargeId}.${order.attempt}`,
  });
  if (payment.state === 'pending') return noteOpen(account, chargeId, order, payment);
  const settled = await settle(account, chargeId, {
    event: payment.state,
    at: now,
    by: `provider:${order.provider}`,
    reference: payment.reference,
    ...(payment.reason === null ? {} : { failure: payment.reason }),
  });
  return settled.charge;
}

/** The outcome is still to come: where the payer goes on, if anywhere, is kept with the charge. */
export async function noteOpen(
  account: AccountId,
  chargeId: string,
  order: ChargePayment,
  { reference, checkoutUrl, clientSecret }: Pick<Payment, 'reference' | 'checkoutUrl' | 'clientSecret'>,
): Promise<Charge> {
  return untilDecided(async () => {
    const { value: charge, version } = await chargeNamed(account, chargeId);
    const { payment } = charge;
    // Its event was faster than this answer.
    if (!payment?.open || payment.attempt !== order.attempt || payment.reference !== null) return charge;
    const next: Charge = {
      ...charge,
      payment: {
        ...payment,
        reference,
        ...(checkoutUrl === undefined ? {} : { checkoutUrl }),
        ...(clientSecret === undefined ? {} : { clientSecret }),
      },
    };
    return (await replaceCharge({ value: next, version })) ? next : undefined;
  });
}

/** The first try to pay a charge. */
export const firstPayment = (
  provider: ProviderName,
  method: string,
  { id: operation, begunAt }: Operation,
): ChargePayment => ({
  provider,
  method,
  attempt: 1,
  reference: null,
  startedAt: begunAt,
  operation,
  open: true,
});

/** Throws `conflict` when there is nothing to pay, or a payment is under way. */
export function refuseUnpayable(charge: Charge): void {
  const { chargeId, type, status, payment } = charge;
  if (!isDebt(charge))
    throw new Fault('conflict', `${chargeId} is a ${type} that is ${status}; there is nothing to pay.`);
  if (payment?.open)
    throw new Fault('conflict', `A payment of ${chargeId} is under way; wait for its outcome.`);
}

/** Begins another try to pay a debt, or finds the one that this operation began. Throws `conflict`. */
export async function beginPayment(
  account: AccountId,
  chargeId: string,
  provider: ProviderName,
  method: string,
  operation: Operation,
): Promise<Charge> {
  return untilDecided(async () => {
    const { value: charge, version } = await chargeNamed(account, chargeId);
    if (charge.payment?.operation === operation.id) return charge;
    refuseUnpayable(charge);
    const attempt = (charge.payment?.attempt ?? 0) + 1;
    const next: Charge = {
      ...charge,
      status: 'pending',
      settledAt: null,
      payment: { ...firstPayment(provider, method, operation), attempt },
    };
    return (await replaceCharge({ value: next, version })) ? next : undefined;
  });
}

/** The provider cannot say yet: its payment is given as long again. */
async function waitOn(account: AccountId, chargeId: string, now: Instant): Promise<void> {
  await untilDecided(async () => {
    const { value: charge, version } = await chargeNamed(account, chargeId);
    if (!charge.payment?.open) return true;
    const value: Charge = { ...charge, payment: { ...charge.payment, startedAt: now } };
    return (await replaceCharge({ value, version })) || undefined;
  });
}

/** Gives up a payment that has been open for too long; if it went through after all, it did. */
export async function abandon(charge: Charge, now: Instant): Promise<Settled | undefined> {
  const { account, chargeId, payment } = charge;
  if (!payment?.open || payment.reference === null) return undefined;
  const state = await (await providerNamed(payment.provider)).cancel(payment.reference);
  if (state === 'pending') {
    await waitOn(account, chargeId, now);
    return undefined;
  }
  return settle(account, chargeId, {
    event: state === 'succeeded' ? 'succeeded' : 'canceled',
    at: now,
    by: 'schedule',
    ...(state === 'failed' ? { failure: 'It was not paid in time.' } : {}),
  });
}
