import { randomUUID } from 'node:crypto';
import type {
  APIGatewayProxyEventV2 as ApiEvent,
  APIGatewayProxyStructuredResultV2 as ApiResult,
} from 'aws-lambda';
import type { Operation } from '../../domain/ids.ts';
import { now } from '../../runtime/clock.ts';
import type { Route } from '../routes.ts';
import type { Answer } from './call.ts';
import { parseAccount } from './parse.ts';

/** A request after its schemas have parsed it: equal requests are equal here, however they were written. */
export interface ParsedRequest {
  readonly params: unknown;
  readonly query: unknown;
  readonly body: unknown;
}

/** How often the work of a request is done, and under which operation. */
export type Answering = (
  event: ApiEvent,
  request: ParsedRequest,
  rule: Route['idempotency'],
  caller: string,
  work: (operation: Operation) => Promise<Answer>,
) => Promise<ApiResult>;

/** Whose keys a request's key is among: the account's in its path, or its caller's. */
export const scopeOf = (event: ApiEvent, caller: string): string => parseAccount(event) ?? `caller:${caller}`;

/** Does the work each time it is asked for: for functions none of whose routes knows an Idempotency-Key. */
export const answerAnew: Answering = async (event, _request, _rule, caller, work) =>
  render(await work({ id: randomUUID().replaceAll('-', ''), begunAt: now(), scope: scopeOf(event, caller) }));

/** Writes an answer as API Gateway takes it. */
export function render({ status, body, csv, headers }: Answer): ApiResult {
  if (body === undefined && csv === undefined) return { statusCode: status, headers: { ...headers } };
  const type = csv === undefined ? 'application/json' : 'text/csv; charset=utf-8';
  return {
    statusCode: status,
    headers: { 'content-type': type, 'cache-control': 'no-store', ...headers },
    body: csv ?? JSON.stringify(body),
  };
}
