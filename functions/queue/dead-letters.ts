import { SendMessageCommand } from '@aws-sdk/client-sqs';
import { setting } from '../runtime/config.ts';
import { sqs } from './client.ts';

/** The queues whose messages are set aside by their worker, with a reason. */
export type DeadLetterOf = 'usage' | 'uploads' | 'transcoding' | 'access-logs' | 'themes' | 'mail-feedback';

/**
 * Sets a message aside for good, with the reason, where an operator finds them and may drive them in again. What the relay sets
 * aside is a change of the table: it is found, and has no queue to go back to.
 */
export async function deadLetter(queue: DeadLetterOf | 'relay', body: string, reason: string): Promise<void> {
  await sqs.send(
    new SendMessageCommand({
      QueueUrl: setting('deadLetterQueueUrl'),
      MessageBody: body,
      MessageAttributes: {
        queue: { DataType: 'String', StringValue: queue },
        reason: { DataType: 'String', StringValue: reason.slice(0, 1_000) },
      },
    }),
  );
}
