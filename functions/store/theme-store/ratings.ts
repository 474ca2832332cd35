import type { AccountId } from '../../domain/accounts.ts';
import type { Instant } from '../../domain/time.ts';
import { RETRY, retryOnConflict } from '../table/conditional-write.ts';
import { Transaction } from '../table/transaction.ts';
import { dropRecord, loadRecord, saveRecord, type Versioned } from '../table/versioned.ts';
import { loadEntitlement } from './entitlements.ts';
import { addThemeFigures } from './theme-figures.ts';
import { entitlementKey, ratingKey } from './theme-keys.ts';

/** An account's rating of a theme. */
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

/** Loads a rating. One consistent read. */
export const loadRating = (account: AccountId, themeId: string): Promise<Versioned<Rating> | undefined> =>
  loadRecord<Rating>(ratingKey(account, themeId));

/**
 * Rates a theme, replacing the account's earlier rating. Allowed for accounts that bought it without a full refund,
 * even after the entitlement expired. One transaction with the theme's figures.
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
    // A refund removes the entitlement and the rating. Concurrently with a rating, the later of the two fails.
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

/**
 * Removes the rating of an account that has lost its entitlement. The entitlement must be saved in the same
 * transaction.
 */
export async function removeRating(
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
