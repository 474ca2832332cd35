import type { AccountId } from '../../domain/accounts.ts';
import type { Charge } from '../../domain/charges/charges.ts';
import { ApiError } from '../../domain/errors.ts';
import type { Operation } from '../../domain/ids.ts';
import {
  type Entitlement,
  isForGood,
  noEntitlement,
  type Sale,
  withSale,
} from '../../domain/theme-store/sales.ts';
import { addAudit } from '../audit/audit.ts';
import { addCharge, type Begun, loadCharge } from '../charges/charges.ts';
import { SALE_SK } from '../key-prefixes.ts';
import { ofAccount } from '../keys.ts';
import { purchasePending, refusePending } from '../packs/pending.ts';
import { RETRY, retryOnConflict } from '../table/conditional-write.ts';
import { checkOperation, hasLostKey, type KeyLost } from '../table/idempotency.ts';
import { type Listed, type ListPart, listItems } from '../table/list.ts';
import { Transaction } from '../table/transaction.ts';
import { loadRecord, readRecord, saveRecord, type Versioned } from '../table/versioned.ts';
import { loadEntitlement, saveEntitlement } from './entitlements.ts';
import { addThemeFigures } from './theme-figures.ts';
import { saleKey } from './theme-keys.ts';

/** Loads a sale. One consistent read. */
export const loadSale = (account: AccountId, purchaseId: string): Promise<Versioned<Sale> | undefined> =>
  loadRecord<Sale>(saleKey(account, purchaseId));

/** Loads a theme purchase of an account. Throws `not-found`. */
export async function requireSale(account: AccountId, purchaseId: string): Promise<Versioned<Sale>> {
  const stored = await loadSale(account, purchaseId);
  if (!stored) throw new ApiError('not-found', `${account} has no theme purchase ${purchaseId}.`);
  return stored;
}

/** Lists an account's theme purchases, newest first. One consistent Query per started MB. */
export async function listSales(account: AccountId, part: ListPart): Promise<Listed<Sale>> {
  const { items, nextCursor } = await listItems({ ...ofAccount(account, SALE_SK), ...part });
  return { items: items.map((item) => readRecord<Sale>(item).value), nextCursor };
}

export const saveSale = (transaction: Transaction, stored: Versioned<Sale>): void =>
  saveRecord(transaction, saleKey(stored.value.account, stored.value.purchaseId), stored);

/**
 * Starts a theme purchase: saves the sale, its charge and the audit line, for the operation that requests it; one
 * transaction. Grants nothing yet. A repeated call for the same operation finds what was made. Throws `conflict` if the account owns the theme without expiry, and
 * `purchase-pending` if another purchase of it awaits payment, unless that is allowed.
 */
export async function beginSale(
  stored: Versioned<Sale>,
  charge: Charge,
  operation: Operation,
  by: string,
  allowPending = false,
): Promise<Begun | KeyLost> {
  return retryOnConflict<Begun | KeyLost>(async () => {
    const right = await entitlementFor(stored.value);
    const known = await loadCharge(charge.account, charge.chargeId);
    if (known) return { kind: 'begun', charge: known.value };
    refuseOwned(right.value, stored.value);
    if (!allowPending) await refuseTwice(right.value, stored.value);
    const transaction = new Transaction();
    saveSale(transaction, stored);
    if (stored.value.price.mode === 'fixed')
      saveEntitlement(transaction, { ...right, value: { ...right.value, buying: stored.value.purchaseId } });
    addCharge(transaction, charge, by);
    checkOperation(transaction, operation);
    if (await transaction.commit()) return { kind: 'begun', charge };
    return (await hasLostKey(operation)) ? { kind: 'key-lost' } : RETRY;
  });
}

function refuseOwned(right: Entitlement, { account, themeId }: Sale): void {
  if (isForGood(right))
    throw new ApiError('conflict', `${account} already owns ${themeId}. No further purchase is needed.`);
}

async function refuseTwice(right: Entitlement, { themeId, account, price }: Sale): Promise<void> {
  if (right.buying !== null && price.mode === 'fixed') throw purchasePending(themeId, right.buying);
  await refusePending(account, themeId);
}

/** Loads the account's entitlement to the theme of a sale, or creates an empty one. */
export const entitlementFor = async (sale: Sale): Promise<Versioned<Entitlement>> =>
  (await loadEntitlement(sale.account, sale.themeId)) ?? { value: noEntitlement(sale), version: 0 };

/** Grants a free theme, once. One transaction. Throws `conflict`. */
export async function grantFree(sale: Sale, operation: Operation, by: string): Promise<Sale> {
  return retryOnConflict(async () => {
    const right = await entitlementFor(sale);
    const known = await loadSale(sale.account, sale.purchaseId);
    if (known) return known.value;
    refuseOwned(right.value, sale);
    const given: Sale = { ...sale, state: 'active', paidAt: operation.begunAt };
    const transaction = new Transaction();
    saveSale(transaction, { value: given, version: 0 });
    saveEntitlement(transaction, { ...right, value: withSale(right.value, given, operation.begunAt) });
    addThemeFigures(transaction, sale.themeId, sale.account, {
      installs: right.value.since === null ? 1 : 0,
    });
    addAudit(transaction, {
      id: `${sale.purchaseId}.given`,
      at: operation.begunAt,
      by,
      action: 'theme.given',
      account: sale.account,
      target: sale.purchaseId,
      reason: `${sale.name} (${sale.themeId})`,
    });
    return (await transaction.commit()) ? given : RETRY;
  });
}
