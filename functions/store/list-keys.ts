import type { AccountId } from '../domain/accounts.ts';
import { PLATFORM } from '../domain/notifications/deliveries.ts';
import {
  ACCOUNTS_LIST,
  AUDIT_LIST,
  CHARGES_LIST,
  DEBTORS_LIST,
  NOTIFICATIONS_LIST,
  OBJECTS_LIST,
} from './key-prefixes.ts';
import { allShards, shardOf } from './shards.ts';

/** The partitions of the index `lists`: lists across accounts. */

export const accountsList = (account: AccountId): string => `${ACCOUNTS_LIST}${shardOf(account)}`;
export const accountsLists = (): string[] => allShards.map((shard) => `${ACCOUNTS_LIST}${shard}`);
export const debtorsList = (): string => DEBTORS_LIST;
/** Returns the list of an account's charges with a status. Its sort keys, and so its cursors, are those of the table. */
export const chargesList = (account: AccountId, status: string): string =>
  `${CHARGES_LIST}${account}#${status}`;

/** The number of lists that share the audit log. Low, because a part of the log reads each; 4 take 4,000 lines a second. */
const AUDIT_LISTS = 4;

export const auditList = (account: AccountId | null): string =>
  `${AUDIT_LIST}${shardOf(account ?? PLATFORM) % AUDIT_LISTS}`;
/** Returns the lists that together contain all audit lines. */
export const auditLists = (): string[] =>
  Array.from({ length: AUDIT_LISTS }, (_, part) => `${AUDIT_LIST}${part}`);
export const objectsList = (account: AccountId): string => `${OBJECTS_LIST}${account}`;
export const notificationsList = (account: AccountId): string => `${NOTIFICATIONS_LIST}${account}`;
