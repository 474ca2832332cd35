import type { AccountId } from '../../domain/accounts.ts';
import { type Adjustment, noAdjustment } from '../../domain/charges/adjustments.ts';
import { overageChargeId } from '../../domain/charges/overage-charges.ts';
import type { Meter } from '../../domain/meters.ts';
import type { Instant } from '../../domain/time.ts';
import { wakingPart } from '../accounts/accounts.ts';
import type { BalanceRef } from '../balances/balances.ts';
import { ADJUSTMENT_SK, beginningWith } from '../key-prefixes.ts';
import { accountKey, adjustmentKey, ofAccount } from '../keys.ts';
import { itemsIn, type Listed, type ListPart, listItems } from '../table/list.ts';
import type { Transaction } from '../table/transaction.ts';
import { loadRecord, readRecord, saveRecord, type Versioned } from '../table/versioned.ts';

/** What corrections of a closed period have come to so far; of version 0 when there was none. One consistent read. */
export async function loadAdjustment({ account, meter, period }: BalanceRef): Promise<Versioned<Adjustment>> {
  const kept = await loadRecord<Adjustment>(adjustmentKey(account, meter.name, period.day));
  if (kept) return kept;
  const ownChargeId = overageChargeId(account, meter, period);
  return { value: noAdjustment(meter.name, period.day, ownChargeId), version: 0 };
}

/**
 * Puts the next versions of adjustments in place. An account whose daily work rests goes on with it if one of them
 * waits: its next close has to take that up. 2 WRU each, and 2 for the account.
 */
export function saveAdjustments(
  transaction: Transaction,
  account: AccountId,
  adjustments: readonly Versioned<Adjustment>[],
  now: Instant,
): void {
  for (const kept of adjustments)
    saveRecord(transaction, adjustmentKey(account, kept.value.meter, kept.value.period), kept);
  if (adjustments.some(({ value }) => value.pending !== 0))
    transaction.update(accountKey(account), wakingPart(account, now));
}

/** What waits for the next close of a meter, or of any, the oldest period of a meter first. One consistent Query. */
export async function pendingAdjustments(
  account: AccountId,
  meter?: Meter,
): Promise<Versioned<Adjustment>[]> {
  const { pk, prefix } = ofAccount(account, meter ? `${ADJUSTMENT_SK}${meter.name}#` : ADJUSTMENT_SK);
  const pending: Versioned<Adjustment>[] = [];
  for await (const item of itemsIn({ pk, ...beginningWith(prefix) })) {
    const kept = readRecord<Adjustment>(item);
    if (kept.value.pending !== 0) pending.push(kept);
  }
  return pending;
}

/** What waits, in parts; by meter, the newest period first. A consistent Query for each started MB. */
export async function listPending(account: AccountId, part: ListPart): Promise<Listed<Adjustment>> {
  const adjustmentIn = (item: Readonly<Record<string, unknown>>) => readRecord<Adjustment>(item).value;
  const { items, nextCursor } = await listItems({
    ...ofAccount(account, ADJUSTMENT_SK),
    ...part,
    keep: (item) => adjustmentIn(item).pending !== 0,
  });
  return { items: items.map(adjustmentIn), nextCursor };
}
