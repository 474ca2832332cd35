import { ApiError } from '../errors.ts';
import { HOUR, type Instant, plus } from '../time.ts';
import { submissionStateOf, type ThemeVersion } from './theme-versions.ts';

/** An account's undecided submissions, by theme and version. */
export interface OpenSubmissions {
  /** When each stops counting; null while it awaits review. */
  readonly open: Readonly<Record<string, Instant | null>>;
}

/** Maximum open versions per account: awaiting upload, validation or review. */
export const MOST_OPEN = 10;

/** Size limit of a theme package in bytes, for the upload form and for validation. */
export const MAX_PACKAGE_BYTES = 10_000_000;

/** How long after the expiry of its form a version may await its validation result. */
const VALIDATION_TIME = HOUR;

/** Updates the open submissions with these versions. Expired ones do not count. */
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

/** Throws `too-many-submissions` if an account would exceed the maximum. */
export function refuseTooMany(before: OpenSubmissions, after: OpenSubmissions): void {
  const count = Object.keys(after.open).length;
  if (count > MOST_OPEN && count > Object.keys(before.open).length)
    throw new ApiError(
      'too-many-submissions',
      `The account has ${MOST_OPEN} theme versions that await upload, validation or review, the maximum. Submit ` +
        'another one after one of them is approved or rejected.',
    );
}
