import type { AccountId } from '../../domain/accounts.ts';
import { type Adjustment, noAdjustment } from '../../domain/charges/adjustments.ts';
import { overageChargeId } from '../../domain/charges/overage-charges.ts';
import type { Meter } from '../../domain/meters.ts';
import type { Instant } from '../../domain/time.ts';
import { resumingPart } from '../accounts/accounts.ts';
import type { BalanceRef } from '../balances/balances.ts';
import { ADJUSTMENT_SK, beginningWith } from '../key-prefixes.ts';
import { accountKey, adjustmentKey, ofAccount } from '../keys.ts';
import { itemsIn, type Listed, type ListPart, listItems } from '../table/list.ts';
import type { Transaction } from '../table/transaction.ts';
import { loadRecord, readRecord, saveRecord, type Versioned } from '../table/versioned.ts';

/** Loads the adjustment of a closed period; version 0 if there is none. One consistent read. */
export async function loadAdjustment({ account, meter, period }: BalanceRef): Promise<Versioned<Adjustment>> {
  const stored = await loadRecord<Adjustment>(adjustmentKey(account, meter.name, period.day));
  if (stored) return stored;
  const ownChargeId = overageChargeId(account, meter, period);
  return { value: noAdjustment(meter.name, period.day, ownChargeId), version: 0 };
}

/**
 * Saves the next versions of adjustments. Resumes the account's daily task if one of them is pending, because the next
 * close must apply it. 2 WRU each, and 2 for the account.
 */
export function saveAdjustments(
  transaction: Transaction,
  account: AccountId,
  adjustments: readonly Versioned<Adjustment>[],
  now: Instant,
): void {
  for (const stored of adjustments)
    saveRecord(transaction, adjustmentKey(account, stored.value.meter, stored.value.period), stored);
  if (adjustments.some(({ value }) => value.pending !== 0))
    transaction.update(accountKey(account), resumingPart(account, now));
}

/**
 * Lists the adjustments pending for the next close of a meter, or of any, by meter and oldest period first. One
 * consistent Query.
 */
export async function pendingAdjustments(
  account: AccountId,
  meter?: Meter,
): Promise<Versioned<Adjustment>[]> {
  const { pk, prefix } = ofAccount(account, meter ? `${ADJUSTMENT_SK}${meter.name}#` : ADJUSTMENT_SK);
  const pending: Versioned<Adjustment>[] = [];
  for await (const item of itemsIn({ pk, ...beginningWith(prefix) })) {
    const stored = readRecord<Adjustment>(item);
    if (stored.value.pending !== 0) pending.push(stored);
  }
  return pending;
}

/** Lists pending adjustments in parts, by meter and newest period first. One consistent Query per started MB. */
export async function listPending(account: AccountId, part: ListPart): Promise<Listed<Adjustment>> {
  const adjustmentIn = (item: Readonly<Record<string, unknown>>) => readRecord<Adjustment>(item).value;
  const { items, nextCursor } = await listItems({
    ...ofAccount(account, ADJUSTMENT_SK),
    ...part,
    keep: (item) => adjustmentIn(item).pending !== 0,
  });
  return { items: items.map(adjustmentIn), nextCursor };
}
