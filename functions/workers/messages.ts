import type { SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda';
import pMap from 'p-map';
import { type DeadLetterOf, deadLetter } from '../queue/dead-letters.ts';
import { log } from '../runtime/log.ts';

/** What no repetition mends: its message is set aside at once, with this reason. */
export class Unusable extends Error {}

/**
 * Deals with the messages of a batch, some at a time. One that failed is handed back alone; one that is unusable
 * goes to the dead letters with its reason.
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

/** What `read` makes of a message; unusable where it cannot. */
export function readOr<T>(what: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    throw new Unusable(`Not ${what}: ${(error as Error).message}`, { cause: error });
  }
}
