import type { AccountId } from '../accounts.ts';
import { compareSequencers } from '../storage/objects.ts';
import type { Instant } from '../time.ts';
import type { ThemeFiles } from './themes.ts';

export const versionStates = ['awaitingUpload', 'running', 'passed', 'failed'] as const;
export type VersionState = (typeof versionStates)[number];

/** The states of a submission. */
export const submissionStates = [
  'awaitingUpload',
  'running',
  'failed',
  'awaitingReview',
  'approved',
  'rejected',
  'superseded',
] as const;
export type SubmissionState = (typeof submissionStates)[number];

/** The result of one check of a package. */
export interface ThemeCheck {
  readonly id: string;
  readonly title: string;
  readonly passed: boolean;
  readonly measured: string;
  readonly required: string;
  readonly where: string | null;
}

/** One submitted package of a theme. Once it has passed, its files never change. */
export interface ThemeVersion {
  readonly themeId: string;
  readonly creator: AccountId;
  /** The theme's name. */
  readonly name: string;
  readonly number: number;
  /** The operation that requested it. A retry returns the same version. */
  readonly operation: string;
  readonly state: VersionState;
  readonly createdAt: Instant;
  /** When its upload form expires. */
  readonly uploadUntil: Instant;
  /** The upload that is or was validated: the latest one. */
  readonly upload: PackageUpload | null;
  readonly checks: readonly ThemeCheck[];
  readonly validatedAt: Instant | null;
  /** The published files; null unless it passed. */
  readonly files: ThemeFiles | null;
  readonly review: Review | null;
  /** Whether a newer version was submitted before this one was reviewed. */
  readonly superseded: boolean;
}

/** The uploaded bytes of a storage event, and its position among the events of its key. */
export interface PackageUpload {
  readonly sequencer: string;
  readonly eTag: string;
}

export interface Review {
  readonly decision: 'approve' | 'reject';
  readonly feedback: string | null;
  readonly at: Instant;
  readonly by: string;
}

/** The result of validation. */
export interface ValidationResult {
  readonly checks: readonly ThemeCheck[];
  /** Null if it failed. */
  readonly files: ThemeFiles | null;
}

export const submissionStateOf = ({ state, review, superseded }: ThemeVersion): SubmissionState => {
  if (review) return review.decision === 'approve' ? 'approved' : 'rejected';
  if (superseded) return 'superseded';
  return state === 'passed' ? 'awaitingReview' : state;
};

/**
 * Returns the version while the upload is validated; null if it needs no validation: it has passed, a later upload
 * arrived first, or this upload has its result. Repeating a running validation is allowed, because its worker may have
 * crashed.
 */
export function beginValidation(version: ThemeVersion, upload: PackageUpload): ThemeVersion | null {
  if (version.state === 'passed') return null;
  const order = version.upload ? compareSequencers(upload.sequencer, version.upload.sequencer) : 1;
  if (order < 0 || (order === 0 && version.state !== 'running')) return null;
  return { ...version, state: 'running', upload, checks: [], validatedAt: null };
}

/**
 * Returns the version with its validation result; null if a later upload is being validated, or the version has a
 * result already.
 */
export function endValidation(
  version: ThemeVersion,
  { sequencer }: PackageUpload,
  { checks, files }: ValidationResult,
  now: Instant,
): ThemeVersion | null {
  if (version.state !== 'running' || version.upload?.sequencer !== sequencer) return null;
  return { ...version, state: files ? 'passed' : 'failed', checks, files, validatedAt: now };
}

/** The result for a package that could not be checked in all attempts. */
export const uncheckable: ValidationResult = {
  files: null,
  checks: [
    {
      id: 'validation-completed',
      title: 'The package can be checked',
      passed: false,
      measured: 'no result after several attempts',
      required: 'a result; upload the package again, or contact support if it fails again',
      where: null,
    },
  ],
};

const FOLDER = 'packages/';

/** Returns the key for uploading a version's package. */
export const packageKey = (themeId: string, number: number): string => `${FOLDER}${themeId}/${number}.zip`;

/** Parses the key of a package; null if it is none. */
export function readPackageKey(key: string): { themeId: string; number: number } | null {
  const [, themeId, number] = /^packages\/(thm_[0-9a-f]{32})\/([1-9]\d{0,3})\.zip$/.exec(key) ?? [];
  return themeId && number ? { themeId, number: Number(number) } : null;
}

/**
 * Returns the folder of an upload's published files. Each upload has its own, so that of two concurrent validations the
 * discarded one does not leave files to the other.
 */
export const publishedFolder = (themeId: string, number: number, { sequencer }: PackageUpload): string =>
  `published/${themeId}/${number}/${sequencer}/`;
