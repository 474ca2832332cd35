import { cny } from '../../functions/domain/money.ts';
import type { PaymentProvider } from '../../functions/payments/providers/provider.ts';
import { stripeProvider } from '../../functions/payments/providers/stripe.ts';
import { secret } from '../../functions/runtime/secrets.ts';
import { configure, paymentOf, refundOf, transferOf } from '../support/payments.ts';
import { BUILD_TIMEOUT_MS, type StripeMock, startStripeMock } from '../support/stripe-mock.ts';

let mock: StripeMock | null;

beforeAll(async () => {
  mock = await startStripeMock();
  if (!mock) console.warn('There is no Go on this machine, so no stripe-mock: not asked.');
  configure({
    stripeSecretKey: 'sk_test_123',
    stripeApiUrl: mock?.url,
    publicUrl: 'https://billing.test',
  });
}, BUILD_TIMEOUT_MS);
afterAll(() => mock?.stop());

/** A promise that Stripe's own description of its API holds us to. It answers with samples, whatever was asked. */
const promise = (what: string, keep: (stripe: PaymentProvider) => Promise<void>) =>
  it(what, async () => {
    if (mock) await keep(await stripeProvider(secret));
  });

describe('by the API description of Stripe', () => {
  promise('a token is charged', async (stripe) => {
    const payment = await stripe.pay(paymentOf({ method: 'pm_card_visa' }));
    expect(payment.reference).toMatch(/^pi_\w+$/);
  });

  promise('a checkout is opened', async (stripe) => {
    expect(await stripe.pay(paymentOf({ method: 'checkout' }))).toMatchObject({
      reference: expect.stringMatching(/^cs_\w+$/),
      state: 'pending',
      reason: null,
    });
  });

  promise('a payment and a checkout are refunded', async (stripe) => {
    for (const reference of ['pi_1', 'cs_1'])
      expect(await stripe.refund(refundOf({ reference, amount: cny(900) }))).toMatchObject({
        reference: expect.stringMatching(/^re_\w+$/),
        state: 'succeeded',
      });
  });

  promise('a payment and a checkout are canceled', async (stripe) => {
    for (const reference of ['pi_1', 'cs_1'])
      expect(['pending', 'failed']).toContain((await stripe.cancel(reference)).state);
  });

  promise('a refund is looked up', async (stripe) => {
    expect(await stripe.refundOf('re_1')).toMatchObject({ reference: expect.stringMatching(/^re_\w+$/) });
  });

  promise('the transfer of a payout is looked up', async (stripe) => {
    expect(await stripe.transferOf('pyt_1')).toMatchObject({ state: 'succeeded' });
  });

  promise('a transfer is made to a connected account', async (stripe) => {
    expect(await stripe.transfer(transferOf())).toMatchObject({
      reference: expect.stringMatching(/^tr_\w+$/),
      state: 'succeeded',
      reason: null,
    });
  });

  promise('a request that is not of its form is refused', async (stripe) => {
    const broken = { amount: 'much' as unknown as number, currency: 'CNY' } as const;
    expect(await stripe.pay(paymentOf({ method: 'pm_card_visa', amount: broken }))).toMatchObject({
      state: 'failed',
      reason: expect.stringContaining('rejected the payment'),
    });
  });
});
