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
  keepAnswer,
  type Made,
  releaseKey,
  type StoredAnswer,
} from '../../store/table/idempotency.ts';
import { type Route, type RouteKey, routeOf } from '../routes.ts';
import type { Answer } from './call.ts';
import { type Answering, answerAnew, render, scopeOf } from './operation.ts';
import { problemOf } from './problem.ts';
import { problemTypes } from './problem-types.ts';

/**
 * Does the work of a request once for each Idempotency-Key and gives the first answer again after that. Requests are
 * compared as parsed, so that the order of fields and white space do not matter. Outcomes are kept, among them
 * refusals that say how something ended (402, and what is marked as an outcome). A refusal before anything happened
 * frees the key; an internal error keeps it claimed by its request. The work must find what it made when it runs again
 * under the same operation: repetitions join a claim that has no answer yet, because its owner may have crashed.
 * What is made carries the operation's id: its first half finds the record of the key, its second half nobody can
 * guess.
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

/** A request at work: under the record that holds its key, which may be another request's claim. */
interface Working {
  readonly scope: string;
  readonly record: IdempotencyRecord;
  readonly claim: { readonly id: string };
}

/** Does the work under a claim; keeps its answer, or frees the key when it was refused before it changed anything. */
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
      const answered = await releaseKey(scope, record, claim);
      if (answered) return replay(answered);
      throw error;
    }
    result = { statusCode: problem.status, headers: problem.headers, body: JSON.stringify(problem.body) };
  }
  const { shownOnce } = routeOf(event.routeKey as RouteKey);
  const { answer, first } = await keepAnswer(scope, record, toStored(result, shownOnce), made);
  if (!first) return replay(answer);
  // What is shown once is in this answer alone: it is not kept.
  return fromStored({ ...answer, body: result.body ?? null });
}

/** Whether a refusal is how the operation ended, rather than a request that came to nothing. */
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
  const { [member]: _, ...kept } = JSON.parse(body);
  return JSON.stringify(kept);
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
