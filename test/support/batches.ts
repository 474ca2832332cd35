import { randomUUID } from 'node:crypto';
import type { SQSBatchResponse, SQSEvent } from 'aws-lambda';
import { recordOf } from '../../local/queues/record.ts';

/** Hands these bodies to a worker as one batch. Answers which of them, by place, it hands back. */
export async function batchOf(
  work: (event: SQSEvent) => Promise<SQSBatchResponse>,
  ...bodies: readonly unknown[]
): Promise<number[]> {
  const messages = bodies.map((body) => ({
    id: randomUUID(),
    body: typeof body === 'string' ? body : JSON.stringify(body),
    attributes: {},
    groupId: '0',
    sentAt: 0,
    receiveCount: 1,
  }));
  const { batchItemFailures } = await work({
    Records: messages.map((message) => recordOf('any', message)),
  });
  return messages.flatMap(({ id }, place) =>
    batchItemFailures.some(({ itemIdentifier }) => itemIdentifier === id) ? [place] : [],
  );
}
