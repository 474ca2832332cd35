import type { SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda';
import pMap from 'p-map';
import { type DeadLetterOf, deadLetter } from '../queue/dead-letters.ts';
import { log } from '../runtime/log.ts';

/** An error that a retry cannot fix. Its message goes to the dead-letter queue at once, with this reason. */
export class Unusable extends Error {}

/**
 * Processes the messages of a batch, a few concurrently. Only failed messages are retried; unusable ones go to the
 * dead-letter queue with their reason.
 */
export async function eachMessage(
  queue: DeadLetterOf,
  { Records }: SQSEvent,
  deal: (body: string, record: SQSRecord) => Promise<void>,
  concurrency = 5,
): Promise<SQSBatchResponse> {
  const failed: string[] = [];
  await pMap(
    Records,
    async (record) => {
      const { messageId, body } = record;
      try {
        await deal(body, record).catch(async (error) => {
          if (!(error instanceof Unusable)) throw error;
          log.warn('message dead-lettered', { queue, messageId, reason: error.message });
          await deadLetter(queue, body, error.message);
        });
      } catch (error) {
        log.error('message not processed', { queue, messageId, error: error as Error });
        failed.push(messageId);
      }
    },
    { concurrency },
  );
  return { batchItemFailures: failed.map((itemIdentifier) => ({ itemIdentifier })) };
}

/** Returns what `read` returns for a message. Throws `Unusable` if it throws. */
export function readOr<T>(what: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    throw new Unusable(`Not ${what}: ${(error as Error).message}`, { cause: error });
  }
}
