import { ApiError } from '../../domain/errors.ts';
import {
  beginValidation,
  endValidation,
  type PackageUpload,
  submissionStateOf,
  type ThemeVersion,
  type ValidationResult,
} from '../../domain/theme-store/theme-versions.ts';
import { type Instant, iso } from '../../domain/time.ts';
import { RETRY, retryOnConflict } from '../table/conditional-write.ts';
import { Transaction } from '../table/transaction.ts';
import { loadRecord, saveRecord, type Versioned } from '../table/versioned.ts';
import { recordSubmissions } from './open-submissions.ts';
import { submissionsList, themeVersionKey } from './theme-keys.ts';

/** Loads a version. One consistent read. */
const loadVersion = (themeId: string, number: number): Promise<Versioned<ThemeVersion> | undefined> =>
  loadRecord<ThemeVersion>(themeVersionKey(themeId, number));

/** Loads a version of a theme. Throws `not-found`. */
export async function requireVersion(themeId: string, number: number): Promise<Versioned<ThemeVersion>> {
  const stored = await loadVersion(themeId, number);
  if (!stored) throw new ApiError('not-found', `${themeId} has no version ${number}.`);
  return stored;
}

/** Saves the next state of a version, on the list of that state. */
export function saveVersion(transaction: Transaction, stored: Versioned<ThemeVersion>): void {
  const { themeId, number, createdAt } = stored.value;
  saveRecord(transaction, themeVersionKey(themeId, number), stored, {
    listPk: submissionsList(submissionStateOf(stored.value)),
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
  result: ValidationResult,
  now: Instant,
): Promise<ThemeVersion | null> =>
  changeVersion(themeId, number, now, (version) => endValidation(version, upload, result, now));

async function changeVersion(
  themeId: string,
  number: number,
  /** If set, the creator's open submissions are updated, too. */
  now: Instant | null,
  change: (version: ThemeVersion) => ThemeVersion | null,
): Promise<ThemeVersion | null> {
  return retryOnConflict(async () => {
    const stored = await loadVersion(themeId, number);
    const value = stored ? change(stored.value) : null;
    if (!stored || !value) return null;
    const transaction = new Transaction();
    saveVersion(transaction, { ...stored, value });
    if (now !== null) await recordSubmissions(transaction, value.creator, [value], now);
    return (await transaction.commit()) ? value : RETRY;
  });
}
