import type { Instant } from '../domain/time.ts';
import { applyStored } from '../payments/collection/events.ts';
import type { Key, TaskKind } from '../store/keys.ts';
import { addLeftFigures, doAccountWork } from './account.ts';
import { doChargeWork } from './charge.ts';
import { doEarningsWork } from './earnings.ts';
import { endStorageMonth } from './overage.ts';
import { doPayoutWork } from './payout.ts';
import { doPurchaseWork } from './purchase.ts';
import { releaseSlotsOverLimit } from './slots.ts';
import { doThemeWork } from './theme.ts';

/**
 * What time brings about, by the kind of what is due. Each finds out for itself whether there is (still) something
 * to do: it may run twice, at once, or a day late.
 */
export const dueWork: Readonly<Record<TaskKind, (key: Key, now: Instant) => Promise<void>>> = {
  account: doAccountWork,
  charge: doChargeWork,
  earnings: doEarningsWork,
  event: applyStored,
  figures: addLeftFigures,
  overage: endStorageMonth,
  payout: doPayoutWork,
  purchase: doPurchaseWork,
  slots: releaseSlotsOverLimit,
  theme: doThemeWork,
};
