import { isDeepStrictEqual } from 'node:util';
import type { AccountId } from '../../domain/accounts.ts';
import { dayAt } from '../../domain/calendar.ts';
import type { Charge } from '../../domain/charges/charges.ts';
import { isOwed } from '../../domain/charges/kinds.ts';
import {
  type Debts,
  debtsWith,
  firstDayCounted,
  noDebts,
  type Outstanding,
  sumsByDay,
} from '../../domain/charges/outstanding.ts';
import { addExact, type ExactInteger } from '../../domain/exact-integers.ts';
import { type Instant, iso } from '../../domain/time.ts';
import { OWED_PK } from '../key-prefixes.ts';
import { debtsKey, owedKey, readOwedKey } from '../keys.ts';
import { debtorsList } from '../list-keys.ts';
import { itemsIn, type Listed, type ListPart } from '../table/list.ts';
import { listAcross } from '../table/list-across.ts';
import type { Transaction } from '../table/transaction.ts';
import { loadRecord, readRecord, saveRecord, type Versioned } from '../table/versioned.ts';

/**
 * The outstanding charges of an account in one item, and their sums over all accounts, so that the report costs what it
 * shows. The transactions that change the charges write both.
 */

const changes = new WeakMap<Transaction, Charge[]>();

/**
 * Updates the debts of a charge's account when the transaction commits. All charges of a transaction are of one account.
 * One read, only for charges that can be debts.
 */
export function updateDebts(transaction: Transaction, charge: Charge): void {
  if (!isOwed(charge.subject)) return;
  const changed = changes.get(transaction);
  if (changed) {
    changed.push(charge);
    return;
  }
  const first = [charge];
  changes.set(transaction, first);
  transaction.atCommit(async () => {
    const { account } = charge;
    const known = await loadDebts(account);
    const debts = debtsWith(known.value, first);
    if (isDeepStrictEqual(debts, known.value)) return;
    saveDebts(transaction, account, { ...known, value: debts });
    moveSums(transaction, account, known.value, debts);
  });
}

/** Loads the debts of an account. One consistent read. */
export async function loadDebts(account: AccountId): Promise<Versioned<Debts>> {
  return (await loadRecord<Debts>(debtsKey(account))) ?? { value: noDebts(account), version: 0 };
}

/** Saves an account's debts, and lists the account while it has any. Without debts, an empty item stays. */
export function saveDebts(transaction: Transaction, account: AccountId, stored: Versioned<Debts>): void {
  const [oldest] = stored.value.charges;
  const list = oldest && { listPk: debtorsList(), listSk: `${iso(oldest.createdAt)} ${account}` };
  saveRecord(transaction, debtsKey(account), stored, list);
}

/** The sort key of an account in the list: the time of its oldest debt, and its id. */
const PLACE = /^\d{4}-[\dT:.-]+Z \w[\w-]{1,100}$/;

function moveSums(transaction: Transaction, account: AccountId, before: Debts, after: Debts): void {
  for (const [key, { count, amount }] of sumsByDay(after, before))
    transaction.update(owedKey(key, account), {
      add: ['#count :count', '#amount :amount'],
      names: { '#count': 'count', '#amount': 'amount' },
      values: { ':count': count, ':amount': amount },
    });
}

/** Lists accounts with debts, the longest outstanding first. One eventually consistent index Query. */
export async function listDebtors(part: ListPart): Promise<Listed<Debts>> {
  const { items, nextCursor } = await listAcross({
    listPk: debtorsList(),
    place: PLACE,
    order: 'oldest first',
    ...part,
  });
  return { items: items.map((item) => readRecord<Debts>(item).value), nextCursor };
}

/** Loads the sums of all debts: in total, and by day for the days of the younger buckets. One consistent Query. */
export async function loadOutstanding(now: Instant): Promise<Outstanding> {
  const from = firstDayCounted(dayAt(now));
  const sums = new Map<string, { count: ExactInteger; amount: ExactInteger }>();
  for await (const item of itemsIn({ pk: OWED_PK, from, to: '~' })) {
    const key = readOwedKey({ pk: OWED_PK, sk: String(item.sk) });
    const known = sums.get(key) ?? { count: 0, amount: 0 };
    sums.set(key, {
      count: addExact(known.count, item.count as ExactInteger),
      amount: addExact(known.amount, item.amount as ExactInteger),
    });
  }
  return sums as Outstanding;
}
