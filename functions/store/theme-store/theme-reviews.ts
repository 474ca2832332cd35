import { ApiError } from '../../domain/errors.ts';
import {
  type Review,
  submissionStateOf,
  type ThemeVersion,
} from '../../domain/theme-store/theme-versions.ts';
import type { Theme } from '../../domain/theme-store/themes.ts';
import { addAudit } from '../audit/audit.ts';
import { RETRY, retryOnConflict } from '../table/conditional-write.ts';
import { Transaction } from '../table/transaction.ts';
import { saveRecord, type Versioned } from '../table/versioned.ts';
import { recordSubmissions } from './open-submissions.ts';
import { showTheme } from './theme-cards.ts';
import { themeKey } from './theme-keys.ts';
import type { VersionOfTheme } from './theme-lists.ts';
import { requireVersion, saveVersion } from './theme-versions.ts';
import { requireTheme } from './themes.ts';

/**
 * Reviews the newest version of a theme; a given number must be the newest. An approved version goes on sale and is
 * listed. One transaction with its audit line. Repeating a decision changes nothing. Throws for another decision, and
 * for a version that did not pass validation.
 */
export async function reviewTheme(
  themeId: string,
  number: number | undefined,
  review: Review,
): Promise<VersionOfTheme> {
  return retryOnConflict(async () => {
    const theme = await requireTheme(themeId);
    const version = await requireVersion(themeId, number ?? theme.value.latest);
    if (version.value.review?.decision === review.decision)
      return { theme: theme.value, version: version.value };
    refuseOthers(theme.value, version.value);
    return decide(theme, version, review);
  });
}

function refuseOthers({ themeId, latest }: Theme, version: ThemeVersion): void {
  if (version.number !== latest)
    throw new ApiError('conflict', `Version ${latest} of ${themeId} is newer. Review that version.`);
  const state = submissionStateOf(version);
  if (state !== 'awaitingReview')
    throw new ApiError(
      'conflict',
      `Version ${latest} of ${themeId} is ${state}. Only a version that awaits review can be reviewed.`,
    );
}

async function decide(
  theme: Versioned<Theme>,
  stored: Versioned<ThemeVersion>,
  review: Review,
): Promise<VersionOfTheme | typeof RETRY> {
  const { themeId, number } = stored.value;
  const isApproved = review.decision === 'approve';
  const reviewed = {
    theme: isApproved ? withVersion(theme.value, stored.value, review.at) : theme.value,
    version: { ...stored.value, review },
  };
  const transaction = new Transaction();
  // Saved even if unchanged, so that a concurrent submission of a newer version makes the review fail.
  saveRecord(transaction, themeKey(themeId), { ...theme, value: reviewed.theme });
  saveVersion(transaction, { ...stored, value: reviewed.version });
  await recordSubmissions(transaction, theme.value.creator, [reviewed.version], review.at);
  if (isApproved) await showTheme(transaction, reviewed.theme);
  addAudit(transaction, {
    id: `${themeId}.${number}.reviewed`,
    at: review.at,
    by: review.by,
    action: isApproved ? 'theme.approved' : 'theme.rejected',
    account: theme.value.creator,
    target: themeId,
    reason: review.feedback,
    detail: { version: number },
  });
  return (await transaction.commit()) ? reviewed : RETRY;
}

const withVersion = (theme: Theme, { number, files }: ThemeVersion, at: Theme['createdAt']): Theme => ({
  ...theme,
  onSale: number,
  files,
  listedAt: theme.listedAt ?? at,
});
