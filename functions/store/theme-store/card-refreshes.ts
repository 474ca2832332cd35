import type { Instant } from '../../domain/time.ts';
import { THEME_FIGURES_SK } from '../key-prefixes.ts';
import { dueAttributes } from '../keys.ts';
import { conditionalWrite } from '../table/conditional-write.ts';
import type { Image } from '../table/image.ts';
import { themeCardsKey, themeOf } from './theme-keys.ts';

/** Returns the theme whose figures an item in the table's stream contains; null if it contains none. */
export function countedThemeIn(image: Image | undefined): string | null {
  const { pk, sk } = { pk: image?.pk?.S ?? '', sk: image?.sk?.S ?? '' };
  return sk.startsWith(THEME_FIGURES_SK) ? themeOf({ pk, sk }) : null;
}

/** Records that the figures of a theme have changed, which schedules a refresh of its cards. One write. */
export async function refreshCards(themeId: string, now: Instant): Promise<void> {
  const { dueShard, dueAt } = dueAttributes(themeId, now, 'theme');
  await conditionalWrite({
    key: themeCardsKey(themeId),
    update: 'SET dueShard = :shard, dueAt = if_not_exists(dueAt, :at) ADD wakes :one',
    // A theme that was never listed has no cards.
    when: ['attribute_exists(pk)'],
    values: { ':shard': dueShard, ':at': dueAt, ':one': 1 },
  });
}
