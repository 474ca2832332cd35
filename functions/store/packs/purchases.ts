import type { AccountId } from '../../domain/accounts.ts';
import type { Charge } from '../../domain/charges/charges.ts';
import { ApiError } from '../../domain/errors.ts';
import type { Operation } from '../../domain/ids.ts';
import type { Grant } from '../../domain/metering/grants.ts';
import { type Meter, requireMeter } from '../../domain/meters.ts';
import { nextStep, type Purchase } from '../../domain/packs/purchases.ts';
import type { Instant } from '../../domain/time.ts';
import { addCharge, type Begun, loadCharge } from '../charges/charges.ts';
import { PURCHASE_SK } from '../key-prefixes.ts';
import { dueAttributes, ofAccount, purchaseKey } from '../keys.ts';
import { RETRY } from '../table/conditional-write.ts';
import { checkOperation, hasLostKey, type KeyLost } from '../table/idempotency.ts';
import { type Listed, type ListPart, listItems } from '../table/list.ts';
import { Transaction } from '../table/transaction.ts';
import { loadRecord, readRecord, saveRecord, type Versioned } from '../table/versioned.ts';
import { createGrant, extendGrant, removeGrant } from './grants.ts';

/** Loads a purchase. One consistent read. */
export const loadPurchase = (
  account: AccountId,
  purchaseId: string,
): Promise<Versioned<Purchase> | undefined> => loadRecord<Purchase>(purchaseKey(account, purchaseId));

/** Loads a purchase of an account. Throws `not-found`. */
export async function requirePurchase(account: AccountId, purchaseId: string): Promise<Versioned<Purchase>> {
  const stored = await loadPurchase(account, purchaseId);
  if (!stored) throw new ApiError('not-found', `There is no purchase ${purchaseId} of ${account}.`);
  return stored;
}

/** Loads the purchase of a charge. Throws if it is missing. */
export async function purchaseOf({ account, subject }: Charge): Promise<Versioned<Purchase>> {
  const stored = 'purchaseId' in subject ? await loadPurchase(account, subject.purchaseId) : undefined;
  if (!stored) throw new Error(`A charge of ${account} has lost its purchase.`);
  return stored;
}

/** Lists an account's purchases, newest first. One consistent Query per started MB. */
export async function listPurchases(account: AccountId, part: ListPart): Promise<Listed<Purchase>> {
  const { items, nextCursor } = await listItems({ ...ofAccount(account, PURCHASE_SK), ...part });
  return { items: items.map((item) => readRecord<Purchase>(item).value), nextCursor };
}

/** Saves the next version of a purchase, and schedules its next step. */
export function savePurchase(transaction: Transaction, stored: Versioned<Purchase>): void {
  const { account, purchaseId } = stored.value;
  const step = nextStep(stored.value);
  const due = step ? dueAttributes(account, step.at, 'purchase') : {};
  saveRecord(transaction, purchaseKey(account, purchaseId), stored, due);
}

/**
 * Starts a purchase or renewal: saves it with its charge and the audit line, for the operation that requests it; one
 * transaction. Grants nothing yet. A repeated call for the same operation finds what was made. Without an operation,
 * the ids keep things from being made twice. RETRY if the purchase has changed since it was read.
 */
export async function beginPurchase(
  stored: Versioned<Purchase>,
  charge: Charge,
  operation: Operation | null,
  by: string,
): Promise<Begun | KeyLost | typeof RETRY> {
  const transaction = new Transaction();
  savePurchase(transaction, stored);
  addCharge(transaction, charge, by);
  if (operation) checkOperation(transaction, operation);
  if (await transaction.commit()) return { kind: 'begun', charge };
  const known = await loadCharge(charge.account, charge.chargeId);
  if (known) return { kind: 'begun', charge: known.value };
  return operation && (await hasLostKey(operation)) ? { kind: 'key-lost' } : RETRY;
}

interface PackGrant {
  readonly account: AccountId;
  readonly meter: Meter;
  readonly grant: Grant;
}

/** Returns the grants of a purchase, one per meter. They have its id. */
const grantsOf = (purchase: Purchase): PackGrant[] =>
  Object.entries(purchase.terms.grants).map(([meter, amount]) => ({
    account: purchase.account,
    meter: requireMeter(meter),
    grant: {
      grantId: purchase.purchaseId,
      packType: purchase.terms.packType,
      amount,
      expiresAt: purchase.endsAt,
    },
  }));

/** Meter → an amount in its unit. */
export type Amounts = Readonly<Record<string, number>>;

/** Applies a paid purchase. `amounts`: amounts of counters that differ from the terms. */
export async function grantCapacity(
  transaction: Transaction,
  purchase: Purchase,
  now: Instant,
  amounts: Amounts = {},
): Promise<void> {
  for (const { grant, ...target } of grantsOf(purchase))
    await createGrant(transaction, { ...target, grant: withAmount(grant, target.meter, amounts), now });
}

const withAmount = (grant: Grant, { kind, name }: Meter, amounts: Amounts): Grant =>
  kind === 'counter' ? { ...grant, amount: amounts[name] ?? grant.amount } : grant;

/**
 * Applies a paid renewal: a later expiry and, for counters, the amount of another term or `amounts`. `terms` is -1 to
 * undo it. Returns what was removed of each counter.
 */
export async function extendCapacity(
  transaction: Transaction,
  purchase: Purchase,
  terms: 1 | -1,
  now: Instant,
  amounts: Amounts = {},
): Promise<Amounts> {
  const taken: Record<string, number> = {};
  for (const { account, meter, grant } of grantsOf(purchase)) {
    const amount = terms * withAmount(grant, meter, amounts).amount;
    const more = await extendGrant(transaction, { account, meter, grant: { ...grant, amount }, now });
    if (meter.kind === 'counter') taken[meter.name] = Math.max(0, -more);
  }
  return taken;
}

/** Applies the expiry of a purchase: removes what was not consumed. Returns what was removed of each counter. */
export async function revokeCapacity(
  transaction: Transaction,
  purchase: Purchase,
  now: Instant,
): Promise<Amounts> {
  const taken: Record<string, number> = {};
  for (const { account, meter, grant } of grantsOf(purchase)) {
    const more = await removeGrant(transaction, { account, meter, grantId: grant.grantId, now });
    if (meter.kind === 'counter') taken[meter.name] = -more;
  }
  return taken;
}
