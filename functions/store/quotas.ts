import { type Quota, quotaOf, slotQuotaOf } from '../domain/quota.ts';
import type { Instant } from '../domain/time.ts';
import type { BalanceRef, Balances } from './balances.ts';

/** The quota of one meter, out of balances that were read. */
export function quotaIn(balances: Balances, ref: BalanceRef, now: Instant, explain = false): Quota {
  return ref.meter.kind === 'slots'
    ? slotQuotaOf(ref.meter, balances.slots(ref), now, explain)
    : quotaOf(ref.meter, balances.balance(ref), ref.period, now, explain);
}
