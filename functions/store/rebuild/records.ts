import type { AccountId } from '../../domain/accounts.ts';
import type { Charge } from '../../domain/charges/charges.ts';
import type { Purchase } from '../../domain/packs/purchases.ts';
import type { Records } from '../../domain/reports/recount.ts';
import type { EarningLine } from '../../domain/theme-store/earnings.ts';
import type { AuditLine } from '../audit/audit.ts';
import { beginningWith, CHARGE_SK, EARNING_LINE_SK, PURCHASE_SK } from '../key-prefixes.ts';
import { auditOf, ofAccount } from '../keys.ts';
import { accountsLists } from '../list-keys.ts';
import { itemsIn } from '../table/list.ts';
import { across } from '../table/list-across.ts';
import { readRecord } from '../table/versioned.ts';

/** Reads every account that was ever active, unordered. One Query per shard and started MB. */
export async function* everyAccount(): AsyncGenerator<AccountId> {
  for (const list of accountsLists()) for await (const item of across(list)) yield item.listSk as AccountId;
}

/** Loads all records from which an account's figures are computed. At least four consistent Queries. */
export async function loadRecords(account: AccountId): Promise<Records> {
  const charges = await all(account, CHARGE_SK, (item) => readRecord<Charge>(item).value);
  const purchases = await all(account, PURCHASE_SK, (item) => readRecord<Purchase>(item).value);
  const lines = await auditLinesOf(account);
  const expired = lines.filter(({ action }) => action === 'pack.expired').map(({ target }) => target);
  const earned = await all(account, EARNING_LINE_SK, (item) => readRecord<EarningLine>(item).value);
  return { charges, purchases, expired, lines: earned };
}

/** Loads every audit line of an account, oldest first. One consistent Query per started MB. */
export async function auditLinesOf(account: AccountId): Promise<AuditLine[]> {
  const { pk, prefix } = auditOf(account);
  const lines: AuditLine[] = [];
  for await (const { line } of itemsIn({ pk, ...beginningWith(prefix) })) lines.push(line as AuditLine);
  return lines;
}

async function all<T>(
  account: AccountId,
  prefix: string,
  read: (item: Readonly<Record<string, unknown>>) => T,
): Promise<T[]> {
  const found: T[] = [];
  const { pk } = ofAccount(account, prefix);
  for await (const item of itemsIn({ pk, ...beginningWith(prefix) })) found.push(read(item));
  return found;
}

/** Loads records of an account by key prefix, with the rest of their keys. One consistent Query per started MB. */
export const recordsOf = <T>(account: AccountId, prefix: string): Promise<{ value: T; name: string }[]> =>
  all(account, prefix, (item) => ({
    value: readRecord<T>(item).value,
    name: String(item.sk).slice(prefix.length),
  }));
