import { Webhook } from 'standardwebhooks';
import { cny } from '../../functions/domain/money.ts';
import type { PaymentProvider } from '../../functions/payments/providers/provider.ts';
import { queueUrl } from '../../local/environment.ts';
import { openServer } from '../../local/http/server.ts';
import { keepNothing } from '../../local/queues/messages.ts';
import { Queue } from '../../local/queues/queue.ts';
import { sqsEndpoint } from '../../local/queues/sqs.ts';
import { configure, paymentOf, refundOf, refusedAs, transferOf } from '../support/payments.ts';

const SECRET = `whsec_${Buffer.from('a secret of the sandbox provider').toString('base64')}`;
const WRONG = `whsec_${Buffer.from('a secret of somebody else, alas!').toString('base64')}`;

const queue = await Queue.open({ name: 'sandbox', store: keepNothing });
const server = await openServer(0);
server.answerWith([sqsEndpoint([queue])]);
Object.assign(process.env, {
  AWS_REGION: 'us-east-1',
  AWS_ACCESS_KEY_ID: 'desk',
  AWS_SECRET_ACCESS_KEY: 'desk',
  AWS_ENDPOINT_URL_SQS: `${server.url}/sqs`,
  AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
});

let sandbox: PaymentProvider;
let signSandboxEvent: typeof import('../../functions/payments/providers/sandbox.ts').signSandboxEvent;
let decodeSandboxEvent: typeof import('../../functions/queue/sandbox.ts').decodeSandboxEvent;

beforeAll(async () => {
  ({ sandbox, signSandboxEvent } = await import('../../functions/payments/providers/sandbox.ts'));
  ({ decodeSandboxEvent } = await import('../../functions/queue/sandbox.ts'));
});
beforeEach(async () => {
  configure({
    sandboxQueueUrl: queueUrl(server.url, 'sandbox'),
    sandboxSecret: SECRET,
    publicUrl: 'https://billing.test',
  });
  await taken();
});
afterAll(async () => {
  const { sqs } = await import('../../functions/queue/client.ts');
  sqs.destroy();
  await server.stop();
});

/** The bodies on the queue, which is empty then. */
async function taken(): Promise<string[]> {
  const messages = [...queue.messages()];
  for (const { id } of messages) await queue.remove(id);
  return messages.map(({ body }) => body);
}

const eventsSent = async () => (await taken()).map((body) => JSON.parse(body));
const paid = { account: 'user_001', chargeId: 'chg_1', reference: expect.stringMatching(/^sbx_pay_\w{32}$/) };
const eventId = expect.stringMatching(/^sbx_evt_\w{32}$/);

describe('the sandbox', () => {
  it.each([
    ['sandbox_ok', true],
    ['sandbox_declined', true],
    ['sandbox_async', true],
    ['sandbox_', false],
    ['pm_card_visa', false],
    ['constructor', false],
  ])('takes %s for a method of its own: %s', (method, isKnown) => {
    expect(sandbox.accepts(method)).toBe(isKnown);
  });

  it('pays at once, and sends the event', async () => {
    const payment = await sandbox.pay(paymentOf({ method: 'sandbox_ok' }));
    expect(payment).toEqual({ reference: paid.reference, state: 'succeeded', reason: null });
    expect(await eventsSent()).toEqual([
      { ...paid, eventId, type: 'payment.succeeded', reference: payment.reference, paid: cny(2_900) },
    ]);
  });

  it('declines, with a reason for the payer, and sends the event', async () => {
    const reason = 'The card was declined.';
    const payment = await sandbox.pay(paymentOf({ method: 'sandbox_declined' }));
    expect(payment).toEqual({ reference: paid.reference, state: 'failed', reason });
    expect(await eventsSent()).toEqual([{ ...paid, eventId, type: 'payment.failed', reason }]);
  });

  it('leaves a payment open, sends no event, and says where it continues', async () => {
    expect(await sandbox.pay(paymentOf({ method: 'sandbox_async' }))).toEqual({
      reference: paid.reference,
      state: 'pending',
      reason: null,
      checkoutUrl: 'https://billing.test/?charge=chg_1',
    });
    configure({ publicUrl: undefined });
    expect(await sandbox.pay(paymentOf({ method: 'sandbox_async' }))).toEqual({
      reference: paid.reference,
      state: 'pending',
      reason: null,
    });
    expect(await eventsSent()).toEqual([]);
  });

  it('refuses a method that it does not have', async () => {
    await refusedAs(sandbox.pay(paymentOf({ method: 'pm_card_visa' })), 'payment-method-unknown');
    expect(await eventsSent()).toEqual([]);
  });

  it('returns the same payment for the same key, and sends the same event', async () => {
    const [first, second, other] = [
      await sandbox.pay(paymentOf()),
      await sandbox.pay(paymentOf()),
      await sandbox.pay(paymentOf({ idempotencyKey: 'key-other' })),
    ];
    expect(second).toEqual(first);
    expect(other.reference).not.toBe(first.reference);
    const [a, b, c] = await taken();
    expect(b).toBe(a);
    expect(JSON.parse(c ?? '').eventId).not.toBe(JSON.parse(a ?? '').eventId);
  });

  it('refunds at once, and sends an event with the refund’s id', async () => {
    const first = await sandbox.refund(refundOf({ reference: 'sbx_pay_1' }));
    const second = await sandbox.refund(
      refundOf({ reference: 'sbx_pay_1', refundId: 'chg_3', amount: cny(2_000), idempotencyKey: 'key-3' }),
    );
    expect(first).toEqual({
      reference: expect.stringMatching(/^sbx_refund_\w{32}$/),
      state: 'succeeded',
      reason: null,
    });
    expect(second.reference).not.toBe(first.reference);
    const told = { ...paid, eventId, reference: 'sbx_pay_1', type: 'refund.updated' };
    expect(await eventsSent()).toEqual([
      { ...told, refund: { ...first, refundId: 'chg_2', amount: 900 } },
      { ...told, refund: { ...second, refundId: 'chg_3', amount: 2_000 } },
    ]);
    expect(await sandbox.refundOf(first.reference)).toEqual(first);
  });

  it('refuses a payment of more than it takes at once', async () => {
    const request = paymentOf({ method: 'sandbox_ok', amount: cny(1_000_000_00) });
    expect(await sandbox.pay(request)).toMatchObject({
      state: 'failed',
      reason: 'The amount exceeds CNY 999999.99, the maximum of one payment.',
    });
    expect(await eventsSent()).toEqual([]);
  });

  it('takes each payment that is canceled for open until then', async () => {
    expect(await sandbox.cancel('sbx_pay_1')).toEqual({ state: 'failed', reference: 'sbx_pay_1' });
    expect(await eventsSent()).toEqual([]);
  });

  it('throws when the outcome is unknown: a retry returns it', async () => {
    configure({ sandboxQueueUrl: queueUrl(server.url, 'no-such-queue') });
    await expect(sandbox.pay(paymentOf())).rejects.toMatchObject({ name: 'QueueDoesNotExist' });
  });
});

const EVENT = JSON.stringify({
  eventId: 'sbx_evt_1',
  account: 'company_7',
  chargeId: 'chg_9',
  reference: 'sbx_pay_9',
  type: 'dispute.closed',
  won: true,
});

/** As the sandbox signs, but by any key and for any moment. */
function signed(body: string, { secret = SECRET, secondsAgo = 0 } = {}) {
  const at = new Date(Date.now() - secondsAgo * 1_000);
  return {
    'webhook-id': 'sbx_evt_1',
    'webhook-timestamp': String(Math.floor(at.getTime() / 1_000)),
    'webhook-signature': new Webhook(secret).sign('sbx_evt_1', at, body),
  };
}

describe('an event of the sandbox', () => {
  it.each([
    { type: 'payment.succeeded' },
    { type: 'payment.canceled' },
    { type: 'payment.failed', reason: 'No.' },
    { type: 'payment.refunded', refunded: 5 },
    {
      type: 'refund.updated',
      refund: { reference: 're_1', refundId: null, amount: 5, state: 'failed', reason: 'No.' },
    },
    { type: 'dispute.opened' },
    { type: 'dispute.opened', disputeId: 'dp_1', amount: 5 },
    { type: 'dispute.closed', won: false },
  ])('of $type is read as it was signed', async (what) => {
    const event = { ...JSON.parse(EVENT), won: undefined, ...what };
    const body = JSON.stringify(event);
    expect(await sandbox.read(body, await signSandboxEvent(decodeSandboxEvent(body), body))).toEqual(
      JSON.parse(body),
    );
  });

  it.each([
    ['its body was changed', EVENT.replace('true', 'false'), signed(EVENT)],
    ['another key has signed it', EVENT, signed(EVENT, { secret: WRONG })],
    ['its id was changed', EVENT, { ...signed(EVENT), 'webhook-id': 'sbx_evt_2' }],
    ['it has no signature', EVENT, { ...signed(EVENT), 'webhook-signature': undefined }],
    ['its signature is of no known kind', EVENT, { ...signed(EVENT), 'webhook-signature': 'v1a,AAAA' }],
    ['its signature is cut off', EVENT, { ...signed(EVENT), 'webhook-signature': 'v1' }],
    ['its time is no time', EVENT, { ...signed(EVENT), 'webhook-timestamp': 'soon' }],
    ['it has no headers', EVENT, {}],
  ])('is refused when %s', async (_, body, headers) => {
    await refusedAs(sandbox.read(body, headers), 'webhook-signature-invalid');
  });

  it('is refused when it was signed more than five minutes ago, or ahead', async () => {
    expect(await sandbox.read(EVENT, signed(EVENT, { secondsAgo: 290 }))).toEqual(JSON.parse(EVENT));
    await refusedAs(sandbox.read(EVENT, signed(EVENT, { secondsAgo: 310 })), 'webhook-expired');
    await refusedAs(sandbox.read(EVENT, signed(EVENT, { secondsAgo: -310 })), 'webhook-expired');
  });

  it.each([
    ['is no JSON', 'payment.succeeded'],
    ['is empty', ''],
    ['is of another type', EVENT.replace('dispute.closed', 'payment.lost')],
    ['lacks a field', EVENT.replace('"won":true', '"lost":true')],
    ['is of no account', EVENT.replace('company_7', 'somebody')],
  ])('is refused when it is signed, but %s', async (_, body) => {
    await refusedAs(sandbox.read(body, signed(body)), 'validation-failed');
  });
});

describe('a payout by the sandbox', () => {
  it.each([
    ['sandbox_ok', { state: 'succeeded', reason: null }],
    ['sandbox_declined', { state: 'failed', reason: 'The bank rejected the payout.' }],
  ])('to %s comes to the same each time', async (destination, outcome) => {
    expect(sandbox.paysTo(destination)).toBe(true);
    const [first, second] = [1, 2].map(() => sandbox.transfer(transferOf({ destination })));
    expect(await first).toMatchObject(outcome);
    expect(await second).toEqual(await first);
  });

  it('goes nowhere else', async () => {
    expect(sandbox.paysTo('acct_1')).toBe(false);
    expect(await sandbox.transfer(transferOf({ destination: 'acct_1' }))).toMatchObject({ state: 'failed' });
  });
});
