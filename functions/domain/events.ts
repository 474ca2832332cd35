import type { AccountId } from './accounts.ts';
import { type Instant, iso } from './time.ts';

/** How much an event matters to its reader. */
export type EventLevel = 'success' | 'info' | 'warning' | 'danger';

interface TypeRules {
  /** The path, under the account's, at which the API shows what the event is about. */
  readonly readAt: string;
  /** Null: the event reports a state and not an occurrence, and becomes no notification. */
  readonly level: EventLevel | null;
}

/** All domain events, by the names that subscribers use. */
const types = {
  'quota.warning': { readAt: 'quotas', level: 'warning' },
  'quota.exceeded': { readAt: 'quotas', level: 'danger' },
  'overage.confirmation-required': { readAt: 'quotas', level: 'warning' },
  'overage.closed': { readAt: 'charges', level: 'info' },
  'pack.activated': { readAt: 'purchases', level: 'success' },
  'pack.expiring': { readAt: 'purchases', level: 'warning' },
  'pack.expired': { readAt: 'purchases', level: 'danger' },
  'slots.over-limit': { readAt: 'job-slots', level: 'danger' },
  'slot.released': { readAt: 'job-slots', level: 'info' },
  'charge.succeeded': { readAt: 'charges', level: 'success' },
  'charge.failed': { readAt: 'charges', level: 'danger' },
  'charge.refunded': { readAt: 'charges', level: 'info' },
  'charge.payment-due': { readAt: 'charges', level: 'warning' },
  'account.suspended': { readAt: 'charges', level: 'danger' },
  'account.restored': { readAt: 'charges', level: 'success' },
  'theme.validated': { readAt: 'themes', level: 'success' },
  'theme.sold': { readAt: 'earnings', level: 'success' },
  'account.state-changed': { readAt: 'quotas', level: null },
} as const satisfies Readonly<Record<string, TypeRules>>;

export type EventType = keyof typeof types;
export const eventTypes = Object.keys(types) as readonly EventType[];

/** Types that become notifications. */
export type NotedType = {
  [Type in EventType]: (typeof types)[Type]['level'] extends EventLevel ? Type : never;
}[EventType];
export const notificationTypes = eventTypes.filter((type): type is NotedType => types[type].level !== null);

export const readAtOf = (type: EventType): string => types[type].readAt;
export const levelOf = (type: NotedType): EventLevel => types[type].level;

/** A domain event of an account. Its id is computed from its content, so repetitions are recognized. */
export interface DomainEvent {
  readonly id: string;
  readonly type: EventType;
  readonly account: AccountId;
  readonly at: Instant;
  readonly data: Readonly<Record<string, unknown>>;
}

/** Whether the event becomes a notification. */
export const isNotification = ({ type }: Pick<DomainEvent, 'type'>): boolean => types[type].level !== null;

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
