import Stripe from 'stripe';
import { Fault } from '../domain/faults.ts';
import { cny, moneyText } from '../domain/money.ts';
import { optionalSetting, setting } from '../runtime/config.ts';
import type { SecretName } from '../runtime/secrets.ts';
import type {
  Payment,
  PaymentProvider,
  PaymentRequest,
  PaymentState,
  Refund,
  RefundRequest,
} from './provider.ts';
import { metadataOf, readStripeEvent } from './stripe-events.ts';
import { isConnectedAccount, transfer } from './stripe-transfers.ts';

const { StripeCardError, StripeInvalidRequestError } = Stripe.errors;

/** Twice that, and the pause between, stays below the 29 s that a request to the API may take. */
const TIMEOUT_MS = 10_000;
/** The method with which the payer chooses on a page of Stripe's. */
const CHECKOUT = 'checkout';
/**
 * Stripe takes USD 0.50 or what is worth as much: CNY 3.60 or so. Rounded up, so that it holds at other rates too.
 * https://docs.stripe.com/currencies#minimum-and-maximum-charge-amounts
 */
const LEAST_PAYMENT = cny(4_00);
const TOKEN = /^pm_[A-Za-z0-9_]{1,200}$/;

type Secrets = (name: SecretName) => Promise<string>;

/** Stripe, as the settings of this moment name it, and its keys as they are now. A payment is a PaymentIntent, `pi_…`, or a Checkout Session, `cs_…`. */
export async function stripeProvider(secret: Secrets): Promise<PaymentProvider> {
  const stripe = new Stripe(await secret('stripeSecretKey'), {
    timeout: TIMEOUT_MS,
    maxNetworkRetries: 1,
    telemetry: false,
    ...peer(),
  });
  return {
    name: 'stripe',
    leastPayment: LEAST_PAYMENT,
    accepts: (method) => method === CHECKOUT || TOKEN.test(method),
    // A token of no customer of Stripe's is good for one payment, and a checkout needs the payer.
    canRetry: () => false,
    pay: async (request) => {
      if (request.amount.amount < LEAST_PAYMENT.amount) return tooLittle(request);
      if (request.method === CHECKOUT) return openCheckout(stripe, request);
      if (TOKEN.test(request.method)) return payAtOnce(stripe, request);
      throw new Fault('payment-method-unknown', `Stripe has no method ${request.method}.`);
    },
    refund: (request) => refund(stripe, request),
    cancel: (reference) => cancel(stripe, reference),
    paysTo: isConnectedAccount,
    transfer: (request) => transfer(stripe, request),
    read: async (body, headers) =>
      readStripeEvent(stripe, body, headers['stripe-signature'], await secret('stripeWebhookSecret')),
  };
}

/** Where Stripe is: at home, unless the setting names a stand-in such as stripe-mock. */
function peer(): Pick<Stripe.StripeConfig, 'host' | 'port' | 'protocol'> {
  const url = optionalSetting('stripeApiUrl');
  if (url === undefined) return {};
  const { hostname, port, protocol } = new URL(url);
  const isPlain = protocol === 'http:';
  return { host: hostname, port: port || (isPlain ? 80 : 443), protocol: isPlain ? 'http' : 'https' };
}

const tooLittle = ({ idempotencyKey }: PaymentRequest): Payment => ({
  reference: idempotencyKey,
  state: 'failed',
  reason: `It is less than ${moneyText(LEAST_PAYMENT)}, the least that can be paid.`,
});

/** Charges the token now. Where its bank asks the payer first, the page goes on with the client secret. */
async function payAtOnce(stripe: Stripe, request: PaymentRequest): Promise<Payment> {
  try {
    const intent = await stripe.paymentIntents.create(
      {
        amount: request.amount.amount,
        currency: request.amount.currency.toLowerCase(),
        description: request.description,
        payment_method: request.method,
        confirm: true,
        automatic_payment_methods: { enabled: true, allow_redirects: 'never' },
        metadata: metadataOf(request),
      },
      { idempotencyKey: request.idempotencyKey },
    );
    return paymentOf(intent);
  } catch (error) {
    return declined(error, request);
  }
}

function paymentOf(intent: Stripe.PaymentIntent): Payment {
  const state = stateOf(intent);
  const secret = intent.status === 'requires_action' ? intent.client_secret : null;
  return {
    reference: intent.id,
    state,
    reason: state === 'failed' ? (intent.last_payment_error?.message ?? 'The payment failed.') : null,
    ...(secret === null ? {} : { clientSecret: secret }),
  };
}

const intentStates: Readonly<Record<string, PaymentState>> = {
  succeeded: 'succeeded',
  canceled: 'failed',
  requires_payment_method: 'failed',
};

const stateOf = ({ status }: Stripe.PaymentIntent): PaymentState => intentStates[status] ?? 'pending';

/** What speaks against the card or the token is the payer's to mend; all else is thrown. */
function declined(error: unknown, request: PaymentRequest): Payment {
  const isDeclined = error instanceof StripeCardError;
  const isUnusable = error instanceof StripeInvalidRequestError && error.param === 'payment_method';
  if (!isDeclined && !isUnusable) throw error;
  return {
    // Without a payment, the request is what Stripe's support finds.
    reference: error.payment_intent?.id ?? error.requestId ?? request.idempotencyKey,
    state: 'failed',
    reason: isDeclined ? error.message : 'The payment method cannot be used; choose another.',
  };
}

/** Opens a page of Stripe's on which the payer has 24 hours to pay, in as many tries as they like. */
async function openCheckout(stripe: Stripe, request: PaymentRequest): Promise<Payment> {
  const backUrl = `${setting('publicUrl')}/?charge=${encodeURIComponent(request.chargeId)}`;
  const price = {
    currency: request.amount.currency.toLowerCase(),
    unit_amount: request.amount.amount,
    product_data: { name: request.description },
  };
  const session = await stripe.checkout.sessions.create(
    {
      mode: 'payment',
      line_items: [{ quantity: 1, price_data: price }],
      client_reference_id: request.chargeId,
      metadata: metadataOf(request),
      payment_intent_data: { description: request.description, metadata: metadataOf(request, 'checkout') },
      success_url: backUrl,
      cancel_url: backUrl,
    },
    { idempotencyKey: request.idempotencyKey },
  );
  return {
    reference: session.id,
    state: 'pending',
    reason: null,
    ...(session.url === null ? {} : { checkoutUrl: session.url }),
  };
}

const isCheckout = (reference: string): boolean => reference.startsWith('cs_');

const sessionNamed = (stripe: Stripe, reference: string) =>
  stripe.checkout.sessions.retrieve(reference, { expand: ['payment_intent'] });

/** Gives money back. Where Stripe will never do so, the refund has failed; all else is thrown. */
async function refund(stripe: Stripe, request: RefundRequest): Promise<Refund> {
  try {
    const made = await stripe.refunds.create(
      {
        payment_intent: await intentOf(stripe, request.reference),
        amount: request.amount.amount,
        metadata: { account: request.account, chargeId: request.chargeId, refundId: request.refundId },
      },
      { idempotencyKey: request.idempotencyKey },
    );
    const state = refundStates[made.status ?? ''] ?? 'pending';
    const reason = state === 'failed' ? `The bank did not take it: ${made.failure_reason}.` : null;
    return { reference: made.id, state, reason };
  } catch (error) {
    const reason = error instanceof StripeInvalidRequestError ? refusals[error.code ?? ''] : undefined;
    if (!(error instanceof StripeInvalidRequestError) || reason === undefined) throw error;
    return { reference: error.requestId ?? request.idempotencyKey, state: 'failed', reason };
  }
}

const refundStates: Readonly<Record<string, PaymentState>> = {
  succeeded: 'succeeded',
  failed: 'failed',
  canceled: 'failed',
};

const refusals: Readonly<Record<string, string>> = {
  charge_already_refunded: 'The payment was given back already.',
  charge_disputed: 'The payment is disputed: its bank decides.',
};

async function intentOf(stripe: Stripe, reference: string): Promise<string> {
  if (!isCheckout(reference)) return reference;
  const { payment_intent: intent } = await sessionNamed(stripe, reference);
  if (intent === null) throw new Error(`The checkout ${reference} was never paid.`);
  return typeof intent === 'string' ? intent : intent.id;
}

async function cancel(stripe: Stripe, reference: string): Promise<PaymentState> {
  const { checkout, paymentIntents } = stripe;
  try {
    return isCheckout(reference)
      ? checkoutStateOf(await checkout.sessions.expire(reference))
      : stateOf(await paymentIntents.cancel(reference));
  } catch (error) {
    if (!(error instanceof StripeInvalidRequestError)) throw error;
    // It has ended before, or its money is on the way.
    return isCheckout(reference)
      ? checkoutStateOf(await sessionNamed(stripe, reference))
      : stateOf(await paymentIntents.retrieve(reference));
  }
}

function checkoutStateOf(session: Stripe.Checkout.Session): PaymentState {
  if (session.status === 'expired') return 'failed';
  if (session.status !== 'complete') return 'pending';
  if (session.payment_status !== 'unpaid') return 'succeeded';
  const intent = session.payment_intent;
  return intent === null || typeof intent === 'string' ? 'pending' : stateOf(intent);
}
