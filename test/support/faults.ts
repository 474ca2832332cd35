import { Readable } from 'node:stream';
import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { HttpRequest } from '@smithy/types';
import { sampleOf } from './scope.ts';

/** What goes wrong with one request on its way to the table. */
export type FaultKind =
  /** The table refuses it: too much load. */
  | 'throttled'
  /** The table fails before doing anything. */
  | 'server-error'
  /** The write is applied, and the answer is lost on the way back. */
  | 'lost-reply'
  /** The write is applied, and the answer is an HTTP 500. */
  | 'applied-error'
  /** Another transaction holds the item. */
  | 'conflict'
  /** The process is gone: nothing goes out any more. */
  | 'crash';

/** The ways in which a test cuts an operation short: one of them outside of the full scope. */
export const faultKinds = sampleOf(['crash', 'lost-reply', 'applied-error'] as const, 1);

/** Decides for the n-th request (from 0), which has this body; undefined lets it pass. */
export type Chooser = (request: { index: number; operation: string; body: string }) => FaultKind | undefined;

interface Answer {
  readonly statusCode?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: Readable;
}

interface Handler {
  handle(request: HttpRequest, options?: unknown): Promise<{ response: Answer }>;
}

/**
 * Puts faults under the SDK's client, at the transport, so that its own silent retries take part. Returns what
 * takes them away again and tells how many requests went out.
 */
export function injectFaults(client: DynamoDBClient, choose: Chooser): { stop(): void; requests(): number } {
  const config = client.config as unknown as { requestHandler: Handler };
  const real = config.requestHandler;
  let sent = 0;
  const faulty: Handler = {
    handle: async (request, options) => {
      const operation = String(request.headers['x-amz-target'] ?? '').split('.')[1] ?? '';
      const kind = choose({ index: sent++, operation, body: textOf(request.body) });
      if (kind === undefined) return real.handle(request, options);
      if (kind === 'crash') throw new Crash();
      if (kind === 'lost-reply' || kind === 'applied-error') {
        const { response } = await real.handle(request, options);
        // Unread, it would keep its connection for good.
        response.body?.resume();
      }
      return { response: answerOf(kind, operation) };
    },
  };
  config.requestHandler = Object.assign(Object.create(real), faulty) as Handler;
  return {
    stop: () => {
      config.requestHandler = real;
    },
    requests: () => sent,
  };
}

interface RetryStrategy {
  retryBackoffStrategy: { computeNextBackoffDelay(attempt: number): number };
}

/** Sets when the SDK's own retries follow: which ones it makes stays its own affair. */
export async function retryAfter(client: DynamoDBClient, milliseconds: number): Promise<void> {
  const strategy = (await client.config.retryStrategy()) as unknown as RetryStrategy;
  strategy.retryBackoffStrategy.computeNextBackoffDelay = () => milliseconds;
}

export const retryAtOnce = (client: DynamoDBClient): Promise<void> => retryAfter(client, 1);

/** The end of the process, as far as the code under test can see. The SDK does not try again after it. */
export class Crash extends Error {
  override name = 'Crash';
  readonly $retryable = undefined;
}

function answerOf(kind: Exclude<FaultKind, 'crash'>, operation: string): Answer {
  if (kind === 'lost-reply') throw Object.assign(new Error('socket hang up'), { code: 'ECONNRESET' });
  if (kind === 'throttled') return failure(400, 'ProvisionedThroughputExceededException', 'Too much load.');
  if (kind === 'conflict')
    return operation === 'TransactWriteItems'
      ? failure(400, 'TransactionCanceledException', 'Cancelled.', {
          CancellationReasons: [{ Code: 'TransactionConflict', Message: 'Conflict.' }, { Code: 'None' }],
        })
      : failure(400, 'TransactionConflictException', 'Conflict.');
  return failure(500, 'InternalServerError', 'Internal.');
}

function failure(status: number, type: string, message: string, more: object = {}): Answer {
  const body = JSON.stringify({ __type: `com.amazonaws.dynamodb.v20120810#${type}`, message, ...more });
  return {
    statusCode: status,
    headers: { 'content-type': 'application/x-amz-json-1.0' },
    body: Readable.from([Buffer.from(body)]),
  };
}

/** Of bytes, too: the SDK's own conversion warns each time. */
const textOf = (body: unknown): string =>
  ArrayBuffer.isView(body)
    ? Buffer.from(body.buffer, body.byteOffset, body.byteLength).toString()
    : String(body ?? '');
