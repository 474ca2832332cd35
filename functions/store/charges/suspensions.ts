import type { AccountId } from '../../domain/accounts.ts';
import { type Charge, isDebt } from '../../domain/charges/charges.ts';
import { allMeters, metersOf } from '../../domain/meters.ts';
import { nextPeriod, periodOf } from '../../domain/periods.ts';
import type { Instant } from '../../domain/time.ts';
import { loadAccount, scheduleAccount } from '../accounts/accounts.ts';
import { addAudit } from '../audit/audit.ts';
import { type BalanceRef, keyOf, openingOf, openingPart } from '../balances/balances.ts';
import { accountKey } from '../keys.ts';
import {
  type ConditionalWrite,
  conditionalWrite,
  RETRY,
  retryOnConflict,
} from '../table/conditional-write.ts';
import { Transaction } from '../table/transaction.ts';
import { loadCharge, replaceCharge, saveCharge } from './charges.ts';

/** Records that a debt is overdue, which starts the suspension of its account. One transaction. */
export async function markOverdue(charge: Charge, now: Instant): Promise<void> {
  const { account, chargeId } = charge;
  await scheduleAccount(account, now);
  await retryOnConflict(async () => {
    const stored = await loadCharge(account, chargeId);
    // A payment that is in progress delays the suspension until it has an outcome.
    if (stored?.value.block !== 'none' || !isDebt(stored.value) || stored.value.payment?.open) return true;
    const transaction = new Transaction().update(accountKey(account), {
      add: ['overdue :owed'],
      values: { ':owed': new Set([chargeId]) },
    });
    saveCharge(transaction, { ...stored, value: { ...stored.value, block: 'blocking' } });
    addAudit(transaction, {
      id: `${chargeId}.overdue`,
      at: now,
      by: 'schedule',
      action: 'account.blocked',
      account,
      target: chargeId,
      reason: `${charge.reason} is overdue`,
    });
    return (await transaction.commit()) || RETRY;
  });
}

/** Suspends or resumes the balances, depending on whether a debt is overdue, then records the state with the charge. */
export async function finishBlock(charge: Charge, now: Instant): Promise<void> {
  const { account, chargeId } = charge;
  await syncBlock(account, now);
  await retryOnConflict(async () => {
    const stored = await loadCharge(account, chargeId);
    const next = ({ blocking: 'blocked', lifting: 'none' } as const)[
      stored?.value.block as 'blocking' | 'lifting'
    ];
    if (!stored || next === undefined || stored.value.block !== charge.block) return true;
    return (await replaceCharge({ ...stored, value: { ...stored.value, block: next } })) || RETRY;
  });
}

/**
 * Sets or clears the suspension on every balance that can be reserved from, until the account is unchanged during a
 * pass. The last of several concurrent calls therefore leaves the correct state.
 */
export async function syncBlock(account: AccountId, now: Instant): Promise<void> {
  await retryOnConflict(async () => {
    const before = await isOverdue(account);
    await Promise.all(
      allMeters().map((meter) => setBlocked({ account, meter, period: periodOf(now) }, before, true)),
    );
    // An early event may have opened the next period. A later write that opens it reads the account.
    const next = nextPeriod(periodOf(now));
    await Promise.all(
      metersOf('counter').map((meter) => setBlocked({ account, meter, period: next }, before, false)),
    );
    return (await isOverdue(account)) === before || RETRY;
  });
}

const isOverdue = async (account: AccountId): Promise<boolean> =>
  ((await loadAccount(account))?.overdue.size ?? 0) > 0;

async function setBlocked(ref: BalanceRef, isBlocked: boolean, opens: boolean): Promise<void> {
  const key = keyOf(ref);
  await retryOnConflict(async () => {
    const mark: ConditionalWrite = isBlocked
      ? { key, update: 'SET blocked = :yes', when: ['attribute_exists(pk)'], values: { ':yes': true } }
      : { key, update: 'REMOVE blocked', when: ['attribute_exists(blocked)'] };
    const tried = await conditionalWrite(mark);
    if (tried.kind === 'done' || !isBlocked || tried.item || !opens) return true;
    return (await conditionalWrite(await openBlocked(ref))).kind === 'done' || RETRY;
  });
}

/** Suspend balances that do not exist yet, too, or a concurrent first write creates an unsuspended one. */
async function openBlocked(ref: BalanceRef): Promise<ConditionalWrite> {
  const isSlots = ref.meter.kind === 'slots';
  const opening = await openingOf(ref);
  const { set, values } = openingPart({ ...opening, blocked: true });
  return {
    key: keyOf(ref),
    update: `SET ${[isSlots ? '#moved = :left, slots = :empty' : '#moved = :left, used = :zero, rev = :zero', ...set].join(', ')}`,
    when: ['attribute_not_exists(pk)'],
    names: { '#moved': isSlots ? 'limit' : 'left' },
    values: { ':left': opening.left, ...(isSlots ? { ':empty': {} } : { ':zero': 0 }), ...values },
  };
}
