import { createHash } from 'node:crypto';
import type { Instant } from './time.ts';

/** One request and all its retries. */
export interface Operation {
  readonly id: string;
  /** The time of the first attempt. */
  readonly begunAt: Instant;
  /** The scope of the Idempotency-Key: an account, or a caller. */
  readonly scope: string;
}

/**
 * Returns an id that sorts by time and is derived from the words: 12 hex digits of milliseconds, 20 of a digest. A
 * retry of an operation makes the same ids, so everything is created once.
 */
export function idOf(prefix: string, at: Instant, ...words: readonly string[]): string {
  const digest = createHash('sha256').update(JSON.stringify(words)).digest('hex');
  return idsFrom(prefix, at) + digest.slice(0, 20);
}

/** Returns the id of a domain event, derived from these words. */
export const eventIdOf = (...words: readonly string[]): string =>
  `evt_${createHash('sha256').update(JSON.stringify(words)).digest('hex').slice(0, 32)}`;

/** Returns the time in an id. */
export const timeOfId = (id: string): Instant =>
  Number.parseInt(id.slice(id.indexOf('_') + 1, id.indexOf('_') + 13), 16) as Instant;

/** Returns the common prefix of ids made at `at`. Ids made later sort after it. */
export const idsFrom = (prefix: string, at: Instant): string =>
  `${prefix}_${at.toString(16).padStart(12, '0')}`;

export const idPattern = (prefix: string): RegExp => new RegExp(`^${prefix}_[0-9a-f]{32}$`);

/** Returns the id of the charge that an operation makes. */
export const chargeIdOf = ({ begunAt, id }: Operation): string => idOf('chg', begunAt, id);

/** Returns the id of the purchase, of a pack or a theme, that an operation makes. */
export const purchaseIdOf = ({ begunAt, id }: Operation): string => idOf('pur', begunAt, id);
