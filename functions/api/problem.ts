import { Fault, type FaultCode, faultCodes } from '../domain/faults.ts';

export interface Problem {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Readonly<Record<string, unknown>>;
}

const TYPE_BASE = 'https://real-deal.dev/problems/';

export const problemType = (code: FaultCode): string => `${TYPE_BASE}${code}`;

/** Names of faults that pass by themselves: throttling, a lost race, a broken connection. */
const PASSING = new Set([
  'ProvisionedThroughputExceededException',
  'RequestLimitExceeded',
  'ThrottlingException',
  'TransactionConflictException',
  'TransactionInProgressException',
  'TimeoutError',
]);

/** The one place that turns a fault into an answer (RFC 9457). What is not a Fault tells nothing but its number. */
export function problemOf(error: unknown, instance: string, requestId: string): Problem {
  const fault = error instanceof Fault ? error : unexpected(error);
  const { status, title } = faultCodes[fault.code];
  const { errors, members, headers } = fault.extras;
  return {
    status,
    headers: { 'content-type': 'application/problem+json', ...headers },
    body: {
      type: problemType(fault.code),
      title,
      status,
      detail: fault.message,
      instance,
      requestId,
      ...(errors ? { errors } : {}),
      ...members,
    },
  };
}

function unexpected(cause: unknown): Fault {
  const name = cause instanceof Error ? cause.name : '';
  return PASSING.has(name)
    ? new Fault('unavailable', 'The service is busy; nothing was done by halves. Try again.', {
        cause,
        headers: { 'retry-after': '1' },
      })
    : new Fault('internal', 'Something went wrong on our side. Tell us the request id if it stays.', {
        cause,
      });
}
