import { SendMessageBatchCommand } from '@aws-sdk/client-sqs';
import * as z from 'zod';
import { setting } from '../runtime/config.ts';
import { sqs } from './client.ts';

/** SQS's limit of entries per request. */
const MOST_AT_ONCE = 10;

const message = z.strictObject({ shard: z.int().min(0), sentAt: z.int().optional() });

/** Enqueues one message per shard with due tasks. Costs one queue request per ten shards. */
export async function enqueueDue(shards: readonly number[]): Promise<void> {
  const sentAt = Date.now();
  for (let from = 0; from < shards.length; from += MOST_AT_ONCE) {
    const { Failed = [] } = await sqs.send(
      new SendMessageBatchCommand({
        QueueUrl: setting('dueQueueUrl'),
        Entries: shards
          .slice(from, from + MOST_AT_ONCE)
          .map((shard) => ({ Id: String(shard), MessageBody: JSON.stringify({ shard, sentAt }) })),
      }),
    );
    if (Failed.length > 0) {
      const which = Failed.map(({ Id, Message }) => `${Id} (${Message})`).join(', ');
      throw new Error(`The due work of some shards was not put on the queue: ${which}.`);
    }
  }
}

/**
 * Parses a message and returns its shard, and when it was sent by the wall clock, if the message says so. Throws if it is
 * malformed.
 */
export const decodeDue = (body: string): z.infer<typeof message> => message.parse(JSON.parse(body));
