import {
  stylesheetKey,
  type Theme,
  type ThemeFiles,
  type ThemeSums,
  themeView,
} from '../domain/theme-store/themes.ts';
import { linkToFile } from './theme-files.ts';

/**
 * A theme as the API shows it, with links to its files. To its stylesheet too: whoever is to buy it tries it on first, and
 * what a browser has once shown is no secret.
 */
export const shownTheme = async (theme: Theme, sums: ThemeSums) => ({
  ...themeView(theme, sums),
  ...(await linksTo(theme.files)),
});

/** Links to the previews and the stylesheet of a version, good for an hour. */
export async function linksTo(files: ThemeFiles | null) {
  if (!files) return { previews: [], stylesheetUrl: null };
  const previews = files.previews.map(async ({ path, scheme, width, height }) => ({
    scheme,
    width,
    height,
    url: await linkToFile(`${files.folder}${path}`),
  }));
  return {
    previews: await Promise.all(previews),
    stylesheetUrl: await linkToFile(stylesheetKey(files)),
  };
}
