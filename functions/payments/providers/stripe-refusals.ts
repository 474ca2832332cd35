import Stripe from 'stripe';
import { logForOperators } from '../../runtime/log.ts';

const { StripeIdempotencyError, StripeInvalidRequestError } = Stripe.errors;

type Refused = Stripe.errors.StripeInvalidRequestError | Stripe.errors.StripeIdempotencyError;

/** Refusals that may pass: a time-out, a key or an object in use, too early, too many requests. */
const PASSING: readonly number[] = [408, 409, 425, 429];

/**
 * Whether Stripe will say the same however often it is asked. A wrong or rolled API key is none of these: it is ours to
 * replace, and the request then goes through.
 */
export function isPermanent(error: unknown): error is Refused {
  if (!(error instanceof StripeInvalidRequestError) && !(error instanceof StripeIdempotencyError))
    return false;
  const status = error.statusCode ?? 0;
  return status >= 400 && status < 500 && !PASSING.includes(status);
}

/** Whether Stripe has no object of that id. */
export const noSuchObject = (error: unknown): boolean =>
  error instanceof StripeInvalidRequestError && error.code === 'resource_missing';

/** Tells operators of a request that was refused for good: a payer can read its reason, and only they can act on it. */
export const logRefusal = (what: string, id: string, { code, param, requestId, message }: Refused): void =>
  logForOperators('provider rejected request', { what, id, code, param, requestId, detail: message });
