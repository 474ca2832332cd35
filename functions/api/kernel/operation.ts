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

/** A request after parsing. Equal requests are equal here, however they were formatted. */
export interface ParsedRequest {
  readonly params: unknown;
  readonly query: unknown;
  readonly body: unknown;
}

/** Executes the work of a request, under the operation that identifies it. */
export type Answering = (
  event: ApiEvent,
  request: ParsedRequest,
  rule: Route['idempotency'],
  caller: string,
  work: (operation: Operation) => Promise<Answer>,
) => Promise<ApiResult>;

/** Returns the scope of an idempotency key: the account in the path, or else the caller. */
export const scopeOf = (event: ApiEvent, caller: string): string => parseAccount(event) ?? `caller:${caller}`;

/** Executes the work on every request. For functions without idempotent routes. */
export const answerAnew: Answering = async (event, _request, _rule, caller, work) =>
  render(await work({ id: randomUUID().replaceAll('-', ''), begunAt: now(), scope: scopeOf(event, caller) }));

/** Converts an answer to the format of API Gateway. */
export function render({ status, body, csv, headers }: Answer): ApiResult {
  if (body === undefined && csv === undefined) return { statusCode: status, headers: { ...headers } };
  const type = csv === undefined ? 'application/json' : 'text/csv; charset=utf-8';
  return {
    statusCode: status,
    headers: { 'content-type': type, 'cache-control': 'no-store', ...headers },
    body: csv ?? JSON.stringify(body),
  };
}
