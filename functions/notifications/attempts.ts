import { Webhook } from 'standardwebhooks';
import {
  type AttemptOutcome,
  type AttemptReport,
  classifyAttempt,
  classifyFailure,
  type Delivery,
  type Endpoint,
  PLATFORM,
  readRetryAfter,
  reasonToDisable,
  signingSecrets,
  timeoutOf,
  type WebhookOwner,
} from '../domain/notifications/deliveries.ts';
import { type Instant, iso, seconds } from '../domain/time.ts';
import { wallClock } from '../runtime/clock.ts';
import { log } from '../runtime/log.ts';
import { closeCircuit, recordTimeout } from '../store/notifications/circuits.ts';
import { type AttemptEnd, endAttempt, endUnsent, leaseDelivery } from '../store/notifications/deliveries.ts';
import { countExhausted, disableEndpoint, resetExhausted } from '../store/notifications/endpoints.ts';
import { disabledMail } from './mail.ts';
import { mailOnce } from './mailing.ts';
import { type Answered, commonHeaders, post } from './post.ts';

/** The result of an attempt. `under-way`: another worker makes one, so none was made. */
export type Attempted =
  | {
      readonly kind: 'attempted';
      readonly delivery: Delivery;
      /** Whether the attempt timed out. */
      readonly isSilent: boolean;
    }
  | { readonly kind: 'under-way' };

/** Makes one attempt. The caller must have a concurrency slot of the endpoint. */
export async function attemptOnce(
  owner: WebhookOwner,
  endpoint: Endpoint,
  delivery: Delivery,
  now: Instant,
): Promise<Attempted> {
  const leased = await leaseDelivery(owner, delivery, now);
  if (leased.kind === 'taken') return { kind: 'under-way' };
  const { round, deliveryId, attempts } = leased.delivery;
  const { signature, ...headers } = signed(endpoint, delivery, now);
  const all = { ...headers, 'webhook-signature': signature };
  const answer = await post(endpoint.url, delivery.body, all, timeoutOf(round));
  const retryAfter = readRetryAfter(answer.retryAfter, wallClock.now());
  const outcome = classifyAttempt(round, answer.status, now, retryAfter);
  const isRefusal = outcome.kind !== 'delivered';
  const report: AttemptReport = {
    at: now,
    status: answer.status,
    milliseconds: answer.milliseconds,
    reason: isRefusal ? (answer.reason ?? `The endpoint answered ${answer.status}.`) : null,
    response: answer.response,
    request: { url: endpoint.url, headers: { ...commonHeaders, ...headers } },
  };
  await updateCircuit(owner, endpoint, answer, now);
  await updateEndpointState(owner, endpoint, deliveryId, outcome, now);
  const { endpointId } = endpoint;
  const { status, milliseconds } = report;
  log.info(`webhook ${outcome.kind}`, {
    account: owner,
    endpointId,
    deliveryId,
    attempts,
    status,
    milliseconds,
  });
  const ended = await endAttempt(owner, leased, report, endOf(outcome));
  return { kind: 'attempted', delivery: ended ?? leased.delivery, isSilent: answer.isSilent };
}

/**
 * Ends an attempt without a request, for `reason`, as if it had failed with a Retry-After of `wait` milliseconds. A
 * delivery therefore makes its eight attempts within a day in every case, and then fails like any other.
 */
export async function skipAttempt(
  owner: WebhookOwner,
  endpoint: Endpoint,
  delivery: Delivery,
  reason: string,
  wait: number,
  now: Instant,
): Promise<void> {
  const { deliveryId, round } = delivery;
  const outcome = classifyFailure({ ...round, tries: round.tries + 1 }, now, wait);
  await updateEndpointState(owner, endpoint, deliveryId, outcome, now);
  log.info('webhook not sent', { account: owner, endpointId: endpoint.endpointId, deliveryId, reason });
  await endUnsent(owner, delivery, reason, endOfFailure(outcome), now);
}

/**
 * Signs a delivery as Standard Webhooks specifies: over id, time and body, once per secret valid at `now`, separated by
 * spaces. The time is the wall clock, as the receiver checks it against its own.
 */
function signed(endpoint: Endpoint, { eventId, body }: Delivery, now: Instant) {
  const at = wallClock.now();
  const sign = (secret: string) => new Webhook(secret).sign(eventId, new Date(at), body);
  return {
    'webhook-id': eventId,
    'webhook-timestamp': String(seconds(at)),
    signature: signingSecrets(endpoint, now).map(sign).join(' '),
  };
}

const endOf = (outcome: AttemptOutcome): AttemptEnd =>
  outcome.kind === 'delivered' ? { state: 'delivered' } : endOfFailure(outcome);

const endOfFailure = (outcome: Exclude<AttemptOutcome, { readonly kind: 'delivered' }>) =>
  outcome.kind === 'retry' ? ({ state: 'pending', at: outcome.at } as const) : ({ state: 'failed' } as const);

/** Updates the circuit breaker from the response, before the attempt ends: after a crash both are repeated. */
async function updateCircuit(
  owner: WebhookOwner,
  endpoint: Endpoint,
  { isSilent }: Answered,
  now: Instant,
): Promise<void> {
  const { endpointId, circuit } = endpoint;
  if (!isSilent) {
    if (circuit.timeouts > 0) await closeCircuit(owner, endpointId);
    return;
  }
  const { timeouts, openUntil } = await recordTimeout(owner, endpoint, now);
  if (openUntil !== null)
    log.warn('webhook circuit open', { account: owner, endpointId, timeouts, until: iso(openUntil) });
}

/** Updates the endpoint from the outcome, before the attempt ends: after a crash both are repeated. */
async function updateEndpointState(
  owner: WebhookOwner,
  endpoint: Endpoint,
  deliveryId: string,
  outcome: AttemptOutcome,
  now: Instant,
): Promise<void> {
  const { endpointId } = endpoint;
  if (outcome.kind === 'retry') return;
  if (outcome.kind === 'delivered') {
    if (endpoint.givenUp > 0) await resetExhausted(owner, endpointId);
    return;
  }
  const inARow = await countExhausted(owner, endpointId, deliveryId);
  const reason = reasonToDisable(outcome.gone, inARow);
  if (reason === null) return;
  const disabled = await disableEndpoint(owner, endpointId, { at: now, reason });
  log.warn('webhook endpoint disabled', { account: owner, endpointId, reason });
  if (disabled) await publishDisabled(owner, disabled, now);
}

/** Notifies the account that its endpoint was disabled, once. */
export async function publishDisabled(owner: WebhookOwner, endpoint: Endpoint, now: Instant): Promise<void> {
  // The platform has no contact. Its operators are alerted by the log line about the disabled endpoint.
  if (!endpoint.disabled || owner === PLATFORM) return;
  const id = `disabled ${endpoint.endpointId} ${iso(endpoint.disabled.at)}`;
  await mailOnce(owner, id, disabledMail(owner, endpoint), now);
}
