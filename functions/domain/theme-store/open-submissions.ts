import { ApiError } from '../errors.ts';
import { HOUR, type Instant, plus } from '../time.ts';
import { submissionStateOf, type ThemeVersion } from './theme-versions.ts';

/** The submissions of an account that are not decided on, by theme and version. */
export interface OpenSubmissions {
  /** Until when each counts; null while it waits for a review. */
  readonly open: Readonly<Record<string, Instant | null>>;
}

/** Versions of themes that one account may have open at once: uploads, validations and reviews that wait. */
export const MOST_OPEN = 10;

/** Size limit of a theme package in bytes: of its upload form and of its validation. */
export const MAX_PACKAGE_BYTES = 10_000_000;

/** How long after the end of its form a version may still wait for its verdict. */
const VALIDATION_TIME = HOUR;

/** The open submissions once these versions have come so far. What has lapsed counts for nothing. */
export function withVersions(
  { open }: OpenSubmissions,
  versions: readonly ThemeVersion[],
  now: Instant,
): OpenSubmissions {
  const after = new Map(Object.entries(open).filter(([, until]) => until === null || until > now));
  for (const version of versions) {
    const id = `${version.themeId}#${version.number}`;
    const state = submissionStateOf(version);
    if (state === 'awaitingReview') after.set(id, null);
    else if (state === 'awaitingUpload' || state === 'running')
      after.set(id, plus(version.uploadUntil, VALIDATION_TIME));
    else after.delete(id);
  }
  return { open: Object.fromEntries(after) };
}

/** Throws `too-many-submissions` when an account would come to have more open than it may. */
export function refuseTooMany(before: OpenSubmissions, after: OpenSubmissions): void {
  const count = Object.keys(after.open).length;
  if (count > MOST_OPEN && count > Object.keys(before.open).length)
    throw new ApiError(
      'too-many-submissions',
      `The account has ${MOST_OPEN} theme versions that await upload, validation or review, the maximum. Submit ` +
        'another one after one of them is approved or rejected.',
    );
}
