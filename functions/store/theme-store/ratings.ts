import type { AccountId } from '../../domain/accounts.ts';
import type { Instant } from '../../domain/time.ts';
import { RETRY, retryOnConflict } from '../table/conditional-write.ts';
import { Transaction } from '../table/transaction.ts';
import { dropRecord, loadRecord, saveRecord, type Versioned } from '../table/versioned.ts';
import { loadEntitlement } from './entitlements.ts';
import { addThemeFigures } from './theme-figures.ts';
import { entitlementKey, ratingKey } from './theme-keys.ts';

/** What a buyer thinks of a theme. */
export interface Rating {
  /** 1 to 5. */
  readonly stars: number;
  readonly ratedAt: Instant;
}

export interface RatingOrder {
  readonly account: AccountId;
  readonly themeId: string;
  readonly stars: number;
  readonly now: Instant;
}

/** One consistent read. */
export const loadRating = (account: AccountId, themeId: string): Promise<Versioned<Rating> | undefined> =>
  loadRecord<Rating>(ratingKey(account, themeId));

/**
 * Rates a theme, in place of what the account said before. Only who has bought it, and not been given all of it
 * back, may: also when their time with it is over. One transaction with the theme's figures.
 */
export async function rateTheme({
  account,
  themeId,
  stars,
  now,
}: RatingOrder): Promise<'rated' | 'no-buyer'> {
  return retryOnConflict(async () => {
    const right = await loadEntitlement(account, themeId);
    if (!right || right.value.terms.length === 0) return 'no-buyer';
    const before = await loadRating(account, themeId);
    const transaction = new Transaction();
    // A refund takes the right and the rating away: the one that comes second sees the other.
    transaction.check(entitlementKey(account, themeId), {
      when: ['rev = :seen'],
      values: { ':seen': right.version },
    });
    saveRecord(transaction, ratingKey(account, themeId), {
      value: { stars, ratedAt: now } satisfies Rating,
      version: before?.version ?? 0,
    });
    addThemeFigures(transaction, themeId, account, {
      ratings: before ? 0 : 1,
      stars: stars - (before?.value.stars ?? 0),
    });
    return (await transaction.commit()) ? 'rated' : RETRY;
  });
}

/** Takes the rating of an account back that has no right to it any more. The right has to be saved with it. */
export async function takeRating(
  transaction: Transaction,
  account: AccountId,
  themeId: string,
): Promise<Rating | undefined> {
  const rating = await loadRating(account, themeId);
  if (!rating) return undefined;
  dropRecord(transaction, ratingKey(account, themeId), rating.version);
  addThemeFigures(transaction, themeId, account, { ratings: -1, stars: -rating.value.stars });
  return rating.value;
}
