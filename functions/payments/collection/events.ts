import { type Charge, type ChargeEvent, providersOf } from '../../domain/charges/charges.ts';
import { surplusOf } from '../../domain/charges/surplus.ts';
import type { ProviderName } from '../../domain/providers.ts';
import { DAY, type Instant, plus } from '../../domain/time.ts';
import { log, logForOperators } from '../../runtime/log.ts';
import { loadCharge } from '../../store/charges/charges.ts';
import { loadPaymentEvent, markApplied } from '../../store/charges/payment-events.ts';
import type { Key } from '../../store/keys.ts';
import type { ProviderEvent } from '../providers/provider.ts';
import { chosenProvider } from '../providers/providers.ts';
import {
  closeDispute,
  type EventContext,
  type OfType,
  openDispute,
  recordReportedRefund,
  recordTotal,
} from './refund-events.ts';
import { recordPaid, settle } from './settle.ts';
import { handleSurplusOutcome } from './surplus.ts';

type Handlers = {
  readonly [T in ProviderEvent['type']]: (event: OfType<T>, context: EventContext) => Promise<void>;
};

/** How long an event that cannot be applied is retried. */
const EVENT_TIMEOUT = 3 * DAY;

/**
 * Applies a stored event, once. An event for an unknown charge changes nothing. After three days without success, sets
 * the event aside for operators.
 */
export async function applyStored(key: Key, now: Instant): Promise<void> {
  const received = await loadPaymentEvent<ProviderEvent>(key);
  if (received)
    await applyEvent({ ...received, provider: received.provider as ProviderName, now }).catch(
      (error: Error) => {
        if (now < plus(received.receivedAt, EVENT_TIMEOUT)) throw error;
        const { eventId, chargeId, type } = received.event;
        logForOperators('payment event abandoned', { eventId, chargeId, type, error });
      },
    );
  await markApplied(key);
}

/** Applies an event. The result depends on the charge's state, so events may arrive in any order and repeatedly. */
async function applyEvent(context: EventContext): Promise<void> {
  const { event, provider } = context;
  const { eventId, account, chargeId, type } = event;
  const charge = (await loadCharge(account, chargeId))?.value;
  if (!charge) {
    log.warn('payment event without charge', { eventId, chargeId });
    return;
  }
  if (!(await isOfProvider(charge, provider))) {
    logForOperators('payment event of another provider', { eventId, chargeId, type, provider });
    return;
  }
  if (type === 'payment.succeeded' && isOfOtherAmount(charge, event)) {
    logForOperators('payment of another amount', {
      eventId,
      chargeId,
      paid: event.paid,
      amount: charge.amount,
    });
    return;
  }
  if (surplusOf(charge, event.reference)) return applyToSurplus(charge, context);
  const handle = handlers[type] as (event: ProviderEvent, context: EventContext) => Promise<void>;
  await handle(event, context);
}

/** Only events of the provider that was asked for the money settle a charge. */
async function isOfProvider(charge: Charge, provider: ProviderName): Promise<boolean> {
  const asked = providersOf(charge);
  return asked.length > 0 ? asked.includes(provider) : (await chosenProvider()).name === provider;
}

const isOfOtherAmount = ({ amount }: Charge, { paid }: OfType<'payment.succeeded'>): boolean =>
  paid !== undefined && (paid.amount !== amount.amount || paid.currency !== amount.currency);

const handlers: Handlers = {
  'payment.succeeded': takePayment,
  'payment.failed': (event, context) => endPayment('failed', event, context, event.reason),
  'payment.canceled': (event, context) => endPayment('canceled', event, context, 'The payment was canceled.'),

  // A refund or a dispute implies a payment, even if the payment's event has not arrived.
  'payment.refunded': async (event, context) => {
    if (await isSurplusNow(event, context)) return;
    await recordTotal(event, context);
  },
  'refund.updated': async (event, context) => {
    if (await isSurplusNow(event, context)) return;
    await recordReportedRefund(event, context);
  },
  'dispute.opened': async (event, context) => {
    if (await isSurplusNow(event, context)) return;
    await openDispute(event);
  },
  'dispute.closed': async (event, context) => {
    if (await isSurplusNow(event, context)) return;
    await closeDispute(event, context);
  },
};

async function takePayment(event: ProviderEvent, { provider, now }: EventContext): Promise<void> {
  const { account, chargeId, reference } = event;
  const paid = event.type === 'payment.succeeded' ? event.paid : undefined;
  const settled = await recordPaid(
    account,
    chargeId,
    { provider, reference, paid },
    { at: now, by: `provider:${provider}` },
  );
  if (settled.outcome === 'illegal') logIllegal(settled.charge, 'succeeded');
}

/** Records the payment of an event. Returns whether it is a surplus payment; the event then concerns that payment. */
async function isSurplusNow(event: ProviderEvent, context: EventContext): Promise<boolean> {
  await takePayment(event, context);
  const charge = (await loadCharge(event.account, event.chargeId))?.value;
  if (!charge || !surplusOf(charge, event.reference)) return false;
  await applyToSurplus(charge, context);
  return true;
}

async function endPayment(
  event: ChargeEvent,
  { account, chargeId, reference }: ProviderEvent,
  { provider, now }: EventContext,
  failure: string,
): Promise<void> {
  const by = `provider:${provider}`;
  const { charge, outcome } = await settle(account, chargeId, { event, at: now, by, reference, failure });
  if (outcome === 'illegal') logIllegal(charge, event);
}

const logIllegal = ({ chargeId, status }: Charge, event: ChargeEvent): void =>
  log.warn('invalid charge transition', { chargeId, status, event });

/** Applies an event about a surplus payment: its refund, or a dispute that returned it. */
async function applyToSurplus(charge: Charge, { event, provider, now }: EventContext): Promise<void> {
  const payment = { provider, reference: event.reference };
  const amount = surplusOf(charge, event.reference)?.amount ?? 0;
  const note = (
    state: 'pending' | 'succeeded' | 'failed',
    refundReference: string,
    reason: string | null = null,
  ) => handleSurplusOutcome(charge, payment, { state, refundReference, reason }, now);
  if (event.type === 'refund.updated')
    await note(event.refund.state, event.refund.reference, event.refund.reason);
  if (event.type === 'payment.refunded' && event.refunded >= amount) await note('succeeded', event.eventId);
  if (event.type === 'dispute.closed' && !event.won)
    await note('succeeded', event.disputeId ?? event.eventId);
}
