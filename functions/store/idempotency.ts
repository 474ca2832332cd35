import { GetCommand } from '@aws-sdk/lib-dynamodb';
import { DAY, type Instant, plus, seconds } from '../domain/time.ts';
import { attempt } from './attempt.ts';
import { table, tableName } from './client.ts';
import { operationKey } from './keys.ts';

/** How long an answer is kept: longer than any lease or event may be late. The contract asks for a day. */
const KEPT = 40 * DAY;

/** The first answer to a request, to be given again word for word. */
export interface KeptAnswer {
  readonly status: number;
  readonly body: string | null;
  readonly contentType: string;
}

export interface IdempotencyRecord {
  /** The operation's id. */
  readonly id: string;
  /** Who asked for it first. */
  readonly by: string;
  /** What was asked for: a digest of method, path and body. */
  readonly fingerprint: string;
  /** When the request was first begun. What is made of it carries the operation's id and is derived from this time alone. */
  readonly begunAt: Instant;
  readonly answer?: KeptAnswer;
  readonly keptUntil: Instant;
}

/**
 * Claims an operation (an Idempotency-Key of an account, or of a caller where there is none) for a request, or finds what stands under it. A claim
 * without an answer may be taken up by anyone with the same request: it crashed, or is under way, and the work
 * under it finds itself. One write, 1 WRU.
 */
export async function claimKey(
  scope: string,
  claim: Pick<IdempotencyRecord, 'id' | 'fingerprint' | 'by'>,
  now: Instant,
): Promise<IdempotencyRecord> {
  const record: IdempotencyRecord = { ...claim, begunAt: now, keptUntil: plus(now, KEPT) };
  const tried = await attempt<{ record: IdempotencyRecord }>({
    key: operationKey(scope, claim.id),
    update: 'SET #record = :record, expiresAt = :ttl',
    when: ['(attribute_not_exists(pk) OR #record.keptUntil < :now)'],
    names: { '#record': 'record' },
    values: { ':record': record, ':now': now, ':ttl': seconds(record.keptUntil) },
  });
  return tried.item?.record ?? record;
}

/** Keeps the first answer, and hands back the one that is kept. One write, 1 WRU a started KB. */
export async function keepAnswer(
  scope: string,
  record: IdempotencyRecord,
  answer: KeptAnswer,
): Promise<KeptAnswer> {
  const tried = await attempt<{ record: IdempotencyRecord }>({
    key: operationKey(scope, record.id),
    update: 'SET #record.answer = :answer',
    when: ['#record.fingerprint = :same', 'attribute_not_exists(#record.answer)'],
    names: { '#record': 'record' },
    values: { ':answer': answer, ':same': record.fingerprint },
  });
  return tried.item?.record.answer ?? answer;
}

/** One consistent read. */
export async function findRecord(scope: string, operationId: string): Promise<IdempotencyRecord | undefined> {
  const { Item } = await table.send(
    new GetCommand({ TableName: tableName(), Key: operationKey(scope, operationId), ConsistentRead: true }),
  );
  return Item?.record as IdempotencyRecord | undefined;
}
