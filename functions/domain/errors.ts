/** All error codes: the stable last part of a problem's `type`. A type only, so that it adds nothing to bundles. */
export type ErrorCode =
  | 'malformed-json'
  | 'validation-failed'
  | 'idempotency-key-required'
  | 'webhook-signature-invalid'
  | 'webhook-expired'
  | 'payment-method-unknown'
  | 'unauthenticated'
  | 'quota-exceeded'
  | 'hard-blocked'
  | 'payment-declined'
  | 'forbidden'
  | 'not-found'
  | 'pack-unknown'
  | 'theme-unknown'
  | 'method-not-allowed'
  | 'not-acceptable'
  | 'conflict'
  | 'last-owner'
  | 'terms-changed'
  | 'purchase-pending'
  | 'too-many-reservations'
  | 'too-many-confirmations'
  | 'too-many-submissions'
  | 'renewal-too-early'
  | 'renewal-too-late'
  | 'quote-expired'
  | 'pack-retired'
  | 'theme-not-on-sale'
  | 'payload-too-large'
  | 'report-too-large'
  | 'unsupported-media-type'
  | 'idempotency-key-reused'
  | 'wrong-currency'
  | 'amount-not-payable'
  | 'refund-too-large'
  | 'too-many-requests'
  | 'internal'
  | 'unavailable';

/** One invalid input and its place: a JSON pointer into the body, or the name of a parameter or header. */
export interface ErrorDetail {
  readonly path: string;
  readonly detail: string;
}

export interface ErrorExtras {
  readonly errors?: readonly ErrorDetail[];
  /** Further members of the problem, such as `quota`. Public. */
  readonly members?: Readonly<Record<string, unknown>>;
  readonly headers?: Readonly<Record<string, string>>;
  /** The error is the outcome of the request: a retry with its Idempotency-Key replays it. */
  readonly isOutcome?: true;
  /** Private: goes to the log. */
  readonly cause?: unknown;
}

/** An error with a public detail: what is wrong, and how to fix it. */
export class ApiError extends Error {
  readonly code: ErrorCode;
  readonly extras: ErrorExtras;

  constructor(code: ErrorCode, detail: string, extras: ErrorExtras = {}) {
    super(detail, { cause: extras.cause });
    this.name = 'ApiError';
    this.code = code;
    this.extras = extras;
  }
}
