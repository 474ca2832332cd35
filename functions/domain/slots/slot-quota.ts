import { type Quota, type QuotaFigures, quotaFrom } from '../metering/quota.ts';
import type { Meter } from '../meters.ts';
import type { Instant } from '../time.ts';
import { heldSlots, type Slots } from './slots.ts';

/** Returns the quota of a meter with named slots. */
export function slotQuotaOf(meter: Meter, slots: Slots, now: Instant, explain: boolean): Quota {
  const figures: QuotaFigures = {
    limit: slots.limit,
    used: heldSlots(slots, now).length,
    reserved: 0,
    grants: slots.grants,
    overage: null,
    beyond: 0,
    blocked: slots.blocked,
  };
  return quotaFrom(meter, figures, null, explain);
}
