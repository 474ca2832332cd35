import { metersOf } from '../domain/meters.ts';
import type { Instant } from '../domain/time.ts';
import { accountOf, type Key } from '../store/keys.ts';
import { endGaugeMonth } from '../store/overage/gauge-month.ts';

/** Charges a month of storage overage once the last reservation made under its confirmation has expired. */
export async function endStorageMonth(key: Key, now: Instant): Promise<void> {
  const account = accountOf(key);
  if (!account) return;
  for (const meter of metersOf('gauge')) await endGaugeMonth(account, meter, now);
}
