import { GetCommand } from '@aws-sdk/lib-dynamodb';
import type { Operation } from '../../domain/ids.ts';
import { DAY, type Instant, plus, seconds } from '../../domain/time.ts';
import { operationKey } from '../keys.ts';
import { table, tableName } from './client.ts';
import { conditionalWrite, RETRY, retryOnConflict } from './conditional-write.ts';
import type { Transaction } from './transaction.ts';

/** How long an answer is kept: longer than any lease or event may be late. The contract asks for a day. */
const KEPT = 40 * DAY;

/** The first answer to a request, to be given again word for word. */
export interface StoredAnswer {
  readonly status: number;
  readonly body: string | null;
  readonly contentType: string;
}

/** A record of what an operation has made, for the requests that follow it. Its reader checks its kind. */
export interface Made {
  readonly kind: string;
  readonly [field: string]: unknown;
}

export interface IdempotencyRecord {
  /** The operation's id. */
  readonly id: string;
  /** Who asked for it first. */
  readonly by: string;
  /** What was asked for: a digest of the route and of the parsed request. */
  readonly fingerprint: string;
  /** When the request was first begun. What is made of it carries the operation's id and is derived from this time alone. */
  readonly begunAt: Instant;
  readonly answer?: StoredAnswer;
  /** Kept together with the answer, where a later request needs it. */
  readonly made?: Made;
  readonly keptUntil: Instant;
}

type Claim = Pick<IdempotencyRecord, 'id' | 'fingerprint' | 'by'>;

interface IdempotencyItem {
  readonly record: IdempotencyRecord;
}

const names = { '#record': 'record' } as const;
const unanswered = 'attribute_not_exists(#record.answer)';

/**
 * Claims an operation (an Idempotency-Key of an account, or of a caller where there is none) for a request, or
 * returns the record that holds the key. An unanswered claim of the same request is joined: its owner crashed or
 * still works, and the work under it finds what it made. One write, 1 WRU; two to join a claim.
 *
 * The item's `working` is the set of requests that work under the claim, or crashed while they did. A set and no
 * count, because the SDK may send a write twice: to join or leave again changes nothing. Without it the key is free.
 */
export const claimKey = (scope: string, claim: Claim, now: Instant): Promise<IdempotencyRecord> =>
  retryOnConflict(async () => {
    const record: IdempotencyRecord = { ...claim, begunAt: now, keptUntil: plus(now, KEPT) };
    const tried = await conditionalWrite<IdempotencyItem>({
      key: operationKey(scope, claim.id),
      update: 'SET #record = :record, working = :me, expiresAt = :ttl',
      when: [
        `(attribute_not_exists(pk) OR #record.keptUntil < :now OR (${unanswered} AND attribute_not_exists(working)))`,
      ],
      names,
      values: {
        ':record': record,
        ':me': new Set([claim.id]),
        ':now': now,
        ':ttl': seconds(record.keptUntil),
      },
    });
    const found = tried.item?.record ?? record;
    const isOwn = found.id === claim.id;
    return isOwn || found.answer || found.fingerprint !== claim.fingerprint
      ? found
      : join(scope, found, claim);
  });

/** Adds one more request to an unanswered claim. RETRY when it was answered or freed meanwhile. */
async function join(
  scope: string,
  { id }: IdempotencyRecord,
  claim: Claim,
): Promise<IdempotencyRecord | typeof RETRY> {
  const tried = await conditionalWrite<IdempotencyItem>({
    key: operationKey(scope, id),
    update: 'ADD working :me',
    when: ['#record.id = :id', 'attribute_exists(working)', unanswered],
    names,
    values: { ':id': id, ':me': new Set([claim.id]) },
  });
  return tried.kind === 'done' ? tried.item.record : RETRY;
}

/** `first`: it was kept by this call; otherwise another request under the same claim was answered before. */
export interface Kept {
  readonly answer: StoredAnswer;
  readonly first: boolean;
}

/**
 * Keeps the first answer, with a record of what the operation has made, and returns the answer that is kept. One write,
 * 1 WRU a started KB.
 */
export async function keepAnswer(
  scope: string,
  record: IdempotencyRecord,
  answer: StoredAnswer,
  made?: Made,
): Promise<Kept> {
  const tried = await conditionalWrite<IdempotencyItem>({
    key: operationKey(scope, record.id),
    update: `SET #record.answer = :answer${made ? ', #record.made = :made' : ''}`,
    when: ['#record.id = :id', unanswered],
    names,
    values: { ':answer': answer, ':id': record.id, ...(made ? { ':made': made } : {}) },
  });
  return { answer: tried.item?.record.answer ?? answer, first: tried.kind === 'done' };
}

/**
 * Ends one request's work under a claim without an answer, because it was refused before it changed anything. The
 * key is free again once no request works under it. Returns the answer that another request has had meanwhile, if
 * any. One write, 1 WRU.
 */
export async function releaseKey(
  scope: string,
  record: IdempotencyRecord,
  claim: Pick<Claim, 'id'>,
): Promise<StoredAnswer | undefined> {
  const tried = await conditionalWrite<IdempotencyItem>({
    key: operationKey(scope, record.id),
    update: 'DELETE working :me',
    when: ['#record.id = :id', unanswered],
    names,
    values: { ':id': record.id, ':me': new Set([claim.id]) },
  });
  return tried.kind === 'refused' && tried.item?.record.id === record.id
    ? tried.item.record.answer
    : undefined;
}

/** One consistent read. */
export async function findRecord(scope: string, operationId: string): Promise<IdempotencyRecord | undefined> {
  const { Item } = await table.send(
    new GetCommand({ TableName: tableName(), Key: operationKey(scope, operationId), ConsistentRead: true }),
  );
  return Item?.record as IdempotencyRecord | undefined;
}

/** Has a transaction fail when the idempotency key of an operation is held by another one by now. One check. */
export const checkOperation = (transaction: Transaction, { scope, id }: Operation): void => {
  transaction.check(operationKey(scope, id), {
    when: ['#record.id = :operation'],
    names: { '#record': 'record' },
    values: { ':operation': id },
  });
};
