import type { SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda';
import pMap from 'p-map';
import { signSandboxEvent } from '../payments/providers/sandbox.ts';
import { decodeSandboxEvent } from '../queue/sandbox.ts';
import { setting } from '../runtime/config.ts';
import { log } from '../runtime/log.ts';

const TIMEOUT_MS = 10_000;
/** Statuses of temporary refusals: timeout, conflict, too early, too many requests. */
const PASSING_REFUSALS: readonly number[] = [408, 409, 425, 429];

/**
 * Sends the sandbox provider's events: signs each and posts it to our webhook. Undelivered events are retried;
 * permanently refused ones are logged and dropped.
 */
export async function handler(event: SQSEvent): Promise<SQSBatchResponse> {
  const failed = await pMap(event.Records, async (record) => {
    try {
      await deliver(record);
      return [];
    } catch (error) {
      log.error('sandbox event not delivered', { messageId: record.messageId, error: error as Error });
      return [{ itemIdentifier: record.messageId }];
    }
  });
  return { batchItemFailures: failed.flat() };
}

/** Throws if a retry may succeed, and for a malformed message, which therefore ends in the dead-letter queue. */
async function deliver({ body }: SQSRecord): Promise<void> {
  const event = decodeSandboxEvent(body);
  const response = await fetch(`${setting('publicUrl')}/v1/payments/webhooks/sandbox`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...(await signSandboxEvent(event, body)) },
    body,
    redirect: 'error',
    signal: AbortSignal.timeout(TIMEOUT_MS),
  });
  // An unread body would keep the connection open.
  await response.arrayBuffer();
  const { ok, status } = response;
  const isFinal = status >= 400 && status < 500 && !PASSING_REFUSALS.includes(status);
  const about = { eventId: event.eventId, type: event.type, chargeId: event.chargeId, status };
  if (ok) log.info('sandbox event delivered', about);
  else if (isFinal) log.error('sandbox event rejected', about);
  else throw new Error(`The webhook answered ${status}.`);
}
