import { randomUUID } from 'node:crypto';
import type { SQSBatchResponse, SQSEvent } from 'aws-lambda';
import { recordOf } from '../../functions/desk/queues/record.ts';
import { cloudEventOf, type Fact, type FactType, factIdOf } from '../../functions/domain/facts.ts';
import { iso } from '../../functions/domain/time.ts';
import { NOW } from './arbitraries.ts';
import { someone } from './desk.ts';
import { accountNamed } from './grants.ts';

let sequence = 0;

/** A fact that no other test knows. */
export const factOf = (type: FactType, parts: Partial<Fact> = {}): Fact => ({
  id: factIdOf(type, String(++sequence), someone()),
  type,
  account: accountNamed(someone()),
  at: NOW,
  data: {},
  ...parts,
});

/** A fact as EventBridge hands it to a queue. */
export const busEventOf = (fact: Fact) => ({
  version: '0',
  id: randomUUID(),
  'detail-type': fact.type,
  source: 'real-deal.billing',
  account: '000000000000',
  time: iso(fact.at),
  region: 'us-east-1',
  resources: [],
  detail: cloudEventOf(fact),
});

/** Hands these bodies to a worker as one batch. Answers which of them, by place, it hands back. */
export async function batchOf(
  work: (event: SQSEvent) => Promise<SQSBatchResponse>,
  ...bodies: readonly unknown[]
): Promise<number[]> {
  const messages = bodies.map((body) => ({
    id: randomUUID(),
    body: typeof body === 'string' ? body : JSON.stringify(body),
    attributes: {},
    sentAt: 0,
    receiveCount: 1,
  }));
  const { batchItemFailures } = await work({
    Records: messages.map((message) => recordOf('facts', message)),
  });
  return messages.flatMap(({ id }, place) =>
    batchItemFailures.some(({ itemIdentifier }) => itemIdentifier === id) ? [place] : [],
  );
}
