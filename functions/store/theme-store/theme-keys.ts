import type { AccountId } from '../../domain/accounts.ts';
import type { SubmissionState } from '../../domain/theme-store/theme-versions.ts';
import type { ThemeSort } from '../../domain/theme-store/themes.ts';
import { type Key, ofAccount } from '../keys.ts';

const themePk = (themeId: string): string => `T#${themeId}`;

export const themeKey = (themeId: string): Key => ({ pk: themePk(themeId), sk: 'THEME' });

export const themeVersionKey = (themeId: string, number: number): Key => ({
  pk: themePk(themeId),
  sk: `V#${String(number).padStart(4, '0')}`,
});

/** A theme and its versions: what one Query reads. */
export const themeRange = (themeId: string) => ({ pk: themePk(themeId), from: 'THEME', to: 'V#~' });

export const themeCardKey = (themeId: string, sort: ThemeSort): Key => ({
  pk: themePk(themeId),
  sk: `CARD#${sort}`,
});

/** What wakes a theme's cards. */
export const themeCardsKey = (themeId: string): Key => ({ pk: themePk(themeId), sk: 'CARDS' });

/** Which theme an item is of; null for items of none. */
export const themeOf = (key: Key): string | null => (key.pk.startsWith('T#') ? key.pk.slice(2) : null);

export function submittedKey(creator: AccountId, themeId: string): Key {
  const { pk, prefix } = submittedBy(creator);
  return { pk, sk: `${prefix}${themeId}` };
}

/** Which versions of an account's themes are not decided on. */
export const openSubmissionsKey = (creator: AccountId): Key => ({
  pk: ofAccount(creator, '').pk,
  sk: 'SUBMISSIONS',
});

/** The themes that an account submitted. */
export const submittedBy = (creator: AccountId) => ofAccount(creator, 'SUBMITTED#');

export const themesList = (sort: ThemeSort): string => `THEMES#${sort}`;
export const submissionsList = (state: SubmissionState): string => `SUBMISSIONS#${state}`;
