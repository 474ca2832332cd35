import { submissionStateOf, type ThemeVersion } from '../domain/theme-store/theme-versions.ts';
import {
  averageOf,
  stylesheetKey,
  type Theme,
  type ThemeFiles,
  type ThemeSums,
} from '../domain/theme-store/themes.ts';
import { iso } from '../domain/time.ts';
import { linkToFile } from './theme-files.ts';

/** Builds the view of a theme without links to its files. */
const themeView = (theme: Theme, sums: ThemeSums) => ({
  themeId: theme.themeId,
  name: theme.name,
  description: theme.description,
  tags: theme.tags,
  price: theme.price,
  creator: theme.creator,
  version: theme.onSale,
  delisted: theme.delisted,
  createdAt: iso(theme.createdAt),
  listedAt: theme.listedAt === null ? null : iso(theme.listedAt),
  installs: sums.installs,
  rating: { count: sums.ratings, average: averageOf(sums) },
});

/**
 * Builds the view of a theme with links to its files. The stylesheet is included, because buyers preview a theme before
 * they pay.
 */
export const shownTheme = async (theme: Theme, sums: ThemeSums) => ({
  ...themeView(theme, sums),
  ...(await linksTo(theme.files)),
});

/** Returns links to the previews and the stylesheet of a version, valid for an hour. */
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

/** Builds the view of a version. */
export const versionView = (version: ThemeVersion) => ({
  version: version.number,
  state: submissionStateOf(version),
  createdAt: iso(version.createdAt),
  uploadUntil: iso(version.uploadUntil),
  validatedAt: version.validatedAt === null ? null : iso(version.validatedAt),
  review: version.review && {
    decision: version.review.decision,
    feedback: version.review.feedback,
    at: iso(version.review.at),
  },
});
