import type { Key } from '../store/keys.ts';
import { refreshCards } from '../store/theme-store/theme-cards.ts';
import { themeOf } from '../store/theme-store/theme-keys.ts';

/** Updates a theme in the store's lists with the figures counted since the last update. */
export async function doThemeWork(key: Key): Promise<void> {
  const themeId = themeOf(key);
  if (themeId) await refreshCards(themeId);
}
