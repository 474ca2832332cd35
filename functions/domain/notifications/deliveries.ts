import type { AccountId } from '../accounts.ts';
import type { EventType } from '../events.ts';
import { idOf, type Operation } from '../ids.ts';
import { DAY, HOUR, type Instant, MINUTE, plus, SECOND } from '../time.ts';
import type { Circuit } from './circuits.ts';

/** The owner of endpoints that receive the events of all accounts. No account has this name. */
export const PLATFORM = 'platform';

/** The owner of endpoints and deliveries. */
export type WebhookOwner = AccountId | typeof PLATFORM;

/** A URL that is subscribed to events. Its owner can pause it; the service can disable it. */
export interface Endpoint {
  readonly endpointId: string;
  readonly url: string;
  readonly events: readonly EventType[];
  /** Signs deliveries. Returned once, when it is created. */
  readonly secret: string;
  /** Replaced secrets. They sign deliveries, too, until each expires. */
  readonly previousSecrets: readonly PreviousSecret[];
  readonly state: EndpointState;
  readonly createdAt: Instant;
  readonly disabled: { readonly at: Instant; readonly reason: string } | null;
  /** Consecutive failed deliveries. */
  readonly givenUp: number;
  readonly circuit: Circuit;
}

export interface PreviousSecret {
  readonly secret: string;
  readonly until: Instant;
  /** The operation that created it; absent for an endpoint's first secret. */
  readonly rotation?: string;
}

export type EndpointState = 'active' | 'paused' | 'disabled';

export const MOST_ENDPOINTS = 10;

/** How long a replaced secret signs beside the new one (Standard Webhooks, "Secret rotation"). */
export const SECRET_OVERLAP = DAY;
/** Maximum replaced secrets that sign at a time, so that the signature header stays below 500 bytes. */
export const MOST_PREVIOUS_SECRETS = 4;

/** Whether an endpoint receives events of a type: immediately while it is active, stored for it while it is paused. */
export const isSubscribed = (
  { state, events }: Pick<Endpoint, 'state' | 'events'>,
  type: EventType,
): boolean => state !== 'disabled' && events.includes(type);

/** Returns the secrets that sign a delivery at `now`, the current one first. */
export const signingSecrets = (
  { secret, previousSecrets }: Pick<Endpoint, 'secret' | 'previousSecrets'>,
  now: Instant,
): readonly string[] => [
  secret,
  ...previousSecrets.filter(({ until }) => until > now).map((previous) => previous.secret),
];

/** The delivery of one event to one endpoint. */
export interface Delivery {
  readonly deliveryId: string;
  readonly endpointId: string;
  readonly eventId: string;
  readonly eventType: EventType;
  /** The exact request body: the signature covers these bytes. */
  readonly body: string;
  readonly state: DeliveryState;
  readonly createdAt: Instant;
  /** The number of attempts started, over all rounds. */
  readonly attempts: number;
  readonly round: Round;
  readonly lastAttempt: AttemptReport | null;
  /** Null if no attempt is scheduled. */
  readonly nextAttemptAt: Instant | null;
  /** When the delivery is deleted. Until then it can be read and replayed. */
  readonly expiresAt: Instant;
}

/** `paused`: stored because its endpoint was paused, until it is replayed or expires. */
export type DeliveryState = 'pending' | 'delivered' | 'failed' | 'paused';

/** In milliseconds. The clock of the machine that enqueued a delivery may be slightly ahead of ours. */
const CLOCK_SKEW = SECOND;

/** Returns whether an attempt is due. */
export const isDue = ({ state, nextAttemptAt }: Delivery, now: Instant): boolean =>
  state === 'pending' && nextAttemptAt !== null && nextAttemptAt <= plus(now, CLOCK_SKEW);

/** How long a delivery can be read after the start of its last attempt. */
export const DELIVERY_RETENTION = 30 * DAY;
/** How long an event is stored for a paused endpoint. */
export const PAUSED_RETENTION = 7 * DAY;

/** Returns the same id for every retry of a request. */
export const endpointIdOf = ({ id, begunAt }: Pick<Operation, 'id' | 'begunAt'>): string =>
  idOf('ep', begunAt, id);

/** Returns the same id for every repetition of an event. */
export const deliveryIdOf = (firstSeen: Instant, eventId: string): string => idOf('dlv', firstSeen, eventId);

/** A run through the retry schedule. A replay starts a new one. */
export interface Round {
  readonly since: Instant;
  /** Attempts started in this round. */
  readonly tries: number;
}

/** The longest timeout of an attempt, in milliseconds. */
export const LONGEST_TIMEOUT = 10 * SECOND;

/** Returns the timeout of an attempt, in milliseconds: short at first, longer for retries. */
export const timeoutOf = ({ tries }: Round): number => (tries <= 1 ? 3 * SECOND : LONGEST_TIMEOUT);

/** The response of an endpoint; status null if there was none. */
export interface AttemptReport {
  readonly at: Instant;
  readonly status: number | null;
  readonly milliseconds: number;
  /** Why the attempt failed. */
  readonly reason: string | null;
  /** The start of the response body. */
  readonly response: string | null;
  /** What was sent besides the body; null if nothing was sent. */
  readonly request: SentRequest | null;
}

/** Identifies a delivery. */
export interface DeliveryRef {
  readonly owner: WebhookOwner;
  readonly endpointId: string;
  readonly deliveryId: string;
}

/** The URL and headers of a request, without the signature, which would allow others to repeat it. */
export interface SentRequest {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
}

/**
 * The waits after failed attempts, as Standard Webhooks recommends ("Retries and backoff"), limited to a day after the
 * first: 8 attempts, the last one after a day.
 */
const WAITS: readonly number[] = [
  5 * SECOND,
  5 * MINUTE,
  30 * MINUTE,
  2 * HOUR,
  5 * HOUR,
  10 * HOUR,
  14 * HOUR,
];
export const LONGEST_ROUND = DAY;

export type AttemptOutcome =
  | { readonly kind: 'delivered' }
  | { readonly kind: 'retry'; readonly at: Instant }
  /** `gone`: the endpoint answered 410 Gone. */
  | { readonly kind: 'given-up'; readonly gone: boolean };

/** The longest `Retry-After` that is respected. */
const LONGEST_WAIT = DAY;

/**
 * Parses a `Retry-After` header, seconds or an HTTP date (RFC 9110, 10.2.3), to milliseconds from `now` on the wall
 * clock. Returns null if it is missing or malformed.
 */
export function readRetryAfter(header: string | null, now: Instant): number | null {
  const text = header?.trim() ?? '';
  if (/^\d{1,15}$/.test(text)) return Math.min(Number(text) * SECOND, LONGEST_WAIT);
  const at = / GMT$/.test(text) ? Date.parse(text) : Number.NaN;
  return Number.isNaN(at) ? null : Math.min(Math.max(0, at - now), LONGEST_WAIT);
}

/**
 * Classifies an attempt made at `now`, the last one that `round` counts. `retryAfter`, in milliseconds, is the wait
 * that the endpoint requested: the next attempt is no earlier.
 */
export function classifyAttempt(
  round: Round,
  status: number | null,
  now: Instant,
  retryAfter: number | null = null,
): AttemptOutcome {
  if (isAccepted(status)) return { kind: 'delivered' };
  // Standard Webhooks, "Disabling failing endpoints": with 410 Gone an endpoint asks for no more events.
  if (status === 410) return { kind: 'given-up', gone: true };
  return classifyFailure(round, now, retryAfter);
}

/** Classifies a failed attempt, whether or not a request was sent. */
export function classifyFailure(
  round: Round,
  now: Instant,
  retryAfter: number | null,
): Exclude<AttemptOutcome, { readonly kind: 'delivered' }> {
  const at = retryAt(round, now);
  if (at === null) return { kind: 'given-up', gone: false };
  return { kind: 'retry', at: Math.max(at, plus(now, retryAfter ?? 0)) as Instant };
}

const isAccepted = (status: number | null): boolean => status !== null && status >= 200 && status < 300;

function retryAt({ since, tries }: Round, now: Instant): Instant | null {
  const wait = WAITS[tries - 1];
  const end = plus(since, LONGEST_ROUND);
  if (wait === undefined || now >= end) return null;
  return Math.min(plus(now, wait), end) as Instant;
}

export const MAX_CONSECUTIVE_FAILURES = 5;

/** Returns why a failed delivery disables its endpoint; null if it does not. */
export function reasonToDisable(gone: boolean, consecutiveFailures: number): string | null {
  if (gone) return 'The endpoint answered 410 Gone.';
  if (consecutiveFailures >= MAX_CONSECUTIVE_FAILURES)
    return `${consecutiveFailures} consecutive deliveries failed, each after a day of attempts.`;
  return null;
}
