import Stripe from 'stripe';
import { type AccountId, isAccountId } from '../../domain/accounts.ts';
import { ApiError } from '../../domain/errors.ts';
import { MINUTE, SECOND } from '../../domain/time.ts';
import type { PaymentRequest, ProviderEvent } from './provider.ts';
import { refundOf } from './stripe-refunds.ts';

const NO_TOLERANCE = 0;
/** The tolerated difference between Stripe's clock and ours, in both directions. */
const TOLERANCE = 5 * MINUTE;
const OUR_CURRENCY = 'cny';

/**
 * Returns the metadata by which we recognize our objects at Stripe, and those of a checkout. Stripe copies an intent's
 * metadata to its charge.
 */
export const metadataOf = ({ account, chargeId }: PaymentRequest, through?: 'checkout') => ({
  account,
  chargeId,
  ...(through === undefined ? {} : { through }),
});

/**
 * Parses a signed event of Stripe. Returns null for types and objects that are not ours. Sends one request to Stripe
 * for a dispute and for a refund made there, none for other events.
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
  const parsed = await read(event.data.object, stripe);
  return parsed && { eventId: event.id, ...parsed };
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
  // Verify twice, because Stripe's library throws one error for both cases: first the signature, then its age.
  construct(
    new ApiError('webhook-signature-invalid', 'The signature does not match the Stripe signing key.'),
    NO_TOLERANCE,
  );
  const expired = new ApiError('webhook-expired', 'The event was not signed within the last five minutes.');
  if (signedAt(signature) > Date.now() + TOLERANCE) throw expired;
  return construct(expired, TOLERANCE / SECOND);
}

/**
 * Returns the time in a Stripe-Signature header, `t=1614556800,v1=…`. Stripe's library refuses old signatures but
 * accepts future ones.
 */
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
type ParsedEvent = Without<ProviderEvent, 'eventId'>;
type EventDetails = Without<ParsedEvent, 'account' | 'chargeId' | 'reference'>;
type Reading = ParsedEvent | null | Promise<ParsedEvent | null>;
type ObjectOf<T extends EventType> = Extract<Stripe.Event, { type: T }>['data']['object'];
type Reference = string | { readonly id: string } | null;

/**
 * The parser of each event type. A checkout lets its payer retry, so only the success of its intents counts; the
 * session's own events report other endings.
 */
const readers: { readonly [T in EventType]: (object: ObjectOf<T>, stripe: Stripe) => Reading } = {
  'payment_intent.succeeded': (intent) =>
    eventFor(intent.metadata, intent, paid(intent.amount_received, intent.currency)),
  'payment_intent.payment_failed': (intent) =>
    isOfCheckout(intent)
      ? null
      : eventFor(intent.metadata, intent, failure(intent.last_payment_error?.message)),
  'payment_intent.canceled': (intent) =>
    isOfCheckout(intent) ? null : eventFor(intent.metadata, intent, { type: 'payment.canceled' }),
  'checkout.session.completed': (session) => (session.payment_status === 'paid' ? paidEvent(session) : null),
  'checkout.session.async_payment_succeeded': (session) => paidEvent(session),
  'checkout.session.async_payment_failed': (session) => eventFor(session.metadata, session, failure()),
  'checkout.session.expired': (session) => eventFor(session.metadata, session, { type: 'payment.canceled' }),
  'charge.refunded': (charge) =>
    eventFor(charge.metadata, charge.payment_intent, {
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

const failure = (reason = 'The payment failed.'): EventDetails => ({ type: 'payment.failed', reason });

const paidEvent = (session: Stripe.Checkout.Session): ParsedEvent | null =>
  eventFor(session.metadata, session.payment_intent ?? session, paid(session.amount_total, session.currency));

const paid = (amount: number | null | undefined, currency: string | null | undefined): EventDetails => ({
  type: 'payment.succeeded',
  ...(amount && currency ? { paid: { amount, currency: currency.toUpperCase() } } : {}),
});

/** A dispute in another currency concerns the whole payment, because its amount cannot be compared with ours. */
const disputed = ({ id, amount, currency }: Stripe.Dispute) => ({
  disputeId: id,
  ...(currency === OUR_CURRENCY ? { amount } : {}),
});

/** Our refunds have metadata. For refunds made at Stripe, the payment has it. */
function refundEvent(made: Stripe.Refund, stripe: Stripe): Reading {
  const details: EventDetails = {
    type: 'refund.updated',
    refund: { ...refundOf(made), refundId: made.metadata?.refundId ?? null, amount: made.amount },
  };
  return ownerOf(made.metadata) && made.payment_intent
    ? eventFor(made.metadata, made.payment_intent, details)
    : paymentEvent(made, stripe, details);
}

/** Parses a dispute, or a refund made at Stripe. They name only their payment, so this costs one request. */
async function paymentEvent(
  { payment_intent: intent }: { readonly payment_intent: Reference },
  stripe: Stripe,
  details: EventDetails,
): Promise<ParsedEvent | null> {
  const reference = idOf(intent);
  if (reference === null) return null;
  const { metadata } = await stripe.paymentIntents.retrieve(reference);
  return eventFor(metadata, reference, details);
}

function eventFor(
  metadata: Stripe.Metadata | null,
  object: Reference,
  details: EventDetails,
): ParsedEvent | null {
  const owner = ownerOf(metadata);
  const reference = idOf(object);
  return owner && reference !== null ? { ...owner, reference, ...details } : null;
}

function ownerOf(metadata: Stripe.Metadata | null): { account: AccountId; chargeId: string } | null {
  const { account = '', chargeId = '' } = metadata ?? {};
  return isAccountId(account) && chargeId !== '' ? { account, chargeId } : null;
}

const idOf = (object: Reference): string | null =>
  typeof object === 'string' ? object : (object?.id ?? null);
