import type { Instant } from '../domain/time.ts';
import { accountOf, type Key } from '../store/keys.ts';
import { releaseBeyond } from '../store/slots/slots.ts';

/** The end of the grace of slots that are beyond their limit. */
export async function releaseSlotsBeyond(key: Key, now: Instant): Promise<void> {
  const account = accountOf(key);
  if (account) await releaseBeyond(account, now);
}
