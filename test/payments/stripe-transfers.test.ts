import type { PaymentProvider } from '../../functions/payments/providers/provider.ts';
import { stripeProvider } from '../../functions/payments/providers/stripe.ts';
import { secret } from '../../functions/runtime/secrets.ts';
import { configure, transferOf } from '../support/payments.ts';
import { openPeer, type Peer, type PeerAnswer } from '../support/peer.ts';

let peer: Peer;
let stripe: PaymentProvider;
let answer: PeerAnswer;

beforeAll(async () => {
  peer = await openPeer(() => answer);
  configure({ stripeSecretKey: 'sk_test_123', stripeApiUrl: peer.url });
  stripe = await stripeProvider(secret);
});
beforeEach(() => {
  peer.requests.length = 0;
});
afterAll(() => peer.stop());

/** As Stripe documents its errors: https://docs.stripe.com/api/errors */
const refusal = (code: string, param?: string): PeerAnswer => ({
  status: 400,
  body: { error: { type: 'invalid_request_error', code, message: `Not so: ${code}.`, param } },
});

describe('a payout by Stripe', () => {
  it.each([
    ['acct_1032D82eZvKYlo2C', true],
    ['acct_', false],
    ['acct_../transfers', false],
    ['sandbox_ok', false],
  ])('may go to %s: %s', (destination, isOne) => {
    expect(stripe.paysTo(destination)).toBe(isOne);
  });

  it('is one transfer of Connect, under the name of the payout', async () => {
    answer = { status: 200, body: { id: 'tr_1', object: 'transfer' } };
    expect(await stripe.transfer(transferOf())).toEqual({
      state: 'succeeded',
      reference: 'tr_1',
      reason: null,
    });
    expect(
      peer.requests.map(({ route, headers, body }) => ({
        route,
        key: headers['idempotency-key'],
        fields: Object.fromEntries(new URLSearchParams(body)),
      })),
    ).toEqual([
      {
        route: 'POST /v1/transfers',
        key: 'pyt_1',
        fields: {
          amount: '14000',
          currency: 'cny',
          destination: 'acct_1032D82eZvKYlo2C',
          transfer_group: 'pyt_1',
          'metadata[account]': 'user_001',
          'metadata[payoutId]': 'pyt_1',
        },
      },
    ]);
  });

  it.each([
    ['insufficient_capabilities_for_transfer', undefined, 'The account cannot receive transfers yet'],
    ['balance_insufficient', undefined, 'retried next month'],
    ['resource_missing', 'destination', 'cannot receive payouts'],
    ['account_invalid', undefined, 'cannot receive payouts'],
    [
      'parameter_invalid_integer',
      'amount',
      'The payment provider rejected the payout (parameter_invalid_integer).',
    ],
  ])('has failed when Stripe says %s of %s', async (code, param, reason) => {
    answer = refusal(code, param);
    expect(await stripe.transfer(transferOf())).toEqual({
      state: 'failed',
      reference: null,
      reason: expect.stringContaining(reason),
    });
  });

  it.each([
    ['is out of order', { status: 500, body: { error: { type: 'api_error' } } }],
    ['does not know the key', { status: 401, body: { error: { type: 'invalid_request_error' } } }],
    ['is asked too often', { status: 429, body: { error: { type: 'invalid_request_error' } } }],
  ])('is open still when Stripe %s', async (_, refused) => {
    answer = refused;
    await expect(stripe.transfer(transferOf())).rejects.toThrow();
  });

  it('is found by the name of the payout, if it was made', async () => {
    answer = { status: 200, body: { object: 'list', data: [{ id: 'tr_1', object: 'transfer' }] } };
    expect(await stripe.transferOf('pyt_1')).toEqual({ state: 'succeeded', reference: 'tr_1', reason: null });
    expect(peer.requests.at(-1)?.route).toBe('GET /v1/transfers?transfer_group=pyt_1&limit=1');
    answer = { status: 200, body: { object: 'list', data: [] } };
    expect(await stripe.transferOf('pyt_1')).toBeNull();
  });
});
