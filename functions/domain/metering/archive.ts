import { createHash } from 'node:crypto';
import type { AccountId } from '../accounts.ts';
import { type Instant, iso } from '../time.ts';
import type { UsageEvent } from './deduplication.ts';

/** An archived usage event with its account, and when it was counted, if known. */
export interface ArchivedEvent extends UsageEvent {
  readonly account: AccountId;
  readonly meter: string;
  readonly countedAt: Instant;
}

export const ARCHIVE_PREFIX = 'events/';

/**
 * Returns the key of a batch: the hour of its latest event, so that an event is in the partition of its own hour or a
 * later one, and a digest of its events, so that a repeated batch replaces itself.
 */
export function archiveKey(events: readonly Omit<ArchivedEvent, 'countedAt'>[]): string {
  const latest = events.reduce((last, { at }) => Math.max(last, at), 0) as Instant;
  const rows = events.map(({ account, meter, source, id, at, amount }) =>
    JSON.stringify([account, meter, source, id, at, amount]),
  );
  const digest = createHash('sha256').update(rows.sort().join('\n')).digest('hex').slice(0, 32);
  const [day, hour] = iso(latest).split(/[T:]/);
  return `${ARCHIVE_PREFIX}day=${day}/hour=${hour}/${digest}.json.gz`;
}

/** Formats an event as a line of JSON, as `docs/archive.md` declares it for Athena. */
export const archiveLine = (event: ArchivedEvent): string =>
  JSON.stringify({
    account: event.account,
    meter: event.meter,
    source: event.source,
    id: event.id,
    time: iso(event.at),
    amount: event.amount,
    countedAt: iso(event.countedAt),
  });
