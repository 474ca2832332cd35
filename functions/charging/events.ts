import type { Charge, ChargeEvent } from '../domain/charges.ts';
import { idOf } from '../domain/ids.ts';
import type { Instant } from '../domain/time.ts';
import type { ProviderEvent } from '../payments/provider.ts';
import { log } from '../runtime/log.ts';
import { untilDecided } from '../store/attempt.ts';
import { chargeNamed, loadCharge, replaceCharge } from '../store/charges.ts';
import type { Key } from '../store/keys.ts';
import { loadPaymentEvent, markApplied, type PaymentEvent } from '../store/payment-events.ts';
import { beginRefund, type RefundOrder } from '../store/refunds.ts';
import { settle } from './settle.ts';

type Received = PaymentEvent<ProviderEvent>;
type OfType<T extends ProviderEvent['type']> = Extract<ProviderEvent, { readonly type: T }>;
type Handlers = {
  readonly [T in ProviderEvent['type']]: (event: OfType<T>, context: Context) => Promise<void>;
};

/** What an event came in, and when it is applied: with that time it moves things, however late. */
interface Context {
  readonly received: Received;
  readonly now: Instant;
}

/** Applies an event that was kept, unless it was applied before; one for a charge that is not ours changes nothing. */
export async function applyKept(key: Key, now: Instant): Promise<void> {
  const received = await loadPaymentEvent<ProviderEvent>(key);
  if (received) await applyEvent(received, now);
  await markApplied(key);
}

/** What an event of a provider changes. By the charge's own state: any order, any number of times. */
async function applyEvent(received: Received, now: Instant): Promise<void> {
  const { event } = received;
  if (!(await loadCharge(event.account, event.chargeId))) {
    log.warn('payment event of no charge', { eventId: event.eventId, chargeId: event.chargeId });
    return;
  }
  const handle = handlers[event.type] as (event: ProviderEvent, context: Context) => Promise<void>;
  await handle(event, { received, now });
}

const handlers: Handlers = {
  'payment.succeeded': (event, context) => settleBy('succeeded', event, context),
  'payment.failed': (event, context) => settleBy('failed', event, context, event.reason),
  'payment.canceled': (event, context) => settleBy('canceled', event, context, 'It was canceled.'),

  'payment.refunded': async (event, context) => {
    // It was paid, or nothing could have been given back: whatever we have heard so far.
    await settleBy('succeeded', event, context);
    await settleOwnRefunds(event, context);
    const { value: charge } = await chargeNamed(event.account, event.chargeId);
    const foreign = event.refunded - charge.refunding;
    if (foreign > 0) await noteRefund(charge, foreign, context, { reason: 'Given back at the provider' });
  },

  'dispute.opened': async (event, context) => {
    await settleBy('succeeded', event, context);
    await setDisputed(event, true);
  },

  'dispute.closed': async (event, context) => {
    await settleBy('succeeded', event, context);
    await setDisputed(event, false);
    if (event.won) return;
    const { value: charge } = await chargeNamed(event.account, event.chargeId);
    const left = charge.status === 'succeeded' ? charge.amount.amount - charge.refunding : 0;
    if (left > 0)
      await noteRefund(charge, left, context, { reason: 'Taken back in a dispute', cause: 'dispute' });
  },
};

async function settleBy(
  event: ChargeEvent,
  { account, chargeId, reference }: ProviderEvent,
  { received: { provider }, now }: Context,
  failure?: string,
): Promise<void> {
  const { value: charge } = await chargeNamed(account, chargeId);
  const current = charge.payment?.reference ?? null;
  const isOfAnotherTry = event !== 'succeeded' && current !== null && current !== reference;
  const { outcome } = isOfAnotherTry
    ? { outcome: 'ignored' as const }
    : await settle(account, chargeId, {
        event,
        at: now,
        by: `provider:${provider}`,
        ...(event === 'succeeded' ? { reference } : {}),
        ...(failure === undefined ? {} : { failure }),
      });
  if (outcome === 'illegal') log.warn('charge may not move so', { chargeId, status: charge.status, event });
}

/** Refunds of ours whose outcome the provider had left open. */
async function settleOwnRefunds(
  event: OfType<'payment.refunded'>,
  { received, now }: Context,
): Promise<void> {
  const { value: charge } = await chargeNamed(event.account, event.chargeId);
  let { refunded } = charge;
  for (const refundId of charge.refunds) {
    const refund = (await loadCharge(event.account, refundId))?.value;
    if (refund?.status !== 'pending' || refunded + refund.amount.amount > event.refunded) continue;
    refunded += refund.amount.amount;
    await settle(event.account, refundId, {
      event: 'succeeded',
      at: now,
      by: `provider:${received.provider}`,
    });
  }
}

/** Money that went back without our asking. Once for an event: the refund bears its name. */
async function noteRefund(
  { account, chargeId }: Charge,
  amount: number,
  { received: { event, provider, receivedAt }, now }: Context,
  why: Pick<RefundOrder, 'reason' | 'cause'>,
): Promise<void> {
  const refundId = idOf('chg', receivedAt, provider, event.eventId);
  const by = `provider:${provider}`;
  await beginRefund({
    refundId,
    account,
    chargeId,
    amount,
    ...why,
    by,
    at: receivedAt,
    operation: event.eventId,
    isBooking: true,
  });
  await settle(account, refundId, {
    event: 'succeeded',
    at: now,
    by,
    reference: event.reference,
  });
}

async function setDisputed(
  { account, chargeId }: { readonly account: Charge['account']; readonly chargeId: string },
  disputed: boolean,
): Promise<void> {
  await untilDecided(async () => {
    const { value: charge, version } = await chargeNamed(account, chargeId);
    if (charge.disputed === disputed) return true;
    return (await replaceCharge({ value: { ...charge, disputed }, version })) || undefined;
  });
}
