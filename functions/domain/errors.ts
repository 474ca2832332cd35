/**
 * Every way in which the service says no. The code is the stable end of the problem's `type`;
 * the status is the one place where it is decided.
 */
export const faultCodes = {
  'malformed-json': { status: 400, title: 'The body is not JSON' },
  'validation-failed': { status: 400, title: 'The request is not valid' },
  'idempotency-key-required': { status: 400, title: 'An Idempotency-Key is needed' },
  'webhook-signature-invalid': { status: 400, title: 'The signature of the event does not hold' },
  'webhook-expired': { status: 400, title: 'The event was signed too long ago' },
  'payment-method-unknown': { status: 400, title: 'There is no such payment method' },
  unauthenticated: { status: 401, title: 'A valid token is needed' },
  'quota-exceeded': { status: 402, title: 'The quota is used up' },
  'hard-blocked': { status: 402, title: 'A debt is overdue' },
  'payment-declined': { status: 402, title: 'The payment was declined' },
  forbidden: { status: 403, title: 'Not allowed' },
  'not-found': { status: 404, title: 'Not found' },
  'pack-unknown': { status: 404, title: 'There is no such pack' },
  'theme-unknown': { status: 404, title: 'There is no such theme' },
  'method-not-allowed': { status: 405, title: 'Not with this method' },
  'not-acceptable': { status: 406, title: 'No such representation' },
  conflict: { status: 409, title: 'In conflict with what is there' },
  'last-owner': { status: 409, title: 'The last owner cannot leave' },
  'terms-changed': { status: 409, title: 'The terms have changed' },
  'purchase-pending': { status: 409, title: 'A purchase is pending' },
  'too-many-reservations': { status: 409, title: 'Too many open reservations' },
  'too-many-confirmations': { status: 409, title: 'Too many confirmations in this period' },
  'too-many-submissions': { status: 409, title: 'Too many open submissions' },
  'renewal-too-early': { status: 409, title: 'It is too early to renew' },
  'renewal-too-late': { status: 409, title: 'It is too late to renew' },
  'quote-expired': { status: 410, title: 'The quote has expired' },
  'pack-retired': { status: 410, title: 'The pack is no longer sold' },
  'theme-not-on-sale': { status: 410, title: 'The theme is not on sale' },
  'payload-too-large': { status: 413, title: 'The body is too large' },
  'report-too-large': { status: 413, title: 'The report is too large' },
  'unsupported-media-type': { status: 415, title: 'Unsupported media type' },
  'idempotency-key-reused': { status: 422, title: 'The Idempotency-Key was used for another request' },
  'wrong-currency': { status: 422, title: 'Not the currency of this account' },
  'amount-not-payable': { status: 422, title: 'The amount cannot be paid' },
  'refund-too-large': { status: 422, title: 'More than is left to refund' },
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
  /** Something was done before it was refused: repeated under its Idempotency-Key, the refusal is given again. */
  readonly isOutcome?: true;
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
