import type { SQSBatchResponse, SQSEvent } from 'aws-lambda';
import { messageOf } from '../http/system-errors.ts';
import { within } from '../within.ts';
import type { Message } from './messages.ts';
import { recordOf } from './record.ts';

export type QueueHandler = (event: SQSEvent) => Promise<SQSBatchResponse | undefined>;

/**
 * Passes a batch to the handler and returns the failed messages with reasons. The whole batch fails if the handler
 * throws, times out, or names an unknown message.
 */
export async function failuresOf(
  queue: string,
  batch: readonly Message[],
  handler: QueueHandler,
  timeoutMs: number,
): Promise<Map<string, string>> {
  const all = (reason: string) => new Map(batch.map((message) => [message.id, reason]));
  try {
    const event = { Records: batch.map((message) => recordOf(queue, message)) };
    const response = await within(timeoutMs, handler(event));
    const failed = (response?.batchItemFailures ?? []).map((item) => item.itemIdentifier);
    if (failed.some((id) => !batch.some((message) => message.id === id)))
      return all('The handler reported a message that was not in its batch.');
    return new Map(failed.map((id) => [id, 'The handler reported it as failed.']));
  } catch (error) {
    return all(messageOf(error));
  }
}
