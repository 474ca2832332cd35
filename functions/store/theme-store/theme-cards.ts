import { GetCommand } from '@aws-sdk/lib-dynamodb';
import { isSold, rankOf, type Theme, type ThemeSums, themeSorts } from '../../domain/theme-store/themes.ts';
import type { Instant } from '../../domain/time.ts';
import { THEME_FIGURES_SK } from '../key-prefixes.ts';
import { dueAttributes } from '../keys.ts';
import { table, tableName } from '../table/client.ts';
import { conditionalWrite, RETRY, retryOnConflict } from '../table/conditional-write.ts';
import type { Image } from '../table/image.ts';
import { Transaction } from '../table/transaction.ts';
import { loadRecord } from '../table/versioned.ts';
import { loadThemeFigures } from './theme-figures.ts';
import { themeCardKey, themeCardsKey, themeKey, themeOf, themesList } from './theme-keys.ts';

/** A card: what a list shows of a theme, as of the last refresh. */
export interface ThemeCard {
  readonly theme: Theme;
  readonly sums: ThemeSums;
}

/**
 * Writes the cards of a theme as it is after the transaction, or removes them if it is not on sale. Reads the figures;
 * if they change before the commit, the transaction fails and everything must be read again. 5 items.
 */
export async function showTheme(transaction: Transaction, theme: Theme): Promise<void> {
  const { themeId } = theme;
  const key = themeCardsKey(themeId);
  // Read the refresh marker before the figures, because writers of figures update it afterwards.
  const wakes = await loadRefreshes(themeId);
  const { installs, ratings, stars } = await loadThemeFigures(themeId);
  const card: ThemeCard = { theme, sums: { installs, ratings, stars } };
  for (const sort of themeSorts)
    if (isSold(theme))
      transaction.put({
        ...themeCardKey(themeId, sort),
        listPk: themesList(sort),
        listSk: rankOf(theme, card.sums, sort),
        card,
      });
    else transaction.delete(themeCardKey(themeId, sort));
  if (wakes === null) transaction.put({ ...key, wakes: 0 }, { when: ['attribute_not_exists(pk)'] });
  else
    transaction.update(key, {
      remove: ['dueShard', 'dueAt'],
      when: ['wakes = :wakes'],
      values: { ':wakes': wakes },
    });
}

async function loadRefreshes(themeId: string): Promise<number | null> {
  const { Item } = await table.send(
    new GetCommand({ TableName: tableName(), Key: themeCardsKey(themeId), ConsistentRead: true }),
  );
  return (Item?.wakes as number | undefined) ?? null;
}

/** Rewrites a theme's cards with the current figures. One transaction. */
export async function refreshCards(themeId: string): Promise<void> {
  await retryOnConflict(async () => {
    const stored = await loadRecord<Theme>(themeKey(themeId));
    if (!stored) return true;
    const transaction = new Transaction();
    transaction.check(themeKey(themeId), { when: ['rev = :rev'], values: { ':rev': stored.version } });
    await showTheme(transaction, stored.value);
    return (await transaction.commit()) || RETRY;
  });
}

/** Returns the theme whose figures an item in the table's stream contains; null if it contains none. */
export function countedThemeIn(image: Image | undefined): string | null {
  const { pk, sk } = { pk: image?.pk?.S ?? '', sk: image?.sk?.S ?? '' };
  return sk.startsWith(THEME_FIGURES_SK) ? themeOf({ pk, sk }) : null;
}

/** Records that the figures of a theme have changed, which schedules a refresh of its cards. One write. */
export async function scheduleRefresh(themeId: string, now: Instant): Promise<void> {
  const { dueShard, dueAt } = dueAttributes(themeId, now, 'theme');
  await conditionalWrite({
    key: themeCardsKey(themeId),
    update: 'SET dueShard = :shard, dueAt = if_not_exists(dueAt, :at) ADD wakes :one',
    // A theme that was never listed has no cards.
    when: ['attribute_exists(pk)'],
    values: { ':shard': dueShard, ':at': dueAt, ':one': 1 },
  });
}
