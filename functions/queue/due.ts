import { SendMessageBatchCommand } from '@aws-sdk/client-sqs';
import * as z from 'zod';
import { setting } from '../runtime/config.ts';
import { sqs } from './client.ts';

/** SQS's limit of entries per request. */
const MOST_AT_ONCE = 10;

const message = z.strictObject({ shard: z.int().min(0) });

/** Enqueues one message per shard with due tasks. Costs one queue request per ten shards. */
export async function enqueueDue(shards: readonly number[]): Promise<void> {
  for (let from = 0; from < shards.length; from += MOST_AT_ONCE) {
    const { Failed = [] } = await sqs.send(
      new SendMessageBatchCommand({
        QueueUrl: setting('dueQueueUrl'),
        Entries: shards
          .slice(from, from + MOST_AT_ONCE)
          .map((shard) => ({ Id: String(shard), MessageBody: JSON.stringify({ shard }) })),
      }),
    );
    if (Failed.length > 0) {
      const which = Failed.map(({ Id, Message }) => `${Id} (${Message})`).join(', ');
      throw new Error(`The due work of some shards was not put on the queue: ${which}.`);
    }
  }
}

/** Parses a message and returns its shard. Throws if it is malformed. */
export const decodeDue = (body: string): number => message.parse(JSON.parse(body)).shard;
