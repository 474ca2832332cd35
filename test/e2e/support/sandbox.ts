import { randomUUID } from 'node:crypto';
import { Webhook } from 'standardwebhooks';
import { type Answer, callerWith } from './caller.ts';
import { sandboxSecret } from './target.ts';

/** The sandbox provider's event that a payment succeeded, as anybody may send it who has its key. */
export function paymentSucceeded(
  account: string,
  chargeId: string,
  { secret = sandboxSecret() } = {},
): Promise<Answer> {
  const eventId = `sbx_evt_${randomUUID()}`;
  const reference = `sbx_pay_${chargeId}`;
  const body = JSON.stringify({ eventId, account, chargeId, reference, type: 'payment.succeeded' });
  const signedAt = new Date();
  return callerWith(null).call('POST /v1/payments/webhooks/sandbox', body, {
    'webhook-id': eventId,
    'webhook-timestamp': String(Math.floor(signedAt.getTime() / 1_000)),
    'webhook-signature': new Webhook(secret).sign(eventId, signedAt, body),
  });
}
