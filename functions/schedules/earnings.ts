import { lastAllocatableDay } from '../domain/theme-store/allocation.ts';
import type { Instant } from '../domain/time.ts';
import { accountOf, type Key } from '../store/keys.ts';
import { allocateDays } from '../store/theme-store/allocation.ts';
import { entryKey, loadUnallocatedEntries } from '../store/theme-store/earnings.ts';

/**
 * Allocates the revenue shares of a creator's past days. Each unallocated sale is due by itself; the first one
 * allocates all, because concurrent allocations would conflict on the ledger. Sales that it does not reach stay due.
 */
export async function doEarningsWork(key: Key, now: Instant): Promise<void> {
  const creator = accountOf(key);
  const [first] = creator ? await loadUnallocatedEntries(creator, 1, lastAllocatableDay(now)) : [];
  if (creator && first && entryKey(first).sk === key.sk) await allocateDays(creator, now);
}
