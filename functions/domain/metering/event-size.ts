import { type DomainEvent, readAtOf } from '../events.ts';

/**
 * The maximum size of an event's data as JSON, in bytes. With its envelope it fits into an entry of 256 KB on the bus,
 * and as a notification or delivery into an item of 400 KB.
 */
export const MOST_DATA_BYTES = 240_000;

/**
 * Returns an event that fits on the bus. If it is too large, drops its largest members, names them in `omitted`, and
 * adds the API path with the full data as `readAt`.
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
  const readAt = `/v1/accounts/${event.account}/${readAtOf(event.type)}`;
  return { ...event, data: { ...Object.fromEntries(kept), omitted, readAt } };
}

const bytesOf = (value: unknown): number => Buffer.byteLength(JSON.stringify(value) ?? '');
