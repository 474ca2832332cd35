import type { AccountId } from '../../domain/accounts.ts';
import { cny } from '../../domain/money.ts';
import type { ProviderName } from '../../domain/providers.ts';
import {
  afterPayout,
  type Payout,
  type PayoutAccount,
  planPayout,
  TRANSFER_TIMEOUT,
} from '../../domain/theme-store/payouts.ts';
import { type Instant, plus } from '../../domain/time.ts';
import { addAudit } from '../audit/audit.ts';
import { PAYOUT_SK } from '../key-prefixes.ts';
import { dueAttributes, type Key, ofAccount } from '../keys.ts';
import { RETRY, retryOnConflict } from '../table/conditional-write.ts';
import { type Listed, type ListPart, listItems } from '../table/list.ts';
import { Transaction } from '../table/transaction.ts';
import { loadRecord, readRecord, saveRecord, type Versioned } from '../table/versioned.ts';
import { loadLedger, saveLedger } from './earnings.ts';
import { payoutAccountKey, payoutKey } from './theme-keys.ts';

/** Loads a payout. One consistent read. */
const loadPayout = (creator: AccountId, payoutId: string): Promise<Versioned<Payout> | undefined> =>
  loadRecord<Payout>(payoutKey(creator, payoutId));

/** Loads the payout of a key. One consistent read. */
export const payoutOf = async (key: Key): Promise<Payout | null> =>
  (await loadRecord<Payout>(key))?.value ?? null;

/** Lists a creator's payouts, newest first. One consistent Query per started MB. */
export async function listPayouts(creator: AccountId, part: ListPart): Promise<Listed<Payout>> {
  const { items, nextCursor } = await listItems({ ...ofAccount(creator, PAYOUT_SK), ...part });
  return { items: items.map((item) => readRecord<Payout>(item).value), nextCursor };
}

/** Loads the payout account of a creator; null if none is set. One consistent read. */
export const loadPayoutAccount = async (creator: AccountId): Promise<PayoutAccount | null> =>
  (await loadRecord<PayoutAccount>(payoutAccountKey(creator)))?.value ?? null;

export interface PayoutAccountOrder {
  readonly account: AccountId;
  readonly provider: ProviderName;
  readonly destination: string;
  readonly by: string;
  readonly now: Instant;
}

/** Sets the payout account. A payout in progress keeps its destination. One transaction with its audit line. */
export async function savePayoutAccount(order: PayoutAccountOrder): Promise<PayoutAccount> {
  const { account, provider, destination, by, now } = order;
  return retryOnConflict(async () => {
    const stored = await loadRecord<PayoutAccount>(payoutAccountKey(account));
    const before = stored?.value;
    if (before && before.provider === provider && before.destination === destination) return before;
    const value: PayoutAccount = { account, provider, destination, updatedAt: now };
    const transaction = new Transaction();
    const version = stored?.version ?? 0;
    saveRecord(transaction, payoutAccountKey(account), { value, version });
    addAudit(transaction, {
      id: `payout-account.${version}`,
      at: now,
      by,
      action: 'payout-account.set',
      account,
      target: provider,
      reason: null,
    });
    return (await transaction.commit()) ? value : RETRY;
  });
}

/**
 * Starts the monthly payout if it is due: reserves the available amount, with the payout and its audit line, in one
 * transaction. Returns null if it is not due or there is nothing to pay; in the latter case schedules the next month.
 */
export async function beginPayout(creator: AccountId, now: Instant): Promise<Payout | null> {
  return retryOnConflict(async () => {
    const ledger = await loadLedger(creator);
    const { payoutAt } = ledger.value;
    if (payoutAt === null || payoutAt > now) return null;
    const planned = planPayout(ledger.value, await loadPayoutAccount(creator), now);
    const { payout } = planned;
    const transaction = new Transaction();
    saveLedger(transaction, { value: planned.ledger, version: ledger.version });
    if (payout) {
      savePayout(transaction, { value: payout, version: 0 });
      addPayoutLine(transaction, payout, 'begun', now);
    }
    return (await transaction.commit()) ? payout : RETRY;
  });
}

/** The outcome of a transfer. */
export interface TransferOutcome {
  readonly state: 'paid' | 'failed';
  readonly reference: string | null;
  readonly failure: string | null;
}

/** Ends a payout, once: a paid amount is paid, a failed one is available again. One transaction. */
export async function endPayout(
  { account, payoutId }: Payout,
  outcome: TransferOutcome,
  now: Instant,
): Promise<void> {
  await retryOnConflict(async () => {
    const stored = await loadPayout(account, payoutId);
    if (stored?.value.state !== 'pending') return true;
    const payout: Payout = { ...stored.value, ...outcome, settledAt: now };
    const ledger = await loadLedger(account);
    const transaction = new Transaction();
    savePayout(transaction, { value: payout, version: stored.version });
    saveLedger(transaction, { ...ledger, value: afterPayout(ledger.value, payout, now) });
    addPayoutLine(transaction, payout, outcome.state, now);
    return (await transaction.commit()) || RETRY;
  });
}

/** Schedules a pending payout, because the caller that asked the provider may have crashed. */
function savePayout(transaction: Transaction, stored: Versioned<Payout>): void {
  const { account, payoutId, state, createdAt } = stored.value;
  const due = state === 'pending' ? dueAttributes(account, plus(createdAt, TRANSFER_TIMEOUT), 'payout') : {};
  saveRecord(transaction, payoutKey(account, payoutId), stored, due);
}

function addPayoutLine(
  transaction: Transaction,
  { payoutId, account, amount, failure }: Payout,
  what: 'begun' | TransferOutcome['state'],
  now: Instant,
): void {
  addAudit(transaction, {
    id: `${payoutId}.${what}`,
    at: now,
    by: 'schedule',
    action: `payout.${what}`,
    account,
    target: payoutId,
    reason: failure,
    detail: { amount: cny(amount) },
  });
}
