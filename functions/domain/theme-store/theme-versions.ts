import type { AccountId } from '../accounts.ts';
import { compareSequencers } from '../storage/objects.ts';
import type { Instant } from '../time.ts';
import type { ThemeFiles } from './themes.ts';

export const versionStates = ['awaitingUpload', 'running', 'passed', 'failed'] as const;
export type VersionState = (typeof versionStates)[number];

/** How far a version has come, with what people said of it. */
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

/** What a check of a package found. */
export interface ThemeCheck {
  readonly id: string;
  readonly title: string;
  readonly passed: boolean;
  readonly measured: string;
  readonly required: string;
  readonly where: string | null;
}

/** One package of a theme: handed in, validated, reviewed. Once it has passed, its files never change. */
export interface ThemeVersion {
  readonly themeId: string;
  readonly creator: AccountId;
  /** The theme's. */
  readonly name: string;
  readonly number: number;
  /** The operation that asked for it: asked again, it is the same version. */
  readonly operation: string;
  readonly state: VersionState;
  readonly createdAt: Instant;
  /** Until when its form is good. */
  readonly uploadUntil: Instant;
  /** The upload that is, or was, validated: the latest that came. */
  readonly upload: PackageUpload | null;
  readonly checks: readonly ThemeCheck[];
  readonly validatedAt: Instant | null;
  /** What was made of it; null unless it passed. */
  readonly files: ThemeFiles | null;
  readonly review: Review | null;
  /** Whether a newer version was begun before this one was reviewed. */
  readonly superseded: boolean;
}

/** The bytes that a storage event tells of, and where it stands among the events of its key. */
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

/** What validation came to. */
export interface Verdict {
  readonly checks: readonly ThemeCheck[];
  /** Null: it failed. */
  readonly files: ThemeFiles | null;
}

export const submissionStateOf = ({ state, review, superseded }: ThemeVersion): SubmissionState => {
  if (review) return review.decision === 'approve' ? 'approved' : 'rejected';
  if (superseded) return 'superseded';
  return state === 'passed' ? 'awaitingReview' : state;
};

/**
 * The version while the upload is validated; null when there is nothing to validate: it has passed already, a later
 * upload came first, or this one has its verdict. The same again while it runs: whoever did it may have crashed.
 */
export function beginValidation(version: ThemeVersion, upload: PackageUpload): ThemeVersion | null {
  if (version.state === 'passed') return null;
  const order = version.upload ? compareSequencers(upload.sequencer, version.upload.sequencer) : 1;
  if (order < 0 || (order === 0 && version.state !== 'running')) return null;
  return { ...version, state: 'running', upload, checks: [], validatedAt: null };
}

/** The version with its verdict; null when a later upload is being validated, or somebody gave one already. */
export function endValidation(
  version: ThemeVersion,
  { sequencer }: PackageUpload,
  { checks, files }: Verdict,
  now: Instant,
): ThemeVersion | null {
  if (version.state !== 'running' || version.upload?.sequencer !== sequencer) return null;
  return { ...version, state: files ? 'passed' : 'failed', checks, files, validatedAt: now };
}

/** The verdict on a package that could not be checked, however often it was tried. */
export const uncheckable: Verdict = {
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

/** Where the package of a version is uploaded to. */
export const packageKey = (themeId: string, number: number): string => `${FOLDER}${themeId}/${number}.zip`;

/** Whose package a key is, or null when it is none. */
export function readPackageKey(key: string): { themeId: string; number: number } | null {
  const [, themeId, number] = /^packages\/(thm_[0-9a-f]{32})\/([1-9]\d{0,3})\.zip$/.exec(key) ?? [];
  return themeId && number ? { themeId, number: Number(number) } : null;
}

/**
 * Where what is made of an upload is put. Of its own for each: of two uploads that are validated at once, the one
 * that loses must not leave its files to the one that wins.
 */
export const publishedFolder = (themeId: string, number: number, { sequencer }: PackageUpload): string =>
  `published/${themeId}/${number}/${sequencer}/`;
