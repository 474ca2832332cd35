import { lastDayOver } from '../domain/theme-store/sharing.ts';
import type { Instant } from '../domain/time.ts';
import { accountOf, type Key } from '../store/keys.ts';
import { entryKey, loadUnallocatedEntries } from '../store/theme-store/earnings.ts';
import { shareOutDays } from '../store/theme-store/sharing.ts';

/**
 * Shares out the creator's days that are over. Every entry is due by itself, and the first of them is dealt with for
 * all: side by side they would take the ledger from one another. What it leaves stays due.
 */
export async function doEarningsWork(key: Key, now: Instant): Promise<void> {
  const creator = accountOf(key);
  const [first] = creator ? await loadUnallocatedEntries(creator, 1, lastDayOver(now)) : [];
  if (creator && first && entryKey(first).sk === key.sk) await shareOutDays(creator, now);
}
