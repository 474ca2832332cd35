import { ApiError } from '../../domain/errors.ts';
import {
  beginValidation,
  endValidation,
  type PackageUpload,
  submissionStateOf,
  type ThemeVersion,
  type Verdict,
} from '../../domain/theme-store/theme-versions.ts';
import { type Instant, iso } from '../../domain/time.ts';
import { RETRY, retryOnConflict } from '../table/conditional-write.ts';
import { Transaction } from '../table/transaction.ts';
import { loadRecord, saveRecord, type Versioned } from '../table/versioned.ts';
import { noteSubmissions } from './open-submissions.ts';
import { submissionsList, themeVersionKey } from './theme-keys.ts';

/** Loads a version. One consistent read. */
const loadVersion = (themeId: string, number: number): Promise<Versioned<ThemeVersion> | undefined> =>
  loadRecord<ThemeVersion>(themeVersionKey(themeId, number));

/** Loads a version of a theme. Throws `not-found`. */
export async function versionNamed(themeId: string, number: number): Promise<Versioned<ThemeVersion>> {
  const kept = await loadVersion(themeId, number);
  if (!kept) throw new ApiError('not-found', `${themeId} has no version ${number}.`);
  return kept;
}

/** Saves the next state of a version, on the list of that state. */
export function saveVersion(transaction: Transaction, kept: Versioned<ThemeVersion>): void {
  const { themeId, number, createdAt } = kept.value;
  saveRecord(transaction, themeVersionKey(themeId, number), kept, {
    listPk: submissionsList(submissionStateOf(kept.value)),
    listSk: `${iso(createdAt)}#${themeId}#${number}`,
  });
}

/** Records that an upload is being validated. Returns null if there is nothing to validate. One write. */
export const startValidation = (
  themeId: string,
  number: number,
  upload: PackageUpload,
): Promise<ThemeVersion | null> =>
  changeVersion(themeId, number, null, (version) => beginValidation(version, upload));

/**
 * Records the validation result of an upload. Returns null if the upload is no longer the current one. One transaction.
 */
export const finishValidation = (
  themeId: string,
  number: number,
  upload: PackageUpload,
  verdict: Verdict,
  now: Instant,
): Promise<ThemeVersion | null> =>
  changeVersion(themeId, number, now, (version) => endValidation(version, upload, verdict, now));

async function changeVersion(
  themeId: string,
  number: number,
  /** If set, the creator's open submissions are updated, too. */
  now: Instant | null,
  change: (version: ThemeVersion) => ThemeVersion | null,
): Promise<ThemeVersion | null> {
  return retryOnConflict(async () => {
    const kept = await loadVersion(themeId, number);
    const value = kept ? change(kept.value) : null;
    if (!kept || !value) return null;
    const transaction = new Transaction();
    saveVersion(transaction, { ...kept, value });
    if (now !== null) await noteSubmissions(transaction, value.creator, [value], now);
    return (await transaction.commit()) ? value : RETRY;
  });
}
