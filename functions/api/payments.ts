import type { APIGatewayProxyEventV2 as ApiEvent } from 'aws-lambda';
import { ApiError } from '../domain/errors.ts';
import { applyStored } from '../payments/collection/events.ts';
import { isSetUp, requireProvider } from '../payments/providers/providers.ts';
import { log } from '../runtime/log.ts';
import { storePaymentEvent } from '../store/charges/payment-events.ts';
import { paymentsContract } from './contract/payments.ts';
import { endpoint } from './kernel/http.ts';

export const handler = endpoint(paymentsContract, {
  'POST /v1/payments/webhooks/{provider}': async ({ params, event: request, now }) => {
    if (!isSetUp(params.provider))
      throw new ApiError(
        'not-found',
        `The payment provider ${params.provider} is not configured. Use the webhook URL of a configured provider.`,
      );
    const provider = await requireProvider(params.provider);
    const event = await provider.read(rawBody(request), request.headers);
    if (!event) return { status: 200, body: { received: true, ignored: true } };
    const { key, isApplied } = await storePaymentEvent(provider.name, event, now);
    // The event is stored by now. If it cannot be applied yet, the schedule applies it later.
    if (!isApplied)
      await applyStored(key, now).catch((error: Error) =>
        log.error('payment event not applied', { eventId: event.eventId, error }),
      );
    return { status: 200, body: { received: true, ignored: false } };
  },
});

/** Returns the body unchanged, because the signature covers its bytes. */
const rawBody = ({ body = '', isBase64Encoded }: ApiEvent): string =>
  isBase64Encoded ? Buffer.from(body, 'base64').toString('utf8') : body;
