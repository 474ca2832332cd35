import { GetCommand } from '@aws-sdk/lib-dynamodb';
import type { AccountId } from '../../domain/accounts.ts';
import { type Charge, type ChargeStatus, nextChargeStep } from '../../domain/charges/charges.ts';
import { ApiError } from '../../domain/errors.ts';
import type { Instant } from '../../domain/time.ts';
import { addAudit } from '../audit/audit.ts';
import { CHARGE_SK } from '../key-prefixes.ts';
import { chargeKey, chargeOwnerKey, dueAttributes, ofAccount } from '../keys.ts';
import { chargesList } from '../list-keys.ts';
import { table, tableName } from '../table/client.ts';
import { type Listed, type ListPart, listItems } from '../table/list.ts';
import { listAcross } from '../table/list-across.ts';
import { Transaction } from '../table/transaction.ts';
import { loadRecord, readRecord, saveRecord, type Versioned } from '../table/versioned.ts';
import { updateDebts } from './debts.ts';

/** Loads a charge. One consistent read. */
export const loadCharge = (account: AccountId, chargeId: string): Promise<Versioned<Charge> | undefined> =>
  loadRecord<Charge>(chargeKey(account, chargeId));

/** Loads a charge of an account. Throws `not-found`. */
export async function requireCharge(account: AccountId, chargeId: string): Promise<Versioned<Charge>> {
  const stored = await loadCharge(account, chargeId);
  if (!stored) throw new ApiError('not-found', `There is no charge ${chargeId} of ${account}.`);
  return stored;
}

/** Returns the account of a charge. One consistent read. */
export async function ownerOfCharge(chargeId: string): Promise<AccountId | undefined> {
  const { Item } = await table.send(
    new GetCommand({ TableName: tableName(), Key: chargeOwnerKey(chargeId), ConsistentRead: true }),
  );
  return Item?.account as AccountId | undefined;
}

/** Selects charges by status and creation, from `from` (inclusive) to `to` (exclusive). */
export interface ChargesWanted {
  readonly status?: ChargeStatus | undefined;
  readonly from?: Instant | undefined;
  readonly to?: Instant | undefined;
}

/**
 * Lists an account's charges, newest first. One consistent Query; by status alone one eventually consistent index Query.
 * Both cost only the charges returned. The id of an overage charge starts with the end of its period and not with its
 * creation, so a time range is no key range: charges outside it are read as well, one Query per started MB.
 */
export async function listCharges(
  account: AccountId,
  { status, from, to, ...part }: ListPart & ChargesWanted,
): Promise<Listed<Charge>> {
  const isAnyTime = from === undefined && to === undefined;
  if (isAnyTime && status !== undefined) {
    const listPk = chargesList(account, status);
    return chargesOf(await listAcross({ listPk, place: CHARGE_PLACE, ...part }));
  }
  const isListed = (item: Readonly<Record<string, unknown>>): boolean => {
    const { status: own, createdAt } = chargeIn(item);
    return (
      (status === undefined || own === status) &&
      (from === undefined || createdAt >= from) &&
      (to === undefined || createdAt < to)
    );
  };
  const keep = isAnyTime ? {} : { keep: isListed };
  return chargesOf(await listItems({ ...ofAccount(account, CHARGE_SK), ...part, ...keep }));
}

const CHARGE_PLACE = new RegExp(`^${CHARGE_SK}\\w{1,100}$`);

const chargeIn = (item: Readonly<Record<string, unknown>>): Charge => readRecord<Charge>(item).value;

const chargesOf = ({ items, nextCursor }: Listed<Record<string, unknown>>): Listed<Charge> => ({
  items: items.map(chargeIn),
  nextCursor,
});

/**
 * Saves the next version of a charge, in the list of its status. Updates its account's debts when the transaction
 * commits.
 */
export function saveCharge(transaction: Transaction, stored: Versioned<Charge>): void {
  const { value: charge } = stored;
  const key = chargeKey(charge.account, charge.chargeId);
  const step = nextChargeStep(charge);
  saveRecord(transaction, key, stored, {
    ...(step ? dueAttributes(charge.account, step.at, 'charge') : {}),
    listPk: chargesList(charge.account, charge.status),
    listSk: key.sk,
  });
  updateDebts(transaction, charge);
}

/** Adds a new charge. The transaction fails if it exists. */
export function addCharge(transaction: Transaction, charge: Charge, by = 'schedule'): void {
  saveCharge(transaction, { value: charge, version: 0 });
  transaction.put({ ...chargeOwnerKey(charge.chargeId), account: charge.account });
  addAudit(transaction, {
    id: `${charge.chargeId}.made`,
    at: charge.createdAt,
    by,
    action: `charge.${charge.type}`,
    account: charge.account,
    target: charge.chargeId,
    reason: charge.reason,
    detail: { amount: charge.amount },
  });
}

/** An order that was started, now or by an earlier run of the same operation. */
export interface Begun {
  readonly kind: 'begun';
  readonly charge: Charge;
}

/** Saves the next version of a charge alone. Returns false on a conflict. */
export function replaceCharge(stored: Versioned<Charge>): Promise<boolean> {
  const transaction = new Transaction();
  saveCharge(transaction, stored);
  return transaction.commit();
}
