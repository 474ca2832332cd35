import Stripe from 'stripe';
import { type AccountId, isAccountId } from '../../domain/accounts.ts';
import { ApiError } from '../../domain/errors.ts';
import { MINUTE, SECOND } from '../../domain/time.ts';
import type { PaymentRequest, ProviderEvent } from './provider.ts';
import { refundOf } from './stripe-refunds.ts';

const NO_TOLERANCE = 0;
/** How far the clocks of Stripe and of this machine may be apart, either way. */
const TOLERANCE = 5 * MINUTE;
const OUR_CURRENCY = 'cny';

/** By what our objects at Stripe are known, and those that belong to a checkout. Stripe copies an intent's to its charge. */
export const metadataOf = ({ account, chargeId }: PaymentRequest, through?: 'checkout') => ({
  account,
  chargeId,
  ...(through === undefined ? {} : { through }),
});

/**
 * Reads a signed event of Stripe's. Null for types and objects that are not ours. One request to Stripe for a
 * dispute and for a refund that was made there, none for the others.
 */
export async function readStripeEvent(
  stripe: Stripe,
  body: string,
  signature: string | undefined,
  key: string,
): Promise<ProviderEvent | null> {
  const event = verify(stripe, body, signature, key);
  if (!Object.hasOwn(readers, event.type)) return null;
  const read = readers[event.type as EventType] as (object: unknown, stripe: Stripe) => Reading;
  const told = await read(event.data.object, stripe);
  return told && { eventId: event.id, ...told };
}

function verify(stripe: Stripe, body: string, signature: string | undefined, key: string): Stripe.Event {
  const construct = (refusal: ApiError, tolerance?: number): Stripe.Event => {
    try {
      return stripe.webhooks.constructEvent(body, signature ?? '', key, tolerance);
    } catch (cause) {
      if (cause instanceof Stripe.errors.StripeSignatureVerificationError) throw refusal;
      throw new ApiError('validation-failed', 'The event is signed but has an unknown format.', { cause });
    }
  };
  // Twice, because one error stands for both: first whether Stripe has signed it at all, then whether lately.
  construct(
    new ApiError('webhook-signature-invalid', 'The signature does not match the Stripe signing key.'),
    NO_TOLERANCE,
  );
  const expired = new ApiError('webhook-expired', 'The event was not signed within the last five minutes.');
  if (signedAt(signature) > Date.now() + TOLERANCE) throw expired;
  return construct(expired, TOLERANCE / SECOND);
}

/** The time in a Stripe-Signature header, `t=1614556800,v1=…`. Stripe's library refuses old ones, and takes those ahead. */
const signedAt = (signature = ''): number => Number(/(?:^|,)t=(\d+)/.exec(signature)?.[1]) * SECOND;

type EventType =
  | 'payment_intent.succeeded'
  | 'payment_intent.payment_failed'
  | 'payment_intent.canceled'
  | 'checkout.session.completed'
  | 'checkout.session.async_payment_succeeded'
  | 'checkout.session.async_payment_failed'
  | 'checkout.session.expired'
  | 'charge.refunded'
  | 'charge.refund.updated'
  | 'refund.created'
  | 'refund.updated'
  | 'refund.failed'
  | 'charge.dispute.created'
  | 'charge.dispute.closed';

type Without<T, Key extends string> = T extends unknown ? Omit<T, Key> : never;
type Told = Without<ProviderEvent, 'eventId'>;
type What = Without<Told, 'account' | 'chargeId' | 'reference'>;
type Reading = Told | null | Promise<Told | null>;
type ObjectOf<T extends EventType> = Extract<Stripe.Event, { type: T }>['data']['object'];
type Reference = string | { readonly id: string } | null;

/**
 * What each event tells. A checkout lets its payer try again, so that of its intents only a success counts; how it
 * ends otherwise, the session tells, under its own id.
 */
const readers: { readonly [T in EventType]: (object: ObjectOf<T>, stripe: Stripe) => Reading } = {
  'payment_intent.succeeded': (intent) =>
    tell(intent.metadata, intent, paid(intent.amount_received, intent.currency)),
  'payment_intent.payment_failed': (intent) =>
    isOfCheckout(intent) ? null : tell(intent.metadata, intent, failure(intent.last_payment_error?.message)),
  'payment_intent.canceled': (intent) =>
    isOfCheckout(intent) ? null : tell(intent.metadata, intent, { type: 'payment.canceled' }),
  'checkout.session.completed': (session) => (session.payment_status === 'paid' ? paidEvent(session) : null),
  'checkout.session.async_payment_succeeded': (session) => paidEvent(session),
  'checkout.session.async_payment_failed': (session) => tell(session.metadata, session, failure()),
  'checkout.session.expired': (session) => tell(session.metadata, session, { type: 'payment.canceled' }),
  'charge.refunded': (charge) =>
    tell(charge.metadata, charge.payment_intent, {
      type: 'payment.refunded',
      refunded: charge.amount_refunded,
    }),
  'charge.refund.updated': refundEvent,
  'refund.created': refundEvent,
  'refund.updated': refundEvent,
  'refund.failed': refundEvent,
  'charge.dispute.created': (dispute, stripe) =>
    paymentEvent(dispute, stripe, { type: 'dispute.opened', ...disputed(dispute) }),
  'charge.dispute.closed': (dispute, stripe) =>
    paymentEvent(dispute, stripe, {
      type: 'dispute.closed',
      won: dispute.status !== 'lost',
      ...disputed(dispute),
    }),
};

const isOfCheckout = ({ metadata }: Stripe.PaymentIntent): boolean => metadata.through === 'checkout';

const failure = (reason = 'The payment failed.'): What => ({ type: 'payment.failed', reason });

const paidEvent = (session: Stripe.Checkout.Session): Told | null =>
  tell(session.metadata, session.payment_intent ?? session, paid(session.amount_total, session.currency));

const paid = (amount: number | null | undefined, currency: string | null | undefined): What => ({
  type: 'payment.succeeded',
  ...(amount && currency ? { paid: { amount, currency: currency.toUpperCase() } } : {}),
});

/** A dispute in another currency is one of all that was paid: its amount says nothing of ours. */
const disputed = ({ id, amount, currency }: Stripe.Dispute) => ({
  disputeId: id,
  ...(currency === OUR_CURRENCY ? { amount } : {}),
});

/** A refund of ours names its owner; of one that was made at Stripe the payment does. */
function refundEvent(made: Stripe.Refund, stripe: Stripe): Reading {
  const what: What = {
    type: 'refund.updated',
    refund: { ...refundOf(made), refundId: made.metadata?.refundId ?? null, amount: made.amount },
  };
  return ownerOf(made.metadata) && made.payment_intent
    ? tell(made.metadata, made.payment_intent, what)
    : paymentEvent(made, stripe, what);
}

/** A dispute, and a refund that was made at Stripe, name no more than the payment. One request. */
async function paymentEvent(
  { payment_intent: intent }: { readonly payment_intent: Reference },
  stripe: Stripe,
  what: What,
): Promise<Told | null> {
  const reference = idOf(intent);
  if (reference === null) return null;
  const { metadata } = await stripe.paymentIntents.retrieve(reference);
  return tell(metadata, reference, what);
}

function tell(metadata: Stripe.Metadata | null, object: Reference, what: What): Told | null {
  const owner = ownerOf(metadata);
  const reference = idOf(object);
  return owner && reference !== null ? { ...owner, reference, ...what } : null;
}

function ownerOf(metadata: Stripe.Metadata | null): { account: AccountId; chargeId: string } | null {
  const { account = '', chargeId = '' } = metadata ?? {};
  return isAccountId(account) && chargeId !== '' ? { account, chargeId } : null;
}

const idOf = (object: Reference): string | null =>
  typeof object === 'string' ? object : (object?.id ?? null);
