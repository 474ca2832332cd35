import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { type Answer, interceptRequests, refusal } from '../../local/engine/transport.ts';
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

/**
 * Puts faults under the SDK's client, at the transport, so that its own silent retries take part. Returns what
 * takes them away again and tells how many requests went out.
 */
export function injectFaults(client: DynamoDBClient, choose: Chooser): { stop(): void; requests(): number } {
  let sent = 0;
  const stop = interceptRequests(client, async ({ operation, body }, pass) => {
    const kind = choose({ index: sent++, operation, body });
    if (kind === undefined) return pass();
    if (kind === 'crash') throw new Crash();
    // Unread, it would keep its connection for good.
    if (kind === 'lost-reply' || kind === 'applied-error') (await pass()).body?.resume();
    return answerOf(kind, operation);
  });
  return { stop, requests: () => sent };
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
  if (kind === 'throttled') return refusal(400, 'ProvisionedThroughputExceededException', 'Too much load.');
  if (kind === 'conflict')
    return operation === 'TransactWriteItems'
      ? refusal(400, 'TransactionCanceledException', 'Cancelled.', {
          CancellationReasons: [{ Code: 'TransactionConflict', Message: 'Conflict.' }, { Code: 'None' }],
        })
      : refusal(400, 'TransactionConflictException', 'Conflict.');
  return refusal(500, 'InternalServerError', 'Internal.');
}
