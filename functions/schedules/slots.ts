import type { Instant } from '../domain/time.ts';
import { accountOf, type Key } from '../store/keys.ts';
import { releaseOverLimit } from '../store/slots/slots.ts';

/** Releases the slots above the limit at the end of their grace period. */
export async function releaseSlotsOverLimit(key: Key, now: Instant): Promise<void> {
  const account = accountOf(key);
  if (account) await releaseOverLimit(account, now);
}
