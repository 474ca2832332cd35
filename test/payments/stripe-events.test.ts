import Stripe from 'stripe';
import { cny } from '../../functions/domain/money.ts';
import type { PaymentProvider } from '../../functions/payments/providers/provider.ts';
import { stripeProvider } from '../../functions/payments/providers/stripe.ts';
import { secret } from '../../functions/runtime/secrets.ts';
import { configure, refusedAs } from '../support/payments.ts';
import { openPeer, type Peer } from '../support/peer.ts';

const SECRET = 'whsec_of_the_endpoint';
const OURS = { account: 'user_001', chargeId: 'chg_1' };
const OF_CHECKOUT = { ...OURS, through: 'checkout' };

/** Intents, as far as this Stripe has any. */
const intents: Readonly<Record<string, object>> = {
  pi_1: { id: 'pi_1', object: 'payment_intent', metadata: OURS },
  pi_foreign: { id: 'pi_foreign', object: 'payment_intent', metadata: {} },
};

let peer: Peer;
let stripe: PaymentProvider;

beforeAll(async () => {
  peer = await openPeer(({ route }) => {
    const intent = intents[route.split('/').at(-1) ?? ''];
    return intent ? { status: 200, body: intent } : { status: 500, body: { error: { type: 'api_error' } } };
  });
  configure({ stripeSecretKey: 'sk_test_123', stripeWebhookSecret: SECRET, stripeApiUrl: peer.url });
  stripe = await stripeProvider(secret);
});
afterAll(() => peer.stop());

const bodyOf = (type: string, object: object): string =>
  JSON.stringify({ id: 'evt_1', object: 'event', type, data: { object } });

function headersOf(payload: string, { secret = SECRET, secondsAgo = 0 } = {}) {
  const timestamp = Math.floor(Date.now() / 1_000) - secondsAgo;
  return { 'stripe-signature': Stripe.webhooks.generateTestHeaderString({ payload, secret, timestamp }) };
}

const read = (type: string, object: object) => {
  const body = bodyOf(type, object);
  return stripe.read(body, headersOf(body));
};

const intent = (metadata: object = OURS, more: object = {}) => ({
  id: 'pi_1',
  object: 'payment_intent',
  metadata,
  last_payment_error: null,
  ...more,
});
const session = (more: object = {}, metadata: object = OURS) => ({
  id: 'cs_1',
  object: 'checkout.session',
  metadata,
  payment_intent: null,
  payment_status: 'unpaid',
  ...more,
});
const charge = (more: object = {}, metadata: object = OURS) => ({
  id: 'ch_1',
  object: 'charge',
  metadata,
  payment_intent: 'pi_1',
  amount_refunded: 900,
  ...more,
});
const refund = (more: object = {}, metadata: object = { ...OURS, refundId: 'chg_2' }) => ({
  id: 're_1',
  object: 'refund',
  amount: 900,
  currency: 'cny',
  payment_intent: 'pi_1',
  metadata,
  status: 'succeeded',
  ...more,
});
const refundTold = (what: object = {}) =>
  told({
    type: 'refund.updated',
    refund: { reference: 're_1', refundId: 'chg_2', amount: 900, state: 'succeeded', reason: null, ...what },
  });
const dispute = (more: object = {}) => ({
  id: 'dp_1',
  object: 'dispute',
  amount: 2_000,
  currency: 'cny',
  payment_intent: 'pi_1',
  status: 'needs_response',
  ...more,
});
const disputed = { disputeId: 'dp_1', amount: 2_000 };
const told = (what: object, reference = 'pi_1') => ({ eventId: 'evt_1', ...OURS, reference, ...what });

describe('an event of Stripe', () => {
  it.each([
    ['payment_intent.succeeded', intent(), told({ type: 'payment.succeeded' })],
    [
      'payment_intent.payment_failed',
      intent(OURS, { last_payment_error: { message: 'Your card has expired.' } }),
      told({ type: 'payment.failed', reason: 'Your card has expired.' }),
    ],
    [
      'payment_intent.payment_failed',
      intent(),
      told({ type: 'payment.failed', reason: 'The payment failed.' }),
    ],
    ['payment_intent.canceled', intent(), told({ type: 'payment.canceled' })],
    [
      'checkout.session.completed',
      session({ payment_status: 'paid', payment_intent: 'pi_1' }),
      told({ type: 'payment.succeeded' }),
    ],
    [
      'checkout.session.async_payment_succeeded',
      session({ payment_status: 'paid', payment_intent: 'pi_1' }),
      told({ type: 'payment.succeeded' }),
    ],
    [
      'checkout.session.async_payment_failed',
      session({ payment_intent: 'pi_1' }),
      told({ type: 'payment.failed', reason: 'The payment failed.' }, 'cs_1'),
    ],
    ['checkout.session.expired', session(), told({ type: 'payment.canceled' }, 'cs_1')],
    ['charge.refunded', charge(), told({ type: 'payment.refunded', refunded: 900 })],
    [
      'charge.refunded',
      charge({ payment_intent: { id: 'pi_1' } }),
      told({ type: 'payment.refunded', refunded: 900 }),
    ],
    ['refund.created', refund({ status: 'pending' }), refundTold({ state: 'pending' })],
    ['refund.created', refund({ status: 'requires_action' }), refundTold({ state: 'pending' })],
    ['refund.updated', refund(), refundTold()],
    [
      'refund.failed',
      refund({ status: 'failed', failure_reason: 'expired_or_canceled_card' }),
      refundTold({ state: 'failed', reason: 'The bank rejected the refund: expired_or_canceled_card.' }),
    ],
    [
      'charge.refund.updated',
      refund({ status: 'canceled' }),
      refundTold({ state: 'failed', reason: 'The refund was canceled at the payment provider.' }),
    ],
    ['refund.updated', refund({}, {}), refundTold({ refundId: null })],
    [
      'payment_intent.succeeded',
      intent(OURS, { amount_received: 2_900, currency: 'cny' }),
      told({ type: 'payment.succeeded', paid: cny(2_900) }),
    ],
    [
      'checkout.session.completed',
      session({ payment_status: 'paid', payment_intent: 'pi_1', amount_total: 100, currency: 'usd' }),
      told({ type: 'payment.succeeded', paid: { amount: 100, currency: 'USD' } }),
    ],
    ['charge.dispute.created', dispute(), told({ type: 'dispute.opened', ...disputed })],
    [
      'charge.dispute.closed',
      dispute({ status: 'lost' }),
      told({ type: 'dispute.closed', won: false, ...disputed }),
    ],
    [
      'charge.dispute.closed',
      dispute({ status: 'lost', currency: 'usd' }),
      told({ type: 'dispute.closed', won: false, disputeId: 'dp_1' }),
    ],
    [
      'charge.dispute.closed',
      dispute({ status: 'won' }),
      told({ type: 'dispute.closed', won: true, ...disputed }),
    ],
    [
      'charge.dispute.closed',
      dispute({ status: 'warning_closed' }),
      told({ type: 'dispute.closed', won: true, ...disputed }),
    ],
  ])('%s is read: %#', async (type, object, event) => {
    expect(await read(type, object)).toEqual(event);
  });

  it('of a checkout that is not paid yet is ignored', async () => {
    expect(await read('checkout.session.completed', session({ payment_intent: 'pi_1' }))).toBeNull();
  });

  it('of a checkout in which a card was declined is ignored: the payer may use another', async () => {
    expect(await read('payment_intent.payment_failed', intent(OF_CHECKOUT))).toBeNull();
    expect(await read('payment_intent.canceled', intent(OF_CHECKOUT))).toBeNull();
    expect(await read('payment_intent.succeeded', intent(OF_CHECKOUT))).toEqual(
      told({ type: 'payment.succeeded' }),
    );
  });

  it.each(['customer.created', 'payment_intent.created', 'toString', '__proto__'])(
    'of the type %s does not concern us',
    async (type) => {
      expect(await read(type, intent())).toBeNull();
    },
  );

  it.each([
    ['payment_intent.succeeded', intent({})],
    ['payment_intent.succeeded', intent({ account: 'somebody', chargeId: 'chg_1' })],
    ['payment_intent.succeeded', intent({ account: 'user_001' })],
    ['checkout.session.completed', session({ payment_status: 'paid', payment_intent: 'pi_1' }, {})],
    ['checkout.session.expired', { ...session(), metadata: null }],
    ['charge.refunded', charge({}, {})],
    ['charge.refunded', charge({ payment_intent: null })],
    ['charge.dispute.created', dispute({ payment_intent: 'pi_foreign' })],
    ['charge.dispute.closed', dispute({ payment_intent: null })],
  ])('%s of an object that is not ours is none: %#', async (type, object) => {
    expect(await read(type, object)).toBeNull();
  });

  it('of a dispute is not lost while Stripe cannot say whose it is', async () => {
    await expect(read('charge.dispute.created', dispute({ payment_intent: 'pi_9' }))).rejects.toMatchObject({
      type: 'StripeAPIError',
    });
  });
});

describe('the signature of an event of Stripe', () => {
  const body = bodyOf('payment_intent.succeeded', intent());

  it.each([
    ['the body was changed', body.replace('user_001', 'user_002'), headersOf(body)],
    ['another secret has signed it', body, headersOf(body, { secret: 'whsec_other' })],
    [
      'the time was changed',
      body,
      { 'stripe-signature': headersOf(body)['stripe-signature'].replace('t=', 't=1') },
    ],
    ['it is none', body, { 'stripe-signature': 'nonsense' }],
    ['it is missing', body, {}],
    [
      'another secret has signed it, long ago',
      body,
      headersOf(body, { secret: 'whsec_other', secondsAgo: 900 }),
    ],
    ['there is no body', '', headersOf('')],
  ])('does not hold when %s', async (_, text, headers) => {
    await refusedAs(stripe.read(text, headers), 'webhook-signature-invalid');
  });

  it('holds for five minutes', async () => {
    expect(await stripe.read(body, headersOf(body, { secondsAgo: 290 }))).toEqual(
      told({ type: 'payment.succeeded' }),
    );
    await refusedAs(stripe.read(body, headersOf(body, { secondsAgo: 310 })), 'webhook-expired');
  });

  it('does not hold when it was signed more than five minutes ahead', async () => {
    expect(await stripe.read(body, headersOf(body, { secondsAgo: -290 }))).toEqual(
      told({ type: 'payment.succeeded' }),
    );
    await refusedAs(stripe.read(body, headersOf(body, { secondsAgo: -310 })), 'webhook-expired');
  });

  it.each(['no JSON', '{"object":"v2.core.event"}'])('does not make an event of %s', async (text) => {
    await refusedAs(stripe.read(text, headersOf(text)), 'validation-failed');
  });
});
