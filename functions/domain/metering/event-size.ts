import type { DomainEvent, EventType } from '../events.ts';

/**
 * The most bytes of an event's data, as JSON. With what is around it, it is an entry of 256 KB on the bus at most, and an item of
 * 400 KB in the table, as a notification or a delivery.
 */
export const MOST_DATA_BYTES = 240_000;

/** Where the API shows what an event is about, under the account's path. */
const places: Readonly<Record<EventType, string>> = {
  'quota.warning': 'quotas',
  'quota.exceeded': 'quotas',
  'overage.confirmation-required': 'quotas',
  'overage.closed': 'charges',
  'pack.activated': 'purchases',
  'pack.expiring': 'purchases',
  'pack.expired': 'purchases',
  'slots.over-limit': 'job-slots',
  'slot.released': 'job-slots',
  'charge.succeeded': 'charges',
  'charge.failed': 'charges',
  'charge.refunded': 'charges',
  'charge.payment-due': 'charges',
  'account.suspended': 'charges',
  'account.restored': 'charges',
  'theme.validated': 'themes',
  'theme.sold': 'earnings',
  'account.state-changed': 'quotas',
};

/**
 * Returns an event that is small enough for the bus: one that is too large lacks its largest members. Its data names them in
 * `omitted`, and the API's path that has them in `readAt`.
 */
export function fitted(event: DomainEvent): DomainEvent {
  let size = bytesOf(event.data);
  if (size <= MOST_DATA_BYTES) return event;
  const kept = new Map(Object.entries(event.data));
  const omitted: string[] = [];
  for (const [name, value] of [...kept].sort(([, a], [, b]) => bytesOf(b) - bytesOf(a))) {
    if (size <= MOST_DATA_BYTES) break;
    kept.delete(name);
    omitted.push(name);
    size -= bytesOf(value);
  }
  const readAt = `/v1/accounts/${event.account}/${places[event.type]}`;
  return { ...event, data: { ...Object.fromEntries(kept), omitted, readAt } };
}

const bytesOf = (value: unknown): number => Buffer.byteLength(JSON.stringify(value) ?? '');
