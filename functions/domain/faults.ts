/**
 * Every way in which the service says no. The code is the stable end of the problem's `type`;
 * the status is the one place where it is decided.
 */
export const faultCodes = {
  'malformed-json': { status: 400, title: 'The body is not JSON' },
  'validation-failed': { status: 400, title: 'The request is not valid' },
  'idempotency-key-required': { status: 400, title: 'An Idempotency-Key is needed' },
  unauthenticated: { status: 401, title: 'A valid token is needed' },
  'quota-exceeded': { status: 402, title: 'The quota is used up' },
  forbidden: { status: 403, title: 'Not allowed' },
  'not-found': { status: 404, title: 'Not found' },
  'method-not-allowed': { status: 405, title: 'Not with this method' },
  conflict: { status: 409, title: 'In conflict with what is there' },
  'payload-too-large': { status: 413, title: 'The body is too large' },
  'idempotency-key-reused': { status: 422, title: 'The Idempotency-Key was used for another request' },
  'too-many-requests': { status: 429, title: 'Too many requests' },
  internal: { status: 500, title: 'Something went wrong on our side' },
  unavailable: { status: 503, title: 'Busy, try again' },
} as const;

export type FaultCode = keyof typeof faultCodes;

/** One thing that was wrong, and where: a JSON pointer into the body, or the name of a parameter or header. */
export interface FaultDetail {
  readonly path: string;
  readonly detail: string;
}

export interface FaultExtras {
  readonly errors?: readonly FaultDetail[];
  /** Further members of the problem, such as `quota`. Public. */
  readonly members?: Readonly<Record<string, unknown>>;
  readonly headers?: Readonly<Record<string, string>>;
  /** Private: goes to the log. */
  readonly cause?: unknown;
}

/** A refusal with a public sentence: what happened, to which thing, what to do. */
export class Fault extends Error {
  readonly code: FaultCode;
  readonly extras: FaultExtras;

  constructor(code: FaultCode, detail: string, extras: FaultExtras = {}) {
    super(detail, { cause: extras.cause });
    this.name = 'Fault';
    this.code = code;
    this.extras = extras;
  }
}
