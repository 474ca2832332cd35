import type { FactType } from './facts.ts';
import { idOf, type Operation } from './ids.ts';
import { DAY, HOUR, type Instant, MINUTE, plus, SECOND } from './time.ts';

/** Who wants to hear of facts, and where. `paused` by its owner, `disabled` by us. */
export interface Endpoint {
  readonly endpointId: string;
  readonly url: string;
  readonly events: readonly FactType[];
  /** What its deliveries are signed with. Leaves the service once, when the endpoint is made. */
  readonly secret: string;
  readonly state: EndpointState;
  readonly createdAt: Instant;
  readonly disabled: { readonly at: Instant; readonly reason: string } | null;
  /** How many deliveries were given up since the last that arrived. */
  readonly givenUp: number;
}

export type EndpointState = 'active' | 'paused' | 'disabled';

export const MOST_ENDPOINTS = 10;

export const hears = ({ state, events }: Pick<Endpoint, 'state' | 'events'>, type: FactType): boolean =>
  state === 'active' && events.includes(type);

/** One fact on its way to one endpoint. */
export interface Delivery {
  readonly deliveryId: string;
  readonly endpointId: string;
  readonly eventId: string;
  readonly eventType: FactType;
  /** What is sent, to the letter: the signature is over these bytes. */
  readonly body: string;
  readonly state: 'pending' | 'delivered' | 'failed';
  readonly createdAt: Instant;
  /** Attempts that were begun, ever. */
  readonly attempts: number;
  readonly round: Round;
  readonly lastAttempt: AttemptReport | null;
  /** Null when nothing is due. */
  readonly nextAttemptAt: Instant | null;
}

/** The same for the same request, however often it is tried. */
export const endpointIdOf = ({ id, begunAt }: Pick<Operation, 'id' | 'begunAt'>): string =>
  idOf('ep', begunAt, id);

/** The same for the same fact, however often it comes. */
export const deliveryIdOf = (firstSeen: Instant, factId: string): string => idOf('dlv', firstSeen, factId);

/** A run through the schedule. A replay begins a new one. */
export interface Round {
  readonly since: Instant;
  /** Attempts that were begun in it. */
  readonly tries: number;
}

/** What came back from an endpoint; status null when nothing did. */
export interface AttemptReport {
  readonly at: Instant;
  readonly status: number | null;
  readonly milliseconds: number;
  /** Why it did not arrive. */
  readonly reason: string | null;
  /** The beginning of a refusal's body. */
  readonly response: string | null;
}

/**
 * How long to wait after each failed attempt, as Standard Webhooks recommends ("Retries and backoff"), cut off at
 * a day after the first: 8 attempts, the last when the day is full.
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

export type Verdict =
  | { readonly kind: 'delivered' }
  | { readonly kind: 'retry'; readonly at: Instant }
  /** `gone`: the endpoint asks to be left alone. */
  | { readonly kind: 'given-up'; readonly gone: boolean };

/** What follows from an attempt that was made at `now`, the last of those that `round` counts. */
export function judge(round: Round, status: number | null, now: Instant): Verdict {
  if (isAccepted(status)) return { kind: 'delivered' };
  // Standard Webhooks, "Disabling failing endpoints": 410 Gone says that no more is wanted.
  if (status === 410) return { kind: 'given-up', gone: true };
  const at = retryAt(round, now);
  return at === null ? { kind: 'given-up', gone: false } : { kind: 'retry', at };
}

const isAccepted = (status: number | null): boolean => status !== null && status >= 200 && status < 300;

function retryAt({ since, tries }: Round, now: Instant): Instant | null {
  const wait = WAITS[tries - 1];
  const end = plus(since, LONGEST_ROUND);
  if (wait === undefined || now >= end) return null;
  return Math.min(plus(now, wait), end) as Instant;
}

export const MOST_GIVEN_UP = 5;

/** Why an endpoint is to be disabled, after a delivery was given up; null when it is not. */
export function reasonToDisable(gone: boolean, givenUpInARow: number): string | null {
  if (gone) return 'It answered 410 Gone.';
  if (givenUpInARow >= MOST_GIVEN_UP)
    return `${givenUpInARow} deliveries in a row were given up, each after a day of attempts.`;
  return null;
}
