import type { Instant } from '../../domain/time.ts';
import { THEME_FIGURES_SK } from '../key-prefixes.ts';
import { dueAttributes } from '../keys.ts';
import { conditionalWrite } from '../table/conditional-write.ts';
import type { Image } from '../table/image.ts';
import { themeCardsKey, themeOf } from './theme-keys.ts';

/** The theme whose figures an item of the table's stream holds; null when it holds none. */
export function countedThemeIn(image: Image | undefined): string | null {
  const { pk, sk } = { pk: image?.pk?.S ?? '', sk: image?.sk?.S ?? '' };
  return sk.startsWith(THEME_FIGURES_SK) ? themeOf({ pk, sk }) : null;
}

/** Notes that the figures of a theme have changed: its cards are due. One write. */
export async function refreshCards(themeId: string, now: Instant): Promise<void> {
  const { dueShard, dueAt } = dueAttributes(themeId, now, 'theme');
  await conditionalWrite({
    key: themeCardsKey(themeId),
    update: 'SET dueShard = :shard, dueAt = if_not_exists(dueAt, :at) ADD wakes :one',
    // What was never shown has no card to be right.
    when: ['attribute_exists(pk)'],
    values: { ':shard': dueShard, ':at': dueAt, ':one': 1 },
  });
}
