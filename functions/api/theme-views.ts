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

/** The theme as the API shows it, without the addresses of its files. */
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

/** A version as the API shows it. */
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
