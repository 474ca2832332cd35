import { randomUUID } from 'node:crypto';
import { openStack, someone, type TestStack } from '../../support/local-stack.ts';
import { freshKey, moveClock, providerSays } from '../../support/paying.ts';
import { configure } from '../../support/payments.ts';
import { openPeer, type Peer, type PeerAnswer } from '../../support/peer.ts';
import { MIDMONTH, moveTo, problemType } from '../../support/service.ts';

let desk: TestStack;
let stripe: Peer;
let answer: PeerAnswer;

beforeAll(async () => {
  stripe = await openPeer(() => answer);
  desk = await openStack();
});
afterAll(async () => {
  await desk.stop();
  await stripe.stop();
});
beforeEach(() => moveTo(desk, MIDMONTH));
afterEach(() => configure({ paymentProvider: undefined }));

const order = (parts: object = {}) => ({ packType: 'cap_10', paymentMethod: 'sandbox_async', ...parts });

async function buyer() {
  const account = someone();
  const client = await desk.as({ sub: account });
  const route = `POST /v1/accounts/${account}/purchases`;
  return {
    account,
    client,
    buy: (parts: object = {}) => client.call(route, order(parts), freshKey()),
    charges: async () => (await client.call(`GET /v1/accounts/${account}/charges`)).body.items,
  };
}

describe('a purchase while another of the same pack is pending', () => {
  it('is refused, names the one that waits, and may be allowed', async () => {
    const { buy, charges } = await buyer();
    const first = await buy();
    expect(first).toMatchObject({ status: 201, body: { state: 'pendingPayment' } });
    expect(await buy({ paymentMethod: 'sandbox_ok' })).toMatchObject({
      status: 409,
      body: { type: problemType('purchase-pending'), purchaseId: first.body.purchaseId },
    });
    expect(await charges()).toHaveLength(1);
    expect(await buy({ packType: 'cap_50' })).toMatchObject({ status: 201 });
    expect(await buy({ allowPending: true, paymentMethod: 'sandbox_ok' })).toMatchObject({
      status: 201,
      body: { state: 'active' },
    });
    // The first one waits still.
    expect(await buy()).toMatchObject({ status: 409, body: { purchaseId: first.body.purchaseId } });
  });

  it.each(['succeeded', 'failed'])('is begun once that has %s', async (outcome) => {
    const { buy } = await buyer();
    const first = await buy();
    await providerSays(desk, first.body.charge.chargeId, outcome);
    expect(await buy({ paymentMethod: 'sandbox_ok' })).toMatchObject({
      status: 201,
      body: { state: 'active' },
    });
  });

  it('is none while that is being asked for: many at once are many', async () => {
    const { buy } = await buyer();
    const answers = await Promise.all(Array.from({ length: 8 }, () => buy({ paymentMethod: 'sandbox_ok' })));
    expect(answers.map(({ status }) => status)).toEqual(Array.from({ length: 8 }, () => 201));
  });
});

describe('a provider that gives no answer', () => {
  const useStripe = () =>
    configure({
      paymentProvider: 'stripe',
      stripeSecretKey: 'sk_test_123',
      stripeWebhookSecret: 'whsec_any',
      stripeApiUrl: stripe.url,
      publicUrl: desk.url,
    });
  const failing = { status: 500, body: { error: { type: 'api_error' } } };
  const paid = () => ({
    status: 200,
    body: { id: `pi_${randomUUID()}`, object: 'payment_intent', status: 'succeeded' },
  });

  it('leaves a purchase pending, which is paid once by the schedule', async () => {
    useStripe();
    const { buy, charges } = await buyer();
    answer = failing;
    const first = await buy({ paymentMethod: 'pm_card_visa' });
    expect(first).toMatchObject({
      status: 201,
      body: { state: 'pendingPayment', payment: { provider: 'stripe' }, charge: { status: 'pending' } },
    });
    expect(await buy({ paymentMethod: 'pm_card_visa' })).toMatchObject({
      status: 409,
      body: { type: problemType('purchase-pending'), purchaseId: first.body.purchaseId },
    });
    answer = paid();
    await moveClock(desk, '2027-03-15T12:30:00Z');
    expect(await charges()).toMatchObject([{ status: 'succeeded' }]);
    const keys = stripe.requests.map(({ headers }) => headers['idempotency-key']);
    expect(new Set(keys).size).toBe(1);
  });

  it('for a day ends the attempt, with a reason', async () => {
    useStripe();
    const { buy, charges } = await buyer();
    answer = failing;
    await buy({ paymentMethod: 'pm_card_visa' });
    // Without all the attempts in between.
    moveTo(desk, '2027-03-16T13:09:00Z');
    await moveClock(desk, '2027-03-16T13:10:00Z');
    expect(await charges()).toMatchObject([
      { status: 'failed', failure: 'The payment provider did not respond for a day.' },
    ]);
    const { length } = stripe.requests;
    await moveClock(desk, '2027-03-16T14:10:00Z');
    expect(stripe.requests).toHaveLength(length);
  });

  it('and one that refuses for good ends it at once', async () => {
    useStripe();
    const { buy, charges } = await buyer();
    answer = {
      status: 400,
      body: { error: { type: 'invalid_request_error', code: 'currency_not_supported' } },
    };
    expect(await buy({ paymentMethod: 'pm_card_visa' })).toMatchObject({
      status: 402,
      body: {
        detail: expect.stringContaining(
          'The payment provider rejected the payment (currency_not_supported).',
        ),
      },
    });
    expect(await charges()).toMatchObject([{ status: 'failed' }]);
  });
});

describe('more than can be paid at once', () => {
  it('is refused when a pack is defined and when a quote is made or confirmed', async () => {
    const admin = await desk.as({ sub: 'user_admin', groups: ['admin'] });
    const terms = {
      name: 'Much',
      kind: 'capacity',
      grants: { storage: 1 },
      mode: 'oneTime',
      durationDays: null,
    };
    const define = (amount: number) =>
      admin.call('PUT /v1/admin/packs/much', { ...terms, price: { amount, currency: 'CNY' } });
    expect(await define(1_000_000_00)).toMatchObject({
      status: 400,
      body: { errors: [{ path: '/price/amount' }] },
    });
    expect(await define(999_999_99)).toMatchObject({ status: 201 });
    const { account, client, buy } = await buyer();
    expect(await buy({ packType: 'much', paymentMethod: 'sandbox_ok' })).toMatchObject({ status: 201 });
    // 0.80 a started GB.
    const quote = (gigabytes: number) =>
      client.call(
        `POST /v1/accounts/${account}/overage-quotes`,
        { meter: 'bandwidth', amount: gigabytes * 1_000_000_000 },
        freshKey(),
      );
    expect(await quote(1_250_000)).toMatchObject({ status: 400, body: { errors: [{ path: '/amount' }] } });
    for (const status of [201, 422]) {
      const { body } = await quote(900_000);
      expect(
        await client.call(
          `POST /v1/accounts/${account}/overage-confirmations`,
          { quoteId: body.quoteId },
          freshKey(),
        ),
      ).toMatchObject({ status });
    }
  });
});
