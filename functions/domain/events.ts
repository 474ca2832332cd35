import { createHash } from 'node:crypto';
import type { AccountId } from './accounts.ts';
import { type Instant, iso } from './time.ts';

/** The types of all domain events, as subscribers name them. */
export const eventTypes = [
  'quota.warning',
  'quota.exceeded',
  'overage.confirmation-required',
  'overage.closed',
  'pack.activated',
  'pack.expiring',
  'pack.expired',
  'slots.over-limit',
  'slot.released',
  'charge.succeeded',
  'charge.failed',
  'charge.refunded',
  'charge.payment-due',
  'account.suspended',
  'account.restored',
  'theme.validated',
  'theme.sold',
  'account.state-changed',
] as const;

export type EventType = (typeof eventTypes)[number];

/** Types that become notifications. `account.state-changed` does not: it reports a state, not an occurrence. */
export const notedTypes = eventTypes.filter((type) => type !== 'account.state-changed');

/** A domain event of an account. Its id is computed from its content, so repetitions are recognized. */
export interface DomainEvent {
  readonly id: string;
  readonly type: EventType;
  readonly account: AccountId;
  readonly at: Instant;
  readonly data: Readonly<Record<string, unknown>>;
}

/** Whether the event becomes a notification. */
export const isNoted = ({ type }: Pick<DomainEvent, 'type'>): boolean =>
  notedTypes.some((noted) => noted === type);

/** Returns the id of an event, derived from these words. */
export const eventIdOf = (...words: readonly string[]): string =>
  `evt_${createHash('sha256').update(JSON.stringify(words)).digest('hex').slice(0, 32)}`;

/** A CloudEvent 1.0: the format of events on the bus and in webhooks. */
export interface CloudEvent {
  readonly specversion: '1.0';
  readonly id: string;
  readonly source: typeof EVENT_SOURCE;
  readonly type: EventType;
  readonly subject: AccountId;
  readonly time: string;
  readonly datacontenttype: 'application/json';
  readonly data: Readonly<Record<string, unknown>>;
}

export const EVENT_SOURCE = 'urn:real-deal:billing';

export const cloudEventOf = ({ id, type, account, at, data }: DomainEvent): CloudEvent => ({
  specversion: '1.0',
  id,
  source: EVENT_SOURCE,
  type,
  subject: account,
  time: iso(at),
  datacontenttype: 'application/json',
  data,
});
