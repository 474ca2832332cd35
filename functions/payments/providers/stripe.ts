import Stripe from 'stripe';
import { ApiError } from '../../domain/errors.ts';
import { cny, MOST_PAYMENT, moneyText } from '../../domain/money.ts';
import { optionalSetting, setting } from '../../runtime/config.ts';
import type { SecretName } from '../../runtime/secrets.ts';
import { type Payment, type PaymentProvider, type PaymentRequest, tooMuch } from './provider.ts';
import { cancel, stateOf } from './stripe-checkouts.ts';
import { metadataOf, readStripeEvent } from './stripe-events.ts';
import { findRefund, refund } from './stripe-refunds.ts';
import { isPermanent, logRefusal } from './stripe-refusals.ts';
import { findTransfer, isConnectedAccount, transfer } from './stripe-transfers.ts';

const { StripeCardError } = Stripe.errors;

/** Two attempts and the pause between them must stay below the 29 s of an API request. */
const TIMEOUT_MS = 10_000;
/** The payment method for Stripe's hosted checkout page. */
const CHECKOUT = 'checkout';
/**
 * Stripe's minimum is USD 0.50 or its equivalent, about CNY 3.60. Rounded up to stay above it when exchange rates
 * change. https://docs.stripe.com/currencies#minimum-and-maximum-charge-amounts
 */
const LEAST_PAYMENT = cny(4_00);
const TOKEN = /^pm_[A-Za-z0-9_]{1,200}$/;

type Secrets = (name: SecretName) => Promise<string>;

/**
 * Creates the Stripe provider from the current settings and keys. A payment is a PaymentIntent, `pi_…`, or a Checkout
 * Session, `cs_…`.
 */
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
    mostPayment: MOST_PAYMENT,
    accepts: (method) => method === CHECKOUT || TOKEN.test(method),
    // A token without a Stripe customer is valid for one payment, and a checkout needs the payer.
    canRetry: () => false,
    pay: async (request) => {
      if (request.amount.amount < LEAST_PAYMENT.amount)
        return unpayable(request, `The amount is below ${moneyText(LEAST_PAYMENT)}, the minimum payment.`);
      if (request.amount.amount > MOST_PAYMENT.amount) return unpayable(request, tooMuch(MOST_PAYMENT));
      if (request.method === CHECKOUT) return openCheckout(stripe, request);
      if (TOKEN.test(request.method)) return payAtOnce(stripe, request);
      throw new ApiError(
        'payment-method-unknown',
        `Stripe has no payment method ${request.method}. Send a Stripe payment method.`,
      );
    },
    refund: (request) => refund(stripe, request),
    refundOf: (reference) => findRefund(stripe, reference),
    cancel: (reference) => cancel(stripe, reference),
    paysTo: isConnectedAccount,
    transferOf: (payoutId) => findTransfer(stripe, payoutId),
    transfer: (request) => transfer(stripe, request),
    read: async (body, headers) =>
      readStripeEvent(stripe, body, headers['stripe-signature'], await secret('stripeWebhookSecret')),
  };
}

/** The address of Stripe's API, or of an emulator such as stripe-mock if the settings name one. */
function peer(): Pick<Stripe.StripeConfig, 'host' | 'port' | 'protocol'> {
  const url = optionalSetting('stripeApiUrl');
  if (url === undefined) return {};
  const { hostname, port, protocol } = new URL(url);
  const isPlain = protocol === 'http:';
  return { host: hostname, port: port || (isPlain ? 80 : 443), protocol: isPlain ? 'http' : 'https' };
}

const unpayable = ({ idempotencyKey }: PaymentRequest, reason: string): Payment => ({
  reference: idempotencyKey,
  state: 'failed',
  reason,
});

/** Charges the token now. If the bank requires a confirmation, the browser continues with the client secret. */
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

/** Converts a decline, or a permanent refusal by Stripe, to a failed payment. Other errors are thrown. */
function declined(error: unknown, request: PaymentRequest): Payment {
  const isDeclined = error instanceof StripeCardError;
  if (!isDeclined && !isPermanent(error)) throw error;
  const isOfMethod = error.param === 'payment_method';
  if (!isDeclined && !isOfMethod) logRefusal('payment', request.chargeId, error);
  return {
    // Without a payment, Stripe's support needs the request id.
    reference: error.payment_intent?.id ?? error.requestId ?? request.idempotencyKey,
    state: 'failed',
    reason: isDeclined ? error.message : isOfMethod ? UNUSABLE : refusalOf(error.code),
  };
}

const UNUSABLE = 'The payment method cannot be used. Choose another one.';

const refusalOf = (code = 'no code'): string => `The payment provider rejected the payment (${code}).`;

/** Opens a checkout page of Stripe, on which the payer has 24 hours and any number of attempts. */
async function openCheckout(stripe: Stripe, request: PaymentRequest): Promise<Payment> {
  try {
    return checkoutOf(await createSession(stripe, request));
  } catch (error) {
    return declined(error, request);
  }
}

function createSession(stripe: Stripe, request: PaymentRequest): Promise<Stripe.Checkout.Session> {
  const backUrl = `${setting('publicUrl')}/?charge=${encodeURIComponent(request.chargeId)}`;
  const price = {
    currency: request.amount.currency.toLowerCase(),
    unit_amount: request.amount.amount,
    product_data: { name: request.description },
  };
  return stripe.checkout.sessions.create(
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
}

const checkoutOf = ({ id, url }: Stripe.Checkout.Session): Payment => ({
  reference: id,
  state: 'pending',
  reason: null,
  ...(url === null ? {} : { checkoutUrl: url }),
});
