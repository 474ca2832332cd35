import type { AccountId } from '../../domain/accounts.ts';
import type { SubmissionState } from '../../domain/theme-store/theme-versions.ts';
import type { ThemeSort } from '../../domain/theme-store/themes.ts';
import type { Day } from '../../domain/time.ts';
import {
  afterPrefix,
  EARNING_LINE_SK,
  ENTITLEMENT_SK,
  PAYOUT_SK,
  RATING_SK,
  SALE_SK,
  SUBMISSIONS_LIST,
  SUBMITTED_SK,
  THEME_CARD_SK,
  THEME_FIGURES_SK,
  THEME_PK,
  THEME_SHARE_SK,
  THEMES_LIST,
  UNALLOCATED_ENTRY_SK,
  VERSION_SK,
} from '../key-prefixes.ts';
import { type Key, ofAccount } from '../keys.ts';
import { shardOf } from '../shards.ts';

/** The keys of themes, of what is bought in the theme store, and of its creators' earnings. All keys are listed in key-prefixes.ts. */

const themePk = (themeId: string): string => `${THEME_PK}${themeId}`;

export const themeKey = (themeId: string): Key => ({ pk: themePk(themeId), sk: 'THEME' });

export const themeVersionKey = (themeId: string, number: number): Key => ({
  pk: themePk(themeId),
  sk: `${VERSION_SK}${String(number).padStart(4, '0')}`,
});

/** Returns the range of a theme and its versions, which one Query reads. */
export const themeRange = (themeId: string) => ({
  pk: themePk(themeId),
  from: 'THEME',
  to: `${VERSION_SK}~`,
});

export const themeCardKey = (themeId: string, sort: ThemeSort): Key => ({
  pk: themePk(themeId),
  sk: `${THEME_CARD_SK}${sort}`,
});

/** Returns the key of the refresh marker of a theme's cards. */
export const themeCardsKey = (themeId: string): Key => ({ pk: themePk(themeId), sk: 'CARDS' });

/** Returns the theme in an item's key; null if it has none. */
export const themeOf = (key: Key): string | null => afterPrefix(key.pk, THEME_PK);

/** Whether an item is a version of a theme. Stored objects have versions, too. */
export const isThemeVersion = (key: Key): boolean => themeOf(key) !== null && key.sk.startsWith(VERSION_SK);

export function submittedKey(creator: AccountId, themeId: string): Key {
  const { pk, prefix } = submittedBy(creator);
  return { pk, sk: `${prefix}${themeId}` };
}

/** Returns the key of an account's open submissions. */
export const openSubmissionsKey = (creator: AccountId): Key => ({
  pk: ofAccount(creator, '').pk,
  sk: 'SUBMISSIONS',
});

/** Returns the range of the themes that an account submitted. */
export const submittedBy = (creator: AccountId) => ofAccount(creator, SUBMITTED_SK);

export const themesList = (sort: ThemeSort): string => `${THEMES_LIST}${sort}`;
export const submissionsList = (state: SubmissionState): string => `${SUBMISSIONS_LIST}${state}`;

const partOf = (account: AccountId): string => ofAccount(account, '').pk;

export const saleKey = (account: AccountId, purchaseId: string): Key => ({
  pk: partOf(account),
  sk: `${SALE_SK}${purchaseId}`,
});

export const entitlementKey = (account: AccountId, themeId: string): Key => ({
  pk: partOf(account),
  sk: `${ENTITLEMENT_SK}${themeId}`,
});

export const ratingKey = (account: AccountId, themeId: string): Key => ({
  pk: partOf(account),
  sk: `${RATING_SK}${themeId}`,
});

/**
 * Returns the key of an unallocated sale or refund. `kind` is a number, so that a day's entries sort in the order of
 * allocation.
 */
export const unallocatedEntryKey = (creator: AccountId, day: Day, kind: number, id: string): Key => ({
  pk: partOf(creator),
  sk: `${UNALLOCATED_ENTRY_SK}${day}#${kind}#${id}`,
});

/** Returns the range of all unallocated entries of the days up to and including `to`. */
export const unallocatedEntryRange = (creator: AccountId, to: Day) => ({
  pk: partOf(creator),
  from: UNALLOCATED_ENTRY_SK,
  to: `${UNALLOCATED_ENTRY_SK}${to}#~`,
});

export const earningLineKey = (creator: AccountId, lineId: string): Key => ({
  pk: partOf(creator),
  sk: `${EARNING_LINE_SK}${lineId}`,
});

export const ledgerKey = (creator: AccountId): Key => ({ pk: partOf(creator), sk: 'EARN#LEDGER' });

export const themeShareKey = (creator: AccountId, themeId: string): Key => ({
  pk: partOf(creator),
  sk: `${THEME_SHARE_SK}${themeId}`,
});

export const payoutKey = (creator: AccountId, payoutId: string): Key => ({
  pk: partOf(creator),
  sk: `${PAYOUT_SK}${payoutId}`,
});

export const payoutAccountKey = (creator: AccountId): Key => ({ pk: partOf(creator), sk: 'PAYTO' });

/** Returns the key of a theme's figures, sharded by buyer for themes that sell well. */
export const themeFiguresKey = (themeId: string, buyer: string): Key => ({
  pk: `${THEME_PK}${themeId}`,
  sk: `${THEME_FIGURES_SK}${shardOf(buyer)}`,
});
