import type { AccountId } from '../../domain/accounts.ts';
import {
  type OpenSubmissions,
  refuseTooMany,
  withVersions,
} from '../../domain/theme-store/open-submissions.ts';
import type { ThemeVersion } from '../../domain/theme-store/theme-versions.ts';
import type { Instant } from '../../domain/time.ts';
import type { Transaction } from '../table/transaction.ts';
import { loadRecord, saveRecord } from '../table/versioned.ts';
import { openSubmissionsKey } from './theme-keys.ts';

/**
 * Updates the open submissions of an account in a transaction. Throws `too-many-submissions` above the limit.
 * Concurrent submissions cannot both take the last place, because each replaces the record that it read. One consistent
 * read.
 */
export async function recordSubmissions(
  transaction: Transaction,
  creator: AccountId,
  versions: readonly ThemeVersion[],
  now: Instant,
): Promise<void> {
  const key = openSubmissionsKey(creator);
  const stored = (await loadRecord<OpenSubmissions>(key)) ?? { value: { open: {} }, version: 0 };
  const value = withVersions(stored.value, versions, now);
  refuseTooMany(stored.value, value);
  if (JSON.stringify(value) !== JSON.stringify(stored.value))
    saveRecord(transaction, key, { ...stored, value });
}
