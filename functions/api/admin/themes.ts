import { likenessOf } from '../../domain/theme-store/theme-likeness.ts';
import type { ThemeVersion } from '../../domain/theme-store/theme-versions.ts';
import type { Theme } from '../../domain/theme-store/themes.ts';
import { listVersions, themesOnSale, type VersionOfTheme } from '../../store/theme-store/theme-lists.ts';
import { reviewTheme } from '../../store/theme-store/theme-reviews.ts';
import type { adminContract } from '../contract/admin.ts';
import type { Answer, Call } from '../kernel/call.ts';
import { linksTo, versionView } from '../theme-views.ts';

type ListCall = Call<(typeof adminContract)['GET /v1/admin/themes']>;

/** Lists submitted versions with everything that a review needs. */
export async function submittedThemes({ query: { state, ...part } }: ListCall): Promise<Answer> {
  const { items, nextCursor } = await listVersions(state, part);
  const others = state === 'awaitingReview' && items.length > 0 ? await themesOnSale() : [];
  const shown = await Promise.all(items.map((each) => reviewView(each, others)));
  return { status: 200, body: { items: shown, nextCursor } };
}

type ReviewCall = Call<(typeof adminContract)['POST /v1/admin/themes/{themeId}/review']>;

export async function reviewSubmission({ params, body, caller, now }: ReviewCall): Promise<Answer> {
  const { decision, feedback = null, version } = body;
  const review = { decision, feedback, at: now, by: caller.subject };
  return { status: 200, body: await reviewView(await reviewTheme(params.themeId, version, review)) };
}

const reviewView = async ({ theme, version }: VersionOfTheme, others: readonly Theme[] = []) => ({
  ...versionView(version),
  themeId: theme.themeId,
  name: theme.name,
  description: theme.description,
  tags: theme.tags,
  creator: theme.creator,
  price: theme.price,
  onSale: theme.onSale,
  checks: version.checks,
  alike: alikeTo(version, others),
  ...(await linksTo(version.files)),
});

/** The number of near-duplicates listed per version. */
const MOST_ALIKE = 5;

/** Returns the themes on sale that are nearly identical, those with the most files in common first. */
function alikeTo({ themeId, files }: ThemeVersion, others: readonly Theme[]) {
  const fingerprint = files?.fingerprint;
  if (!fingerprint) return [];
  return others
    .flatMap((theme) => {
      const other = theme.themeId === themeId ? undefined : theme.files?.fingerprint;
      const likeness = other && likenessOf(fingerprint, other);
      return likeness
        ? [{ themeId: theme.themeId, name: theme.name, creator: theme.creator, ...likeness }]
        : [];
    })
    .toSorted((a, b) => b.rules + b.tokens - (a.rules + a.tokens))
    .slice(0, MOST_ALIKE);
}
