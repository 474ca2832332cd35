import { randomUUID } from 'node:crypto';
import { SendMessageCommand, type SendMessageCommandInput } from '@aws-sdk/client-sqs';
import { setting } from '../runtime/config.ts';
import { sqs } from './client.ts';

/** The queues whose workers move messages to the dead-letter queue themselves, with a reason. */
export type DeadLetterOf = 'uploads' | 'transcoding' | 'access-logs' | 'themes' | 'mail-feedback';

/**
 * Moves a message to the dead-letter queue with a reason. An operator can inspect and redrive it there. The relay's
 * records come from the table's stream, so they can be inspected but not redriven.
 */
export const deadLetter = (queue: DeadLetterOf | 'relay', body: string, reason: string): Promise<void> =>
  setAside(setting('deadLetterQueueUrl'), queue, body, reason);

/**
 * Dead-letters a message of the usage queue. It has a dead-letter queue of its own, because that of a FIFO queue must be a FIFO
 * queue. The deduplication id is random: SQS would drop a digest's second use by a message that fails again after a redrive.
 */
export const deadLetterUsage = (group: string, body: string, reason: string): Promise<void> =>
  setAside(setting('usageDeadLetterQueueUrl'), 'usage', body, reason, {
    MessageGroupId: group,
    MessageDeduplicationId: randomUUID(),
  });

async function setAside(
  QueueUrl: string,
  queue: string,
  body: string,
  reason: string,
  ofFifo: Pick<SendMessageCommandInput, 'MessageGroupId' | 'MessageDeduplicationId'> = {},
): Promise<void> {
  await sqs.send(
    new SendMessageCommand({
      QueueUrl,
      MessageBody: body,
      ...ofFifo,
      MessageAttributes: {
        queue: { DataType: 'String', StringValue: queue },
        reason: { DataType: 'String', StringValue: reason.slice(0, 1_000) },
      },
    }),
  );
}
