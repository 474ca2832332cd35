import type { AccountId } from '../../domain/accounts.ts';
import { type Entitlement, mayUse } from '../../domain/theme-store/sales.ts';
import type { Instant } from '../../domain/time.ts';
import { ENTITLEMENT_SK } from '../key-prefixes.ts';
import { ofAccount } from '../keys.ts';
import { type Listed, type ListPart, listItems } from '../table/list.ts';
import type { Transaction } from '../table/transaction.ts';
import { loadRecord, readRecord, saveRecord, type Versioned } from '../table/versioned.ts';
import { entitlementKey } from './theme-keys.ts';

/** Loads an entitlement. One consistent read. */
export const loadEntitlement = (
  account: AccountId,
  themeId: string,
): Promise<Versioned<Entitlement> | undefined> => loadRecord<Entitlement>(entitlementKey(account, themeId));

export const saveEntitlement = (transaction: Transaction, stored: Versioned<Entitlement>): void =>
  saveRecord(transaction, entitlementKey(stored.value.account, stored.value.themeId), stored);

/** Lists the themes that the account may use now, newest first. Consistent Queries that skip expired entitlements. */
export async function listEntitlements(
  account: AccountId,
  { now, ...part }: ListPart & { readonly now: Instant },
): Promise<Listed<Entitlement>> {
  const rightIn = (item: Readonly<Record<string, unknown>>): Entitlement =>
    readRecord<Entitlement>(item).value;
  const { items, nextCursor } = await listItems({
    ...ofAccount(account, ENTITLEMENT_SK),
    ...part,
    keep: (item) => mayUse(rightIn(item), now),
  });
  return { items: items.map(rightIn), nextCursor };
}
