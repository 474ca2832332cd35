import { cny } from '../../functions/domain/money.ts';
import type { PaymentProvider } from '../../functions/payments/providers/provider.ts';
import { stripeProvider } from '../../functions/payments/providers/stripe.ts';
import { secret } from '../../functions/runtime/secrets.ts';
import { configure, paymentOf, refundOf, refusedAs } from '../support/payments.ts';
import { openPeer, type Peer, type PeerAnswer } from '../support/peer.ts';

const TOKEN = 'pm_card_visa';

let peer: Peer;
let stripe: PaymentProvider;
let answers: Readonly<Record<string, PeerAnswer>>;

beforeAll(async () => {
  peer = await openPeer(
    ({ route }) =>
      answers[route.replace(/\?.*/, '')] ?? { status: 404, body: errorOf('resource_missing', 'id') },
  );
  configure({
    stripeSecretKey: 'sk_test_123',
    stripeApiUrl: peer.url,
    publicUrl: 'https://billing.test',
  });
  stripe = await stripeProvider(secret);
});
beforeEach(() => {
  answers = {};
  peer.requests.length = 0;
});
afterAll(() => peer.stop());

/** As Stripe documents its errors: https://docs.stripe.com/api/errors */
const errorOf = (code: string, param?: string) => ({
  error: { type: 'invalid_request_error', code, message: `Not so: ${code}.`, ...(param ? { param } : {}) },
});

const declineOf = (code: string, message: string) => ({
  error: {
    type: 'card_error',
    code,
    decline_code: 'generic_decline',
    message,
    charge: 'ch_1',
    payment_intent: { id: 'pi_1', object: 'payment_intent', status: 'requires_payment_method' },
  },
});

const intent = (status: string, more: object = {}) => ({
  status: 200,
  body: { id: 'pi_1', object: 'payment_intent', status, client_secret: 'pi_1_secret', ...more },
});
const session = (more: object) => ({
  status: 200,
  body: { id: 'cs_1', object: 'checkout.session', payment_intent: null, payment_status: 'unpaid', ...more },
});

it.each([TOKEN, 'checkout'])(
  'a payment by %s of more than Stripe takes has failed, unasked',
  async (method) => {
    expect(await stripe.pay(paymentOf({ method, amount: cny(1_000_000_00) }))).toMatchObject({
      state: 'failed',
      reason: 'The amount exceeds CNY 999999.99, the maximum of one payment.',
    });
    expect(peer.requests).toEqual([]);
  },
);

it.each([TOKEN, 'checkout'])(
  'a payment by %s of less than Stripe takes has failed, unasked',
  async (method) => {
    expect(await stripe.pay(paymentOf({ method, amount: cny(3_99) }))).toMatchObject({
      state: 'failed',
      reason: 'The amount is below CNY 4.00, the minimum payment.',
    });
    expect(peer.requests).toEqual([]);
  },
);

/** What was asked of Stripe: route, key, and the form's fields. */
const asked = () =>
  peer.requests.map(({ route, headers, body }) => ({
    route: decodeURIComponent(route),
    key: headers['idempotency-key'],
    fields: Object.fromEntries(new URLSearchParams(body)),
  }));

describe('what Stripe accepts', () => {
  it.each([
    ['pm_card_visa', true],
    ['pm_1MqLiJLkdIwHu7ixUEgbFdYF', true],
    ['checkout', true],
    ['pm_', false],
    ['pm_../refunds', false],
    ['sandbox_ok', false],
    ['card', false],
  ])('is of %s: %s', (method, isKnown) => {
    expect(stripe.accepts(method)).toBe(isKnown);
  });

  it('is asked for again by what pays', async () => {
    await refusedAs(stripe.pay(paymentOf({ method: 'sandbox_ok' })), 'payment-method-unknown');
    expect(asked()).toEqual([]);
  });
});

describe('paying with a token', () => {
  const pay = () => stripe.pay(paymentOf({ method: TOKEN }));

  it('confirms a payment of the charge, under its idempotency key', async () => {
    answers = { 'POST /v1/payment_intents': intent('succeeded') };
    expect(await pay()).toEqual({ reference: 'pi_1', state: 'succeeded', reason: null });
    expect(asked()).toEqual([
      {
        route: 'POST /v1/payment_intents',
        key: 'key-1',
        fields: {
          amount: '2900',
          currency: 'cny',
          description: '10 GB of storage',
          payment_method: TOKEN,
          confirm: 'true',
          'automatic_payment_methods[enabled]': 'true',
          'automatic_payment_methods[allow_redirects]': 'never',
          'metadata[account]': 'user_001',
          'metadata[chargeId]': 'chg_1',
        },
      },
    ]);
    expect(peer.requests[0]?.headers.authorization).toBe('Bearer sk_test_123');
  });

  it.each([
    ['processing', { state: 'pending', reason: null }],
    ['requires_action', { state: 'pending', reason: null, clientSecret: 'pi_1_secret' }],
    ['requires_payment_method', { state: 'failed', reason: 'The payment failed.' }],
    ['canceled', { state: 'failed', reason: 'The payment failed.' }],
    ['a status of tomorrow', { state: 'pending', reason: null }],
  ])('that is then %s is %j', async (status, payment) => {
    answers = { 'POST /v1/payment_intents': intent(status) };
    expect(await pay()).toEqual({ reference: 'pi_1', ...payment });
  });

  it('that is declined has failed, for a reason that the payer can read', async () => {
    const message = 'Your card has insufficient funds.';
    answers = { 'POST /v1/payment_intents': { status: 402, body: declineOf('card_declined', message) } };
    expect(await pay()).toEqual({ reference: 'pi_1', state: 'failed', reason: message });
    expect(asked().map(({ key }) => key)).toEqual(['key-1']);
  });

  it('that does not exist has failed', async () => {
    answers = {
      'POST /v1/payment_intents': { status: 400, body: errorOf('resource_missing', 'payment_method') },
    };
    expect(await pay()).toEqual({
      reference: 'key-1',
      state: 'failed',
      reason: 'The payment method cannot be used. Choose another one.',
    });
  });

  it.each([
    [401, { error: { type: 'invalid_request_error', message: 'No key.' } }, 'StripeAuthenticationError'],
    [429, { error: { type: 'invalid_request_error', code: 'rate_limit' } }, 'StripeRateLimitError'],
    [409, { error: { type: 'idempotency_error', message: 'In use.' } }, 'StripeAPIError'],
  ])('throws what may pass, or is ours to put right: %d %j', async (status, body, type) => {
    answers = { 'POST /v1/payment_intents': { status, body } };
    await expect(pay()).rejects.toMatchObject({ type });
  });

  it.each([
    [errorOf('amount_too_large', 'amount'), 'amount_too_large'],
    [errorOf('parameter_unknown', 'mandate'), 'parameter_unknown'],
    [{ error: { type: 'idempotency_error', message: 'Other body.' } }, 'no code'],
  ])(
    'that Stripe refuses for good has failed, for a reason that the payer can read: %j',
    async (body, code) => {
      answers = { 'POST /v1/payment_intents': { status: 400, body } };
      expect(await pay()).toEqual({
        reference: 'key-1',
        state: 'failed',
        reason: `The payment provider rejected the payment (${code}).`,
      });
    },
  );

  it('tries once more when Stripe fails, with the same key', async () => {
    answers = { 'POST /v1/payment_intents': { status: 500, body: { error: { type: 'api_error' } } } };
    await expect(pay()).rejects.toMatchObject({ type: 'StripeAPIError' });
    expect(asked().map(({ key }) => key)).toEqual(['key-1', 'key-1']);
  });
});

describe('paying by checkout', () => {
  it('opens a page of Stripe and returns its URL', async () => {
    answers = { 'POST /v1/checkout/sessions': session({ status: 'open', url: 'https://stripe.test/cs_1' }) };
    expect(await stripe.pay(paymentOf({ method: 'checkout' }))).toEqual({
      reference: 'cs_1',
      state: 'pending',
      reason: null,
      checkoutUrl: 'https://stripe.test/cs_1',
    });
    const price = 'line_items[0][price_data]';
    expect(asked()).toEqual([
      {
        route: 'POST /v1/checkout/sessions',
        key: 'key-1',
        fields: {
          mode: 'payment',
          'line_items[0][quantity]': '1',
          [`${price}[currency]`]: 'cny',
          [`${price}[unit_amount]`]: '2900',
          [`${price}[product_data][name]`]: '10 GB of storage',
          client_reference_id: 'chg_1',
          'metadata[account]': 'user_001',
          'metadata[chargeId]': 'chg_1',
          'payment_intent_data[description]': '10 GB of storage',
          'payment_intent_data[metadata][account]': 'user_001',
          'payment_intent_data[metadata][chargeId]': 'chg_1',
          'payment_intent_data[metadata][through]': 'checkout',
          success_url: 'https://billing.test/?charge=chg_1',
          cancel_url: 'https://billing.test/?charge=chg_1',
        },
      },
    ]);
  });
});

it('a checkout that Stripe refuses for good has failed', async () => {
  answers = { 'POST /v1/checkout/sessions': { status: 400, body: errorOf('url_invalid', 'success_url') } };
  expect(await stripe.pay(paymentOf({ method: 'checkout' }))).toEqual({
    reference: 'key-1',
    state: 'failed',
    reason: 'The payment provider rejected the payment (url_invalid).',
  });
});

describe('a refund', () => {
  const made = (status: string, more: object = {}) => ({
    'POST /v1/refunds': { status: 200, body: { id: 're_1', object: 'refund', status, ...more } },
  });

  it('refunds a part of the payment, under its idempotency key', async () => {
    answers = made('succeeded');
    const refund = await stripe.refund(refundOf({ amount: cny(900) }));
    expect(refund).toEqual({ reference: 're_1', state: 'succeeded', reason: null });
    expect(asked()).toEqual([
      {
        route: 'POST /v1/refunds',
        key: 'key-2',
        fields: {
          payment_intent: 'pi_1',
          amount: '900',
          'metadata[account]': 'user_001',
          'metadata[chargeId]': 'chg_1',
          'metadata[refundId]': 'chg_2',
        },
      },
    ]);
  });

  it('of a checkout goes to the payment that it became', async () => {
    answers = {
      ...made('succeeded'),
      'GET /v1/checkout/sessions/cs_1': session({ status: 'complete', payment_intent: { id: 'pi_7' } }),
    };
    await stripe.refund(refundOf({ reference: 'cs_1' }));
    expect(asked()[1]?.fields).toMatchObject({ payment_intent: 'pi_7' });
  });

  it('of a checkout that was never paid is a mistake', async () => {
    answers = { 'GET /v1/checkout/sessions/cs_1': session({ status: 'expired' }) };
    await expect(stripe.refund(refundOf({ reference: 'cs_1' }))).rejects.toThrow('cs_1 was never paid');
  });

  it.each([
    ['pending', 'pending', null],
    ['requires_action', 'pending', null],
    ['canceled', 'failed', 'The bank rejected the refund: lost_or_stolen_card.'],
    ['failed', 'failed', 'The bank rejected the refund: lost_or_stolen_card.'],
  ])('that is %s is %s', async (status, state, reason) => {
    answers = made(status, { failure_reason: 'lost_or_stolen_card' });
    expect(await stripe.refund(refundOf())).toEqual({ reference: 're_1', state, reason });
  });

  it.each([
    ['charge_already_refunded', 'The payment was already refunded.'],
    ['charge_disputed', 'The payment is disputed. The bank decides.'],
    ['parameter_invalid_integer', 'The payment provider rejected the refund (parameter_invalid_integer).'],
  ])('that Stripe will never make has failed: %s', async (code, reason) => {
    answers = { 'POST /v1/refunds': { status: 400, body: errorOf(code) } };
    expect(await stripe.refund(refundOf())).toEqual({ reference: 'key-2', state: 'failed', reason });
  });

  it('throws what may pass', async () => {
    answers = { 'POST /v1/refunds': { status: 429, body: errorOf('rate_limit') } };
    await expect(stripe.refund(refundOf())).rejects.toMatchObject({ type: 'StripeRateLimitError' });
  });

  it('is looked up by its id', async () => {
    answers = {
      'GET /v1/refunds/re_1': { status: 200, body: { id: 're_1', object: 'refund', status: 'succeeded' } },
    };
    expect(await stripe.refundOf('re_1')).toEqual({ reference: 're_1', state: 'succeeded', reason: null });
    expect(await stripe.refundOf('re_2')).toEqual({
      reference: 're_2',
      state: 'failed',
      reason: 'The payment provider has no such payment.',
    });
  });
});

describe('canceling', () => {
  const refused = { status: 400, body: errorOf('payment_intent_unexpected_state') };

  it('ends an open payment', async () => {
    answers = { 'POST /v1/payment_intents/pi_1/cancel': intent('canceled') };
    expect(await stripe.cancel('pi_1')).toEqual({ state: 'failed', reference: 'pi_1' });
  });

  it.each([
    ['succeeded', 'succeeded'],
    ['canceled', 'failed'],
    ['processing', 'pending'],
  ])('says of a payment that is %s: %s', async (status, state) => {
    answers = {
      'POST /v1/payment_intents/pi_1/cancel': refused,
      'GET /v1/payment_intents/pi_1': intent(status),
    };
    expect(await stripe.cancel('pi_1')).toEqual({ state, reference: 'pi_1' });
  });

  it('ends an open checkout', async () => {
    answers = { 'POST /v1/checkout/sessions/cs_1/expire': session({ status: 'expired' }) };
    expect(await stripe.cancel('cs_1')).toEqual({ state: 'failed', reference: 'cs_1' });
  });

  it.each([
    [{ status: 'complete', payment_status: 'paid' }, 'succeeded'],
    [{ status: 'complete', payment_intent: { id: 'pi_1', status: 'processing' } }, 'pending'],
    [{ status: 'complete', payment_intent: { id: 'pi_1', status: 'requires_payment_method' } }, 'failed'],
    [{ status: 'expired' }, 'failed'],
    [{ status: 'open' }, 'pending'],
  ])('says of a checkout that is %j: %s', async (state, outcome) => {
    answers = {
      'POST /v1/checkout/sessions/cs_1/expire': refused,
      'GET /v1/checkout/sessions/cs_1': session(state),
    };
    expect(await stripe.cancel('cs_1')).toEqual({ state: outcome, reference: 'cs_1' });
  });

  it('answers a checkout that was paid with the payment that it became', async () => {
    answers = {
      'POST /v1/checkout/sessions/cs_1/expire': refused,
      'GET /v1/checkout/sessions/cs_1': session({
        status: 'complete',
        payment_status: 'paid',
        payment_intent: { id: 'pi_7', status: 'succeeded' },
      }),
    };
    expect(await stripe.cancel('cs_1')).toEqual({ state: 'succeeded', reference: 'pi_7' });
  });

  it('finds nothing to end where Stripe has no payment', async () => {
    expect(await stripe.cancel('pi_9')).toEqual({ state: 'failed', reference: 'pi_9' });
    expect(await stripe.cancel('req_1')).toEqual({ state: 'failed', reference: 'req_1' });
    expect(peer.requests.map(({ route }) => route)).not.toContain('POST /v1/payment_intents/req_1/cancel');
  });

  it('throws when Stripe does not know the outcome', async () => {
    answers = { 'POST /v1/payment_intents/pi_1/cancel': { status: 401, body: errorOf('no_key') } };
    await expect(stripe.cancel('pi_1')).rejects.toMatchObject({ type: 'StripeAuthenticationError' });
  });
});

describe('Stripe out of reach', () => {
  it('is thrown', async () => {
    configure({ stripeApiUrl: 'http://127.0.0.1:9' });
    const unreachable = await stripeProvider(secret);
    configure({ stripeApiUrl: peer.url });
    await expect(unreachable.pay(paymentOf({ method: TOKEN }))).rejects.toMatchObject({
      type: 'StripeConnectionError',
    });
  });
});
