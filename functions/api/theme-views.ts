import { stylesheetKey, type Theme, type ThemeFiles, type ThemeSums, themeView } from '../domain/themes.ts';
import { linkToFile } from './theme-files.ts';

/** A theme as the API shows it, with links to its files; to its stylesheet only for those who may use it. */
export const shownTheme = async (theme: Theme, sums: ThemeSums, isUsable: boolean) => ({
  ...themeView(theme, sums),
  ...(await linksTo(theme.files, isUsable)),
});

/** Links to the previews and the stylesheet of a version, good for an hour. */
export async function linksTo(files: ThemeFiles | null, isUsable: boolean) {
  if (!files) return { previews: [], stylesheetUrl: null };
  const previews = files.previews.map(async ({ path, scheme, width, height }) => ({
    scheme,
    width,
    height,
    url: await linkToFile(`${files.folder}${path}`),
  }));
  return {
    previews: await Promise.all(previews),
    stylesheetUrl: isUsable ? await linkToFile(stylesheetKey(files)) : null,
  };
}
