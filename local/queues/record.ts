import { createHash } from 'node:crypto';
import type { SQSRecord } from 'aws-lambda';
import { ACCOUNT, queueArn, REGION } from '../environment.ts';
import type { Message } from './messages.ts';

export const md5 = (body: string): string => createHash('md5').update(body).digest('hex');

/** Converts a message to the record that Lambda passes to a handler. */
export function recordOf(queue: string, message: Message): SQSRecord {
  return {
    messageId: message.id,
    receiptHandle: message.id,
    body: message.body,
    attributes: systemAttributes(message),
    messageAttributes: message.attributes,
    md5OfBody: md5(message.body),
    eventSource: 'aws:sqs',
    eventSourceARN: queueArn(queue),
    awsRegion: REGION,
  };
}

export const systemAttributes = (message: Message) => ({
  ApproximateReceiveCount: String(message.receiveCount),
  ApproximateFirstReceiveTimestamp: String(message.sentAt),
  SentTimestamp: String(message.sentAt),
  SenderId: ACCOUNT,
  ...(message.groupId !== undefined && { MessageGroupId: message.groupId }),
  ...(message.deduplicationId !== undefined && { MessageDeduplicationId: message.deduplicationId }),
  ...(message.sequenceNumber !== undefined && { SequenceNumber: message.sequenceNumber }),
});
