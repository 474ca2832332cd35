import { isServerError, isThrottlingError, isTransientError } from '@smithy/core/retry';
import { Fault, type FaultCode } from '../../domain/errors.ts';
import { problemTypes } from './problem-types.ts';

export interface Problem {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Readonly<Record<string, unknown>>;
}

const TYPE_BASE = 'https://real-deal.dev/problems/';

export const problemType = (code: FaultCode): string => `${TYPE_BASE}${code}`;

/** Errors about the function's own credentials, which the runtime renews. */
const CREDENTIALS = new Set(['CredentialsProviderError', 'ExpiredTokenException', 'ExpiredToken']);

/** The one place that turns a fault into an answer (RFC 9457). What is not a Fault tells nothing but its number. */
export function problemOf(error: unknown, instance: string, requestId: string): Problem {
  const fault = error instanceof Fault ? error : unexpected(error);
  const [status, title] = problemTypes[fault.code];
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

/** An error that a retry may overcome answers 503: by the SDK's own rules, as the call behind it was retried by them. */
function unexpected(cause: unknown): Fault {
  return cause instanceof Error && isPassing(cause as SdkError)
    ? new Fault('unavailable', 'The service is temporarily unavailable. Retry the request.', {
        cause,
        headers: { 'retry-after': '1' },
      })
    : new Fault(
        'internal',
        'The request failed with an internal error. Retry it, and contact support with the request id if it fails again.',
        {
          cause,
        },
      );
}

type SdkError = Parameters<typeof isTransientError>[0];

const isPassing = (error: SdkError): boolean =>
  isThrottlingError(error) || isTransientError(error) || isServerError(error) || CREDENTIALS.has(error.name);
