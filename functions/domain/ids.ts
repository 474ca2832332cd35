import { createHash } from 'node:crypto';
import type { Instant } from './time.ts';

/** One request and all its retries. */
export interface Operation {
  readonly id: string;
  /** The time of the first attempt. */
  readonly begunAt: Instant;
  /** Whose Idempotency-Key it is: an account's, or a caller's. */
  readonly scope: string;
}

/**
 * An id that sorts by time and is the same for the same words: 12 hex digits of milliseconds, 20 of a digest. What
 * is made twice under one operation is made under one id, and so made once.
 */
export function idOf(prefix: string, at: Instant, ...words: readonly string[]): string {
  const digest = createHash('sha256').update(JSON.stringify(words)).digest('hex');
  return idsFrom(prefix, at) + digest.slice(0, 20);
}

/** When an id was made, read back from it. */
export const timeOfId = (id: string): Instant =>
  Number.parseInt(id.slice(id.indexOf('_') + 1, id.indexOf('_') + 13), 16) as Instant;

/** The beginning of every id with that prefix that is made at `at`: ids made later sort after it. */
export const idsFrom = (prefix: string, at: Instant): string =>
  `${prefix}_${at.toString(16).padStart(12, '0')}`;

export const idPattern = (prefix: string): RegExp => new RegExp(`^${prefix}_[0-9a-f]{32}$`);

/** The charge that an operation makes. */
export const chargeIdOf = ({ begunAt, id }: Operation): string => idOf('chg', begunAt, id);

/** The purchase, of a pack or a theme, that an operation makes. */
export const purchaseIdOf = ({ begunAt, id }: Operation): string => idOf('pur', begunAt, id);
