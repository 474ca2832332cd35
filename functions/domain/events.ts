import { createHash } from 'node:crypto';
import type { AccountId } from './accounts.ts';
import { type Instant, iso } from './time.ts';

/** The types of all domain events, as subscribers name them. */
export const factTypes = [
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

export type FactType = (typeof factTypes)[number];

/** Types that become notifications. `account.state-changed` does not: it reports a state, not an occurrence. */
export const notedTypes = factTypes.filter((type) => type !== 'account.state-changed');

/** A domain event of an account. Its id is computed from its content, so repetitions are recognized. */
export interface Fact {
  readonly id: string;
  readonly type: FactType;
  readonly account: AccountId;
  readonly at: Instant;
  readonly data: Readonly<Record<string, unknown>>;
}

/** Whether the event becomes a notification. */
export const isNoted = ({ type }: Pick<Fact, 'type'>): boolean => notedTypes.some((noted) => noted === type);

/** Returns the id of an event: the same for the same words. */
export const factIdOf = (...words: readonly string[]): string =>
  `evt_${createHash('sha256').update(JSON.stringify(words)).digest('hex').slice(0, 32)}`;

/** A CloudEvent 1.0: the format of events on the bus and in webhooks. */
export interface CloudEvent {
  readonly specversion: '1.0';
  readonly id: string;
  readonly source: typeof FACT_SOURCE;
  readonly type: FactType;
  readonly subject: AccountId;
  readonly time: string;
  readonly datacontenttype: 'application/json';
  readonly data: Readonly<Record<string, unknown>>;
}

export const FACT_SOURCE = 'urn:real-deal:billing';

export const cloudEventOf = ({ id, type, account, at, data }: Fact): CloudEvent => ({
  specversion: '1.0',
  id,
  source: FACT_SOURCE,
  type,
  subject: account,
  time: iso(at),
  datacontenttype: 'application/json',
  data,
});
