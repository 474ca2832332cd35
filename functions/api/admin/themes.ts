import { versionView } from '../../domain/theme-versions.ts';
import { listVersions, type VersionOfTheme } from '../../store/theme-lists.ts';
import { reviewTheme } from '../../store/theme-reviews.ts';
import type { Answer, Call } from '../call.ts';
import type { adminContract } from '../contract/admin.ts';
import { linksTo } from '../theme-views.ts';

type ListCall = Call<(typeof adminContract)['GET /v1/admin/themes']>;

/** The versions that have come so far, with all that a review needs. */
export async function submittedThemes({ query: { state, ...part } }: ListCall): Promise<Answer> {
  const { items, nextCursor } = await listVersions(state, part);
  return { status: 200, body: { items: await Promise.all(items.map(reviewView)), nextCursor } };
}

type ReviewCall = Call<(typeof adminContract)['POST /v1/admin/themes/{themeId}/review']>;

export async function reviewSubmission({ params, body, caller, now }: ReviewCall): Promise<Answer> {
  const { decision, feedback = null, version } = body;
  const review = { decision, feedback, at: now, by: caller.subject };
  return { status: 200, body: await reviewView(await reviewTheme(params.themeId, version, review)) };
}

const reviewView = async ({ theme, version }: VersionOfTheme) => ({
  ...versionView(version),
  themeId: theme.themeId,
  name: theme.name,
  description: theme.description,
  tags: theme.tags,
  creator: theme.creator,
  price: theme.price,
  onSale: theme.onSale,
  checks: version.checks,
  ...(await linksTo(version.files)),
});
