import type { SubmissionState, ThemeVersion } from '../../domain/theme-store/theme-versions.ts';
import type { Theme, ThemeSort } from '../../domain/theme-store/themes.ts';
import type { Listed, ListPart } from '../table/list.ts';
import { listAcross } from '../table/list-across.ts';
import { loadRecord, readRecord } from '../table/versioned.ts';
import type { ThemeCard } from './theme-cards.ts';
import { submissionsList, themeKey, themesList } from './theme-keys.ts';

/** Matches sort keys in the lists of themes. */
const CARD_PLACE = /^[\dTZ:.-]+#thm_[0-9a-f]{32}$/;

/**
 * Lists the themes on sale in a sort order, optionally those with a tag. Eventually consistent index Queries. A theme
 * whose position changes between two pages may show twice or not at all.
 */
export async function listThemes(
  sort: ThemeSort,
  tag: string | undefined,
  part: ListPart,
): Promise<Listed<ThemeCard>> {
  const keep = (item: Record<string, unknown>) => tag === undefined || cardIn(item).theme.tags.includes(tag);
  const { items, nextCursor } = await listAcross({
    listPk: themesList(sort),
    place: CARD_PLACE,
    ...part,
    ...(tag === undefined ? {} : { keep }),
  });
  return { items: items.map(cardIn), nextCursor };
}

/**
 * The number of themes with which a version is compared, newest first. Reviewers must recognize copies of older ones.
 */
const MOST_COMPARED = 2_000;

/** Loads the themes on sale, newest first. One index Query per 500. */
export async function themesOnSale(): Promise<readonly Theme[]> {
  const themes: Theme[] = [];
  let cursor: string | null | undefined;
  do {
    const { items, nextCursor } = await listThemes('newest', undefined, { limit: 500, cursor });
    themes.push(...items.map(({ theme }) => theme));
    cursor = nextCursor;
  } while (cursor && themes.length < MOST_COMPARED);
  return themes;
}

const cardIn = (item: Readonly<Record<string, unknown>>): ThemeCard => item.card as ThemeCard;

/** A version and its theme. */
export interface VersionOfTheme {
  readonly theme: Theme;
  readonly version: ThemeVersion;
}

/** Matches sort keys in the list of submissions. */
const VERSION_PLACE = /^\d{4}-[\dT:.-]+Z#thm_[0-9a-f]{32}#\d{1,4}$/;

/**
 * Lists the versions in a state, newest first, with their themes. One eventually consistent index Query, and one read
 * per version.
 */
export async function listVersions(state: SubmissionState, part: ListPart): Promise<Listed<VersionOfTheme>> {
  const { items, nextCursor } = await listAcross({
    listPk: submissionsList(state),
    place: VERSION_PLACE,
    ...part,
  });
  const versions = items.map((item) => readRecord<ThemeVersion>(item).value);
  const found = await Promise.all(
    versions.map(async (version) => ({
      version,
      theme: (await loadRecord<Theme>(themeKey(version.themeId)))?.value,
    })),
  );
  return { items: found.flatMap(({ version, theme }) => (theme ? [{ version, theme }] : [])), nextCursor };
}
