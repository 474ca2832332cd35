import Stripe from 'stripe';
import { logForOperators } from '../../runtime/log.ts';

const { StripeIdempotencyError, StripeInvalidRequestError } = Stripe.errors;

type Refused = Stripe.errors.StripeInvalidRequestError | Stripe.errors.StripeIdempotencyError;

/** Statuses of temporary refusals: timeout, key or object in use, too early, too many requests. */
const PASSING: readonly number[] = [408, 409, 425, 429];

/**
 * Whether Stripe will refuse every repetition as well. A wrong or rotated API key is not permanent: operators replace
 * it, and the request then succeeds.
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

/** Logs a permanently refused request for operators. Payers see the reason, but only operators can act on it. */
export const logRefusal = (what: string, id: string, { code, param, requestId, message }: Refused): void =>
  logForOperators('provider rejected request', { what, id, code, param, requestId, detail: message });
