import type { SubmissionState, ThemeVersion } from '../../domain/theme-store/theme-versions.ts';
import type { Theme, ThemeSort } from '../../domain/theme-store/themes.ts';
import type { Listed, ListPart } from '../table/list.ts';
import { listAcross } from '../table/list-across.ts';
import { loadRecord, readRecord } from '../table/versioned.ts';
import type { ThemeCard } from './theme-cards.ts';
import { submissionsList, themeKey, themesList } from './theme-keys.ts';

/** The shape of a place in the lists of themes. */
const CARD_PLACE = /^[\dTZ:.-]+#thm_[0-9a-f]{32}$/;

/**
 * The themes on sale, in an order; with a tag those that bear it. Queries of an index that follows by moments. A
 * theme whose place changes while somebody reads on may show twice, or not.
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

/** Themes that a version is compared with, the newest first: those before them are found by people. */
const MOST_COMPARED = 2_000;

/** The themes on sale, the newest first. A Query of the index for each 500. */
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

/** A version, and the theme that it is of. */
export interface VersionOfTheme {
  readonly theme: Theme;
  readonly version: ThemeVersion;
}

/** The shape of a place in the list of submissions. */
const VERSION_PLACE = /^\d{4}-[\dT:.-]+Z#thm_[0-9a-f]{32}#\d{1,4}$/;

/**
 * The versions that have come so far, the newest first, with their themes: a Query of an index that follows by
 * moments, and a read for each.
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
