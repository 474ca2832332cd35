import { GetCommand } from '@aws-sdk/lib-dynamodb';
import type { AccountId } from '../../domain/accounts.ts';
import { dayAt } from '../../domain/calendar.ts';
import { type Charge, type ChargeStatus, isDebt, nextChargeStep } from '../../domain/charges/charges.ts';
import { ApiError } from '../../domain/errors.ts';
import type { Instant } from '../../domain/time.ts';
import { addAudit } from '../audit/audit.ts';
import { CHARGE_SK } from '../key-prefixes.ts';
import { chargeKey, chargeOwnerKey, dueAttributes, ofAccount, owedList, settledList } from '../keys.ts';
import { table, tableName } from '../table/client.ts';
import { type Listed, type ListPart, listItems } from '../table/list.ts';
import { Transaction } from '../table/transaction.ts';
import { loadRecord, readRecord, saveRecord, type Versioned } from '../table/versioned.ts';

/** One consistent read. */
export const loadCharge = (account: AccountId, chargeId: string): Promise<Versioned<Charge> | undefined> =>
  loadRecord<Charge>(chargeKey(account, chargeId));

/** The charge of that id of that account. Throws `not-found`. */
export async function chargeNamed(account: AccountId, chargeId: string): Promise<Versioned<Charge>> {
  const kept = await loadCharge(account, chargeId);
  if (!kept) throw new ApiError('not-found', `There is no charge ${chargeId} of ${account}.`);
  return kept;
}

/** Whose charge it is. One consistent read. */
export async function ownerOfCharge(chargeId: string): Promise<AccountId | undefined> {
  const { Item } = await table.send(
    new GetCommand({ TableName: tableName(), Key: chargeOwnerKey(chargeId), ConsistentRead: true }),
  );
  return Item?.account as AccountId | undefined;
}

/** Which charges to list: of one status, made from `from` (inclusive) to `to` (exclusive). */
export interface ChargesWanted {
  readonly status?: ChargeStatus | undefined;
  readonly from?: Instant | undefined;
  readonly to?: Instant | undefined;
}

/**
 * An account's charges, or some of them, the newest first. One consistent Query a started MB. An overage charge's id
 * begins with the end of its period, not with when it was made, so a range is no range of keys: what is passed over is
 * read all the same.
 */
export async function listCharges(
  account: AccountId,
  { status, from, to, limit, cursor }: ListPart & ChargesWanted,
): Promise<Listed<Charge>> {
  const chargeIn = (item: Readonly<Record<string, unknown>>): Charge => readRecord<Charge>(item).value;
  const isListed = (item: Readonly<Record<string, unknown>>): boolean => {
    const { status: own, createdAt } = chargeIn(item);
    return (
      (status === undefined || own === status) &&
      (from === undefined || createdAt >= from) &&
      (to === undefined || createdAt < to)
    );
  };
  const listsAll = status === undefined && from === undefined && to === undefined;
  const { items, nextCursor } = await listItems({
    ...ofAccount(account, CHARGE_SK),
    limit,
    cursor,
    ...(listsAll ? {} : { keep: isListed }),
  });
  return { items: items.map(chargeIn), nextCursor };
}

/** Puts a charge's next version in place, on the lists that it then stands on. */
export function saveCharge(transaction: Transaction, kept: Versioned<Charge>): void {
  const { value: charge } = kept;
  const step = nextChargeStep(charge);
  saveRecord(transaction, chargeKey(charge.account, charge.chargeId), kept, {
    ...(step ? dueAttributes(charge.account, step.at, 'charge') : {}),
    ...listsOf(charge),
  });
}

function listsOf(charge: Charge): { listPk: string; listSk: string } | Record<string, never> {
  const { account, chargeId, settledAt } = charge;
  if (isDebt(charge)) return { listPk: owedList(account), listSk: chargeId };
  return settledAt === null ? {} : { listPk: settledList(dayAt(settledAt), account), listSk: chargeId };
}

/** Makes a charge. Refused when it is there already. */
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

/** Replaces a charge alone. False when another was faster. */
export function replaceCharge(kept: Versioned<Charge>): Promise<boolean> {
  const transaction = new Transaction();
  saveCharge(transaction, kept);
  return transaction.commit();
}
