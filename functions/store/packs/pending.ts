import { GetCommand } from '@aws-sdk/lib-dynamodb';
import type { AccountId } from '../../domain/accounts.ts';
import { type Charge, isWaiting } from '../../domain/charges/charges.ts';
import { boughtBy } from '../../domain/charges/kinds.ts';
import { ApiError } from '../../domain/errors.ts';
import { loadCharge, saveCharge } from '../charges/charges.ts';
import { pendingKey } from '../keys.ts';
import { table, tableName } from '../table/client.ts';
import { Transaction } from '../table/transaction.ts';
import type { Versioned } from '../table/versioned.ts';

/**
 * Tracks per account which purchases and renewals of packs and themes await payment, so that a customer whose payment
 * has no outcome yet does not pay twice by buying again.
 */

/** Saves a charge whose payment is known to wait from now on. One transaction; returns false on a conflict. */
export function saveWaiting(stored: Versioned<Charge>): Promise<boolean> {
  const { account, chargeId } = stored.value;
  const what = boughtBy(stored.value.subject);
  const transaction = new Transaction();
  saveCharge(transaction, stored);
  if (what !== null)
    transaction.update(pendingKey(account, what), {
      add: ['pending :begun'],
      values: { ':begun': new Set([chargeId]) },
    });
  return transaction.commit();
}

/** Records that a purchase or a renewal no longer waits, if it did. 2 WRU. */
export function dropPending(transaction: Transaction, charge: Charge): void {
  const what = boughtBy(charge.subject);
  if (what === null || !charge.payment?.waiting) return;
  transaction.update(pendingKey(charge.account, what), {
    drop: ['pending :ended'],
    values: { ':ended': new Set([charge.chargeId]) },
  });
}

/**
 * Throws `purchase-pending` if a purchase, or a renewal of one, is known to await payment. `what` is a pack type, a
 * theme or, for renewals, a purchase. One consistent read, and one per pending charge.
 */
export async function refusePending(account: AccountId, what: string): Promise<void> {
  const { Item } = await table.send(
    new GetCommand({ TableName: tableName(), Key: pendingKey(account, what), ConsistentRead: true }),
  );
  for (const chargeId of (Item?.pending as ReadonlySet<string> | undefined) ?? []) {
    const charge = (await loadCharge(account, chargeId))?.value;
    if (charge && isWaiting(charge) && 'purchaseId' in charge.subject)
      throw purchasePending(charge.subject.kind === 'renewal' ? chargeId : what, charge.subject.purchaseId);
  }
}

/**
 * Builds the error `purchase-pending` with the pending purchase. `what` is what it buys, or the charge of its renewal.
 */
export const purchasePending = (what: string, purchaseId: string): ApiError =>
  new ApiError(
    'purchase-pending',
    `${purchaseId} of ${what} awaits payment. Wait for its outcome, or send "allowPending": true to buy another.`,
    { members: { purchaseId } },
  );
