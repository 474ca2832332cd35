import { isServerError, isThrottlingError, isTransientError } from '@smithy/core/retry';
import { ApiError, type ErrorCode } from '../../domain/errors.ts';
import { problemTypes } from './problem-types.ts';

export interface Problem {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Readonly<Record<string, unknown>>;
}

const TYPE_BASE = 'https://real-deal.dev/problems/';

const problemType = (code: ErrorCode): string => `${TYPE_BASE}${code}`;

/** Errors about the function's own credentials, which the Lambda runtime renews. */
const CREDENTIALS = new Set(['CredentialsProviderError', 'ExpiredTokenException', 'ExpiredToken']);

/** Converts an error to a response (RFC 9457). The response to an unexpected error contains only the request id. */
export function problemOf(error: unknown, instance: string, requestId: string): Problem {
  const known = error instanceof ApiError ? error : unexpected(error);
  const [status, title] = problemTypes[known.code];
  const { errors, members, headers } = known.extras;
  return {
    status,
    headers: { 'content-type': 'application/problem+json', ...headers },
    body: {
      type: problemType(known.code),
      title,
      status,
      detail: known.message,
      instance,
      requestId,
      ...(errors ? { errors } : {}),
      ...members,
    },
  };
}

/** Returns 503 for errors that a retry may overcome. The SDK's rules decide, as they did for the SDK's own retries. */
function unexpected(cause: unknown): ApiError {
  return cause instanceof Error && isPassing(cause as SdkError)
    ? new ApiError('unavailable', 'The service is temporarily unavailable. Retry the request.', {
        cause,
        headers: { 'retry-after': '1' },
      })
    : new ApiError(
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
