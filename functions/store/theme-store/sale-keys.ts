import type { AccountId } from '../../domain/accounts.ts';
import type { Day } from '../../domain/time.ts';
import { type Key, ofAccount, shardOf } from '../keys.ts';

/** The keys of what is bought in the theme store, and of what its creators have of it. The table of all keys is in keys.ts. */

const partOf = (account: AccountId): string => ofAccount(account, '').pk;

export const saleKey = (account: AccountId, purchaseId: string): Key => ({
  pk: partOf(account),
  sk: `SALE#${purchaseId}`,
});

export const entitlementKey = (account: AccountId, themeId: string): Key => ({
  pk: partOf(account),
  sk: `THEME#${themeId}`,
});

export const ratingKey = (account: AccountId, themeId: string): Key => ({
  pk: partOf(account),
  sk: `RATING#${themeId}`,
});

/** `kind` is a number: a day's entries stand in the order in which they are shared out. */
export const unallocatedEntryKey = (creator: AccountId, day: Day, kind: number, id: string): Key => ({
  pk: partOf(creator),
  sk: `EARN#OPEN#${day}#${kind}#${id}`,
});

/** All entries of the days up to `to`, which is included. */
export const unallocatedEntryRange = (creator: AccountId, to: Day) => ({
  pk: partOf(creator),
  from: 'EARN#OPEN#',
  to: `EARN#OPEN#${to}#~`,
});

export const earningLineKey = (creator: AccountId, lineId: string): Key => ({
  pk: partOf(creator),
  sk: `EARN#LINE#${lineId}`,
});

export const ledgerKey = (creator: AccountId): Key => ({ pk: partOf(creator), sk: 'EARN#LEDGER' });

export const themeShareKey = (creator: AccountId, themeId: string): Key => ({
  pk: partOf(creator),
  sk: `EARN#THEME#${themeId}`,
});

export const payoutKey = (creator: AccountId, payoutId: string): Key => ({
  pk: partOf(creator),
  sk: `PAYOUT#${payoutId}`,
});

export const payoutAccountKey = (creator: AccountId): Key => ({ pk: partOf(creator), sk: 'PAYTO' });

/** The sums of one theme; in shards of its buyers, however well it sells. */
export const themeFiguresKey = (themeId: string, buyer: string): Key => ({
  pk: `T#${themeId}`,
  sk: `FIGURES#${shardOf(buyer)}`,
});
