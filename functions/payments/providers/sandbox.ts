import { createHash } from 'node:crypto';
import { Webhook, WebhookVerificationError } from 'standardwebhooks';
import { ApiError } from '../../domain/errors.ts';
import { cny, MOST_PAYMENT } from '../../domain/money.ts';
import { decodeSandboxEvent, enqueueSandboxEvent, type SandboxEvent } from '../../queue/sandbox.ts';
import { optionalSetting } from '../../runtime/config.ts';
import { secret } from '../../runtime/secrets.ts';
import {
  type Payment,
  type PaymentProvider,
  type PaymentRequest,
  type ProviderEvent,
  tooMuch,
} from './provider.ts';

/**
 * A provider that moves no money, for tests, demonstrations and the local stack. It stores nothing: its responses
 * derive from the requests. Like a real provider it sends signed events to our webhook.
 */
export const sandbox: PaymentProvider = {
  name: 'sandbox',
  leastPayment: cny(1),
  mostPayment: MOST_PAYMENT,

  accepts: (method) => outcomes.has(method),
  canRetry: (method) => outcomes.has(method),

  pay: async (request) => {
    const outcome = outcomes.get(request.method);
    if (!outcome)
      throw new ApiError(
        'payment-method-unknown',
        `The sandbox has no payment method ${request.method}. Send sandbox_ok, sandbox_declined or sandbox_async.`,
      );
    const { chargeId, account, amount } = request;
    const reference = sandboxPayment(request.idempotencyKey);
    const facts = { account, chargeId, reference };
    if (amount.amount > sandbox.mostPayment.amount)
      return { reference, state: 'failed', reason: tooMuch(sandbox.mostPayment) };
    if (outcome.state === 'succeeded')
      await enqueueSandboxEvent({ ...facts, type: 'payment.succeeded', paid: amount });
    if (outcome.state === 'failed')
      await enqueueSandboxEvent({ ...facts, type: 'payment.failed', reason: outcome.reason });
    return { reference, ...outcome, ...(outcome.state === 'pending' ? checkoutOf(request) : {}) };
  },

  refund: async ({ account, chargeId, refundId, reference, amount, idempotencyKey }) => {
    const refund = { reference: sandboxRefund(idempotencyKey), state: 'succeeded', reason: null } as const;
    await enqueueSandboxEvent({
      account,
      chargeId,
      reference,
      type: 'refund.updated',
      refund: { ...refund, refundId, amount: amount.amount },
    });
    return refund;
  },

  // Every refund succeeds immediately.
  refundOf: async (reference) => ({ reference, state: 'succeeded', reason: null }),

  // The sandbox stores no payments, so it treats each as open.
  cancel: async (reference) => ({ state: 'failed', reference }),

  paysTo: (destination) => destinations.has(destination),

  transferOf: async () => null,

  transfer: async ({ destination, idempotencyKey }) => {
    const reason = destinations.get(destination);
    const reference = referenceOf('transfer', idempotencyKey);
    return reason === null
      ? { state: 'succeeded', reference, reason }
      : { state: 'failed', reference, reason: reason ?? `The sandbox has no account ${destination}.` };
  },

  read: async (body, headers) => {
    await verify(body, headers);
    try {
      return decodeSandboxEvent(body) satisfies ProviderEvent;
    } catch (cause) {
      throw new ApiError('validation-failed', 'The event is signed but has an unknown format.', {
        cause,
      });
    }
  },
};

type Outcome =
  | { readonly state: 'succeeded' | 'pending'; readonly reason: null }
  | { readonly state: 'failed'; readonly reason: string };

const outcomes: ReadonlyMap<string, Outcome> = new Map<string, Outcome>([
  ['sandbox_ok', { state: 'succeeded', reason: null }],
  ['sandbox_declined', { state: 'failed', reason: 'The card was declined.' }],
  ['sandbox_async', { state: 'pending', reason: null }],
]);

/** Transfer destination → why a transfer to it fails; null if it succeeds. */
const destinations: ReadonlyMap<string, string | null> = new Map([
  ['sandbox_ok', null],
  ['sandbox_declined', 'The bank rejected the payout.'],
]);

/** Returns the sandbox's id of the payment for an idempotency key. */
export const sandboxPayment = (key: string): string => referenceOf('pay', key);

/** Returns the sandbox's id of the refund for an idempotency key. */
export const sandboxRefund = (key: string): string => referenceOf('refund', key);

function referenceOf(kind: 'pay' | 'refund' | 'transfer', key: string): string {
  const digest = createHash('sha256')
    .update(JSON.stringify([kind, key]))
    .digest('hex');
  return `sbx_${kind}_${digest.slice(0, 32)}`;
}

/** Returns the page on which the payer would continue: the dashboard, with the charge's id. */
function checkoutOf({ chargeId }: PaymentRequest): Pick<Payment, 'checkoutUrl'> {
  const publicUrl = optionalSetting('publicUrl');
  return publicUrl ? { checkoutUrl: `${publicUrl}/?charge=${encodeURIComponent(chargeId)}` } : {};
}

type Headers = Readonly<Record<string, string>>;

/**
 * Signs an event as Standard Webhooks specifies. The receiver checks its time against the wall clock, so it uses the
 * wall clock.
 */
export async function signSandboxEvent(event: SandboxEvent, body: string): Promise<Headers> {
  const signedAt = new Date();
  return {
    'webhook-id': event.eventId,
    'webhook-timestamp': String(Math.floor(signedAt.getTime() / 1_000)),
    'webhook-signature': (await signer()).sign(event.eventId, signedAt, body),
  };
}

async function verify(body: string, headers: Readonly<Record<string, string | undefined>>): Promise<void> {
  const webhook = await signer();
  try {
    webhook.verify(body, headers as Headers, { jsonParse: false });
  } catch (cause) {
    if (!(cause instanceof WebhookVerificationError)) throw cause;
    if (cause.message.startsWith('Message timestamp'))
      throw new ApiError('webhook-expired', 'The event was not signed within the last five minutes.', {
        cause,
      });
    throw new ApiError(
      'webhook-signature-invalid',
      'The signature does not match the signing key of the sandbox.',
      {
        cause,
      },
    );
  }
}

const signer = async () => new Webhook(await secret('sandboxSecret'));
