import type { Key } from '../store/keys.ts';
import { refreshCards } from '../store/theme-store/theme-cards.ts';
import { themeOf } from '../store/theme-store/theme-keys.ts';

/** Has the lists show what has been counted of a theme since they were written. */
export async function doThemeWork(key: Key): Promise<void> {
  const themeId = themeOf(key);
  if (themeId) await refreshCards(themeId);
}
