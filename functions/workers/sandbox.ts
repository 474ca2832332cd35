import type { SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda';
import pMap from 'p-map';
import { signSandboxEvent } from '../payments/providers/sandbox.ts';
import { decodeSandboxEvent } from '../queue/sandbox.ts';
import { setting } from '../runtime/config.ts';
import { log } from '../runtime/log.ts';

const TIMEOUT_MS = 10_000;
/** Refusals that may pass: a time-out, a conflict, too early, too many requests. */
const PASSING_REFUSALS: readonly number[] = [408, 409, 425, 429];

/**
 * The part of the sandbox provider that sends: signs each event and posts it to our webhook. An event that did not
 * arrive is handed back alone; one that was refused for good is logged and let go.
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

/** Throws when it makes sense to try again, and for what is no event, which so comes to the dead letters. */
async function deliver({ body }: SQSRecord): Promise<void> {
  const event = decodeSandboxEvent(body);
  const response = await fetch(`${setting('publicUrl')}/v1/payments/webhooks/sandbox`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...(await signSandboxEvent(event, body)) },
    body,
    redirect: 'error',
    signal: AbortSignal.timeout(TIMEOUT_MS),
  });
  // Unread, it would keep its connection.
  await response.arrayBuffer();
  const { ok, status } = response;
  const isFinal = status >= 400 && status < 500 && !PASSING_REFUSALS.includes(status);
  const about = { eventId: event.eventId, type: event.type, chargeId: event.chargeId, status };
  if (ok) log.info('sandbox event delivered', about);
  else if (isFinal) log.error('sandbox event rejected', about);
  else throw new Error(`The webhook answered ${status}.`);
}
