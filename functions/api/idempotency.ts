import { createHash, randomUUID } from 'node:crypto';
import type {
  APIGatewayProxyEventV2 as ApiEvent,
  APIGatewayProxyStructuredResultV2 as ApiResult,
} from 'aws-lambda';
import { Fault } from '../domain/faults.ts';
import { now } from '../runtime/clock.ts';
import { claimKey, type KeptAnswer, keepAnswer } from '../store/idempotency.ts';
import { type Answering, answerAnew, scopeOf } from './operation.ts';
import { problemOf } from './problem.ts';

/**
 * Does the work of a request once for each Idempotency-Key and gives the first answer again after that, refusals
 * included; only faults of ours are not kept. The work must find itself when it runs again under the same
 * operation: a claim whose owner crashed is taken up by the next try. What is made carries the operation's id: its
 * first half finds the record of the key, its second half nobody can guess.
 */
export const answerOnce: Answering = async (event, rule, caller, work) => {
  const key = rule && event.headers['idempotency-key'];
  const scope = scopeOf(event, caller);
  if (key !== undefined && (key === '' || key.length > 255)) throw keyRequired();
  const isPreview = event.queryStringParameters?.preview === 'true';
  if (key === undefined || isPreview) {
    if (rule === 'required' && !isPreview) throw keyRequired();
    return answerAnew(event, rule, caller, work);
  }
  const fingerprint = digest(
    `${event.routeKey}\n${event.rawPath}\n${event.rawQueryString}\n${event.body ?? ''}`,
  );
  const claimed = digest(`${scope}\n${key}`).slice(0, 16);
  const nonce = randomUUID().replaceAll('-', '').slice(0, 16);
  const record = await claimKey(scope, { id: claimed + nonce, fingerprint, by: caller }, now());
  if (record.fingerprint !== fingerprint)
    throw new Fault('idempotency-key-reused', `The key ${key} stands for another request; take a new key.`);
  if (record.answer) return replay(record.answer);
  const answer = toKept(
    await workOrRefusal(event, () => work({ id: record.id, begunAt: record.begunAt, scope })),
  );
  return fromKept(await keepAnswer(scope, record, answer));
};

function keyRequired(): Fault {
  return new Fault('idempotency-key-required', 'Send the header Idempotency-Key with 1 to 255 characters.', {
    errors: [
      { path: 'Idempotency-Key', detail: 'A unique text for this request; the same for its repetitions.' },
    ],
  });
}

async function workOrRefusal(event: ApiEvent, work: () => Promise<ApiResult>): Promise<ApiResult> {
  try {
    return await work();
  } catch (error) {
    const problem = problemOf(error, event.rawPath, event.requestContext.requestId);
    if (problem.status >= 500) throw error;
    return {
      statusCode: problem.status,
      headers: { ...problem.headers },
      body: JSON.stringify(problem.body),
    };
  }
}

const toKept = (result: ApiResult): KeptAnswer => ({
  status: result.statusCode ?? 200,
  body: result.body ?? null,
  contentType: String(result.headers?.['content-type'] ?? 'application/json'),
});

const fromKept = (answer: KeptAnswer): ApiResult => ({
  statusCode: answer.status,
  headers: { 'content-type': answer.contentType, 'cache-control': 'no-store' },
  ...(answer.body === null ? {} : { body: answer.body }),
});

function replay(answer: KeptAnswer): ApiResult {
  const result = fromKept(answer);
  return { ...result, headers: { ...result.headers, 'idempotency-replayed': 'true' } };
}

const digest = (text: string): string => createHash('sha256').update(text).digest('hex');
