import { GetCommand } from '@aws-sdk/lib-dynamodb';
import type { Operation } from '../../domain/ids.ts';
import { DAY, type Instant, plus, seconds } from '../../domain/time.ts';
import { operationKey } from '../keys.ts';
import { table, tableName } from './client.ts';
import { conditionalWrite, RETRY, retryOnConflict } from './conditional-write.ts';
import type { Transaction } from './transaction.ts';

/** How long an answer is stored: longer than any lease, and than any event may be late. The contract requires a day. */
const RETENTION = 40 * DAY;

/** The first answer to a request, repeated unchanged. */
export interface StoredAnswer {
  readonly status: number;
  readonly body: string | null;
  readonly contentType: string;
}

/** A record of what an operation has made, for later requests. Its reader checks its kind. */
export interface Made {
  readonly kind: string;
  readonly [field: string]: unknown;
}

export interface IdempotencyRecord {
  /** The operation's id. */
  readonly id: string;
  /** The first caller. */
  readonly by: string;
  /** A digest of the route and of the parsed request. */
  readonly fingerprint: string;
  /** When the request first started. Ids of what it makes derive from the operation's id and this time alone. */
  readonly begunAt: Instant;
  readonly answer?: StoredAnswer;
  /** Stored with the answer if a later request needs it. */
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
 * Claims an operation (an Idempotency-Key of an account, or of a caller if there is none) for a request, or returns the
 * record that has the key. Joins an unanswered claim of the same request: its owner crashed or is still working, and
 * the work finds what it made. One write, 1 WRU; two to join a claim.
 *
 * The item's `working` is the set of requests that work under the claim, or crashed while they did. A set and not a
 * count, because the SDK may send a write twice, and adding or removing again changes nothing. Without it the key is
 * free.
 */
export const claimKey = (scope: string, claim: Claim, now: Instant): Promise<IdempotencyRecord> =>
  retryOnConflict(async () => {
    const record: IdempotencyRecord = { ...claim, begunAt: now, keptUntil: plus(now, RETENTION) };
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

/** Adds another request to an unanswered claim. Returns RETRY if it was answered or freed meanwhile. */
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

/** `first`: this call stored it; otherwise another request under the same claim had answered before. */
export interface StoredResult {
  readonly answer: StoredAnswer;
  readonly first: boolean;
}

/**
 * Stores the first answer, with a record of what the operation has made, and returns the stored answer. One write, 1
 * WRU per started KB.
 */
export async function storeAnswer(
  scope: string,
  record: IdempotencyRecord,
  answer: StoredAnswer,
  made?: Made,
): Promise<StoredResult> {
  const tried = await conditionalWrite<IdempotencyItem>({
    key: operationKey(scope, record.id),
    update: `SET #record.answer = :answer${made ? ', #record.made = :made' : ''}`,
    when: ['#record.id = :id', unanswered],
    names,
    values: { ':answer': answer, ':id': record.id, ...(made ? { ':made': made } : {}) },
  });
  return { answer: tried.item?.record.answer ?? answer, first: tried.kind === 'done' };
}

export type Released =
  | { readonly kind: 'released' }
  | { readonly kind: 'answered'; readonly answer: StoredAnswer };

/**
 * Ends one request's work under a claim without an answer, because it was refused before it changed anything. Frees the
 * key once no request works under it. `answered`: another request stored its answer meanwhile. One write, 1 WRU.
 */
export async function releaseKey(
  scope: string,
  record: IdempotencyRecord,
  claim: Pick<Claim, 'id'>,
): Promise<Released> {
  const tried = await conditionalWrite<IdempotencyItem>({
    key: operationKey(scope, record.id),
    update: 'DELETE working :me',
    when: ['#record.id = :id', unanswered],
    names,
    values: { ':id': record.id, ':me': new Set([claim.id]) },
  });
  const { item } = tried;
  const answer = tried.kind === 'refused' && item?.record.id === record.id ? item.record.answer : undefined;
  return answer ? { kind: 'answered', answer } : { kind: 'released' };
}

/** Loads the record of an operation. One consistent read. */
export async function findRecord(scope: string, operationId: string): Promise<IdempotencyRecord | undefined> {
  const { Item } = await table.send(
    new GetCommand({ TableName: tableName(), Key: operationKey(scope, operationId), ConsistentRead: true }),
  );
  return Item?.record as IdempotencyRecord | undefined;
}

/**
 * The result of an operation whose idempotency key belongs to another operation by now: nothing was written.
 */
export interface KeyLost {
  readonly kind: 'key-lost';
}

/** Whether an operation has lost its idempotency key to another one. One consistent read. */
export const hasLostKey = async ({ scope, id }: Operation): Promise<boolean> =>
  (await findRecord(scope, id))?.id !== id;

/** Makes a transaction fail if another operation has the idempotency key by now. One check. */
export const checkOperation = (transaction: Transaction, { scope, id }: Operation): void => {
  transaction.check(operationKey(scope, id), {
    when: ['#record.id = :operation'],
    names: { '#record': 'record' },
    values: { ':operation': id },
  });
};
