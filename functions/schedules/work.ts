import type { Instant } from '../domain/time.ts';
import { applyStored } from '../payments/collection/events.ts';
import type { Key, TaskKind } from '../store/keys.ts';
import { addDailyUsage } from '../store/reports/daily-usage.ts';
import { doAccountWork } from './account.ts';
import { doChargeWork } from './charge.ts';
import { doEarningsWork } from './earnings.ts';
import { endStorageMonth } from './overage.ts';
import { doPayoutWork } from './payout.ts';
import { doPurchaseWork } from './purchase.ts';
import { releaseSlotsOverLimit } from './slots.ts';
import { doThemeWork } from './theme.ts';

/**
 * Task kind → its execution. Each checks for itself whether something is still to be done: a task may run twice,
 * concurrently, or a day late.
 */
export const dueWork: Readonly<Record<LoneKind, (key: Key, now: Instant) => Promise<void>>> = {
  account: doAccountWork,
  charge: doChargeWork,
  earnings: doEarningsWork,
  event: applyStored,
  overage: endStorageMonth,
  payout: doPayoutWork,
  purchase: doPurchaseWork,
  slots: releaseSlotsOverLimit,
  theme: doThemeWork,
};

/** The kinds whose tasks are executed together: several in one write. */
export const sharedWork = { figures: addDailyUsage } as const;

type SharedKind = keyof typeof sharedWork;
type LoneKind = Exclude<TaskKind, SharedKind>;

export const isShared = (kind: TaskKind): kind is SharedKind => kind in sharedWork;

/** Executes tasks of one kind: all of them if they are executed together, else the first. */
export const executeTasks = (kind: TaskKind, keys: readonly [Key, ...Key[]], now: Instant): Promise<void> =>
  isShared(kind) ? sharedWork[kind](keys) : dueWork[kind](keys[0], now);
