import { randomUUID } from 'node:crypto';
import type {
  APIGatewayProxyEventV2 as ApiEvent,
  APIGatewayProxyStructuredResultV2 as ApiResult,
} from 'aws-lambda';
import { digestOf, sha256 } from '../../domain/digest.ts';
import { ApiError } from '../../domain/errors.ts';
import { now } from '../../runtime/clock.ts';
import {
  claimKey,
  type IdempotencyRecord,
  type Made,
  releaseKey,
  type StoredAnswer,
  storeAnswer,
} from '../../store/table/idempotency.ts';
import { type Route, type RouteKey, routeOf } from '../routes.ts';
import type { Answer } from './call.ts';
import { type Answering, answerAnew, render, scopeOf } from './operation.ts';
import { problemOf } from './problem.ts';
import { problemTypes } from './problem-types.ts';

/**
 * Executes a request once per Idempotency-Key, and returns the stored answer to repetitions. Compares requests after
 * parsing, so that field order and white space do not matter.
 *
 * Stores answers, and refusals that are the outcome of the operation (402, and errors marked as an outcome). A refusal
 * before any change frees the key. After an internal error the request keeps its claim on the key.
 *
 * The work may run again under the same operation, because a repetition joins a claim without an answer: its owner may
 * have crashed. So the work must find what an earlier run made. Ids made from the operation contain its id: the first
 * half finds the key's record, the second half cannot be guessed.
 */
export const answerOnce: Answering = async (event, request, rule, caller, work) => {
  const key = rule && event.headers['idempotency-key'];
  const scope = scopeOf(event, caller);
  if (key !== undefined && (key === '' || key.length > 255)) throw keyRequired();
  const { preview, ...query } = { ...(request.query as object | undefined) } as { preview?: boolean };
  if (key === undefined || preview) {
    if (rule === 'required' && !preview) throw keyRequired();
    return answerAnew(event, request, rule, caller, work);
  }
  const fingerprint = digestOf({ route: event.routeKey, ...request, query });
  const claimed = sha256(`${scope}\n${key}`).slice(0, 16);
  const nonce = randomUUID().replaceAll('-', '').slice(0, 16);
  const claim = { id: claimed + nonce, fingerprint, by: caller };
  const record = await claimKey(scope, claim, now());
  if (record.fingerprint !== fingerprint)
    throw new ApiError(
      'idempotency-key-reused',
      `The key ${key} was used for a different request. Use a new key.`,
    );
  if (record.answer) return replay(record.answer);
  const operate = () => work({ id: record.id, begunAt: record.begunAt, scope });
  return answerUnder({ scope, record, claim }, event, operate);
};

/** A request in progress, under the record of its key. The claim may belong to an earlier request. */
interface Working {
  readonly scope: string;
  readonly record: IdempotencyRecord;
  readonly claim: { readonly id: string };
}

/**
 * Executes the work under a claim. Stores its answer, or frees the key if the work was refused before it changed
 * anything.
 */
async function answerUnder(
  { scope, record, claim }: Working,
  event: ApiEvent,
  work: () => Promise<Answer>,
): Promise<ApiResult> {
  let result: ApiResult;
  let made: Made | undefined;
  try {
    const answer = await work();
    made = answer.made;
    result = render(answer);
  } catch (error) {
    const problem = problemOf(error, event.rawPath, event.requestContext.requestId);
    if (problem.status >= 500) throw error;
    if (!isOutcome(error)) {
      const released = await releaseKey(scope, record, claim);
      if (released.kind === 'answered') return replay(released.answer);
      throw error;
    }
    result = { statusCode: problem.status, headers: problem.headers, body: JSON.stringify(problem.body) };
  }
  const { shownOnce } = routeOf(event.routeKey as RouteKey);
  const { answer, first } = await storeAnswer(scope, record, toStored(result, shownOnce), made);
  if (!first) return replay(answer);
  // Secrets are only in this answer; they are not stored.
  return fromStored({ ...answer, body: result.body ?? null });
}

/** Whether a refusal is the outcome of the operation. Other refusals mean that nothing was done. */
const isOutcome = (error: unknown): boolean =>
  error instanceof ApiError && (problemTypes[error.code][0] === 402 || error.extras.isOutcome === true);

function keyRequired(): ApiError {
  return new ApiError(
    'idempotency-key-required',
    'The request has no valid Idempotency-Key. Send the header with 1 to 255 characters.',
    {
      errors: [{ path: 'Idempotency-Key', detail: 'Send a unique value, and the same one with each retry.' }],
    },
  );
}

const toStored = (result: ApiResult, shownOnce?: Route['shownOnce']): StoredAnswer => ({
  status: result.statusCode ?? 200,
  body: without(result.body ?? null, shownOnce),
  contentType: String(result.headers?.['content-type'] ?? 'application/json'),
});

function without(body: string | null, member: string | undefined): string | null {
  if (body === null || member === undefined) return body;
  const { [member]: _, ...rest } = JSON.parse(body);
  return JSON.stringify(rest);
}

const fromStored = (answer: StoredAnswer): ApiResult => ({
  statusCode: answer.status,
  headers: { 'content-type': answer.contentType, 'cache-control': 'no-store' },
  ...(answer.body === null ? {} : { body: answer.body }),
});

function replay(answer: StoredAnswer): ApiResult {
  const result = fromStored(answer);
  return { ...result, headers: { ...result.headers, 'idempotency-replayed': 'true' } };
}
