import type { AccountId } from '../domain/accounts.ts';
import { type Adjustment, billAdjustments } from '../domain/adjustments.ts';
import type { ChargeLine } from '../domain/charges.ts';
import type { Meter } from '../domain/meters.ts';
import { sumOf } from '../domain/money.ts';
import type { Period } from '../domain/periods.ts';
import type { Instant } from '../domain/time.ts';
import { addAudit } from './audit.ts';
import type { BalanceRef } from './balances.ts';
import { adjustmentKey, ofAccount } from './keys.ts';
import { itemsIn } from './range.ts';
import { type Kept, loadRecord, readRecord, saveRecord } from './records.ts';
import type { Transaction } from './transaction.ts';

/** What corrections of a closed period have come to so far. One consistent read. */
export async function loadAdjustment({ account, meter, period }: BalanceRef): Promise<Kept<Adjustment>> {
  const none = { meter: meter.name, period: period.day, difference: 0, pending: 0 };
  return (
    (await loadRecord<Adjustment>(adjustmentKey(account, meter.name, period.day))) ?? {
      value: none,
      version: 0,
    }
  );
}

export const saveAdjustment = (transaction: Transaction, account: AccountId, kept: Kept<Adjustment>): void =>
  saveRecord(transaction, adjustmentKey(account, kept.value.meter, kept.value.period), kept);

/** What the next charge of a meter has to take up, of the oldest period first. One consistent Query. */
export async function pendingAdjustments(account: AccountId, meter: Meter): Promise<Kept<Adjustment>[]> {
  const { pk, prefix } = ofAccount(account, `ADJ#${meter.name}#`);
  const pending: Kept<Adjustment>[] = [];
  for await (const item of itemsIn({ pk, from: prefix, to: `${prefix}~` })) {
    const kept = readRecord<Adjustment>(item);
    if (kept.value.pending !== 0) pending.push(kept);
  }
  return pending;
}

/**
 * Has the close of a period take up what is pending, beside its own lines: hands back all lines of its charge. 4 WRU
 * for each adjustment. Promise: each was as it was read, so it is taken up once.
 */
export function takeUp(
  transaction: Transaction,
  { account, meter, period }: { account: AccountId; meter: Meter; period: Period },
  own: readonly ChargeLine[],
  pending: readonly Kept<Adjustment>[],
  now: Instant,
): ChargeLine[] {
  const sum = sumOf(own.map(({ amount }) => amount)).amount;
  const { lines, after } = billAdjustments(
    meter,
    sum,
    pending.map(({ value }) => value),
  );
  for (const value of after) {
    const version = pending.find((kept) => kept.value.period === value.period)?.version ?? 0;
    saveAdjustment(transaction, account, { value, version });
  }
  if (lines.length > 0)
    addAudit(transaction, {
      id: `${meter.name}.${period.day}.adjusted`,
      at: now,
      by: 'schedule',
      action: 'overage.adjusted',
      account,
      target: `${meter.name} ${period.day}`,
      reason: null,
      detail: { lines: lines.map(({ description, amount }) => ({ description, amount })) },
    });
  return [...own, ...lines];
}
