import { lastDayOver } from '../domain/theme-store/sharing.ts';
import type { Instant } from '../domain/time.ts';
import { accountOf, type Key } from '../store/keys.ts';
import { entryKey, loadUnallocatedEntries } from '../store/theme-store/earnings.ts';
import { shareOutDays } from '../store/theme-store/sharing.ts';

/**
 * Allocates the revenue shares of a creator's past days. Each unallocated sale is due by itself; the first one
 * allocates all, because concurrent allocations would conflict on the ledger. Sales that it does not reach stay due.
 */
export async function doEarningsWork(key: Key, now: Instant): Promise<void> {
  const creator = accountOf(key);
  const [first] = creator ? await loadUnallocatedEntries(creator, 1, lastDayOver(now)) : [];
  if (creator && first && entryKey(first).sk === key.sk) await shareOutDays(creator, now);
}
