import type { AccountId } from '../../domain/accounts.ts';
import { ApiError } from '../../domain/errors.ts';
import type { ThemeVersion } from '../../domain/theme-store/theme-versions.ts';
import { changed, type Theme, type ThemeChange } from '../../domain/theme-store/themes.ts';
import type { Instant } from '../../domain/time.ts';
import { addAudit } from '../audit/audit.ts';
import { RETRY, retryOnConflict } from '../table/conditional-write.ts';
import { itemsIn, type Listed, type ListPart, listItems } from '../table/list.ts';
import { Transaction } from '../table/transaction.ts';
import { loadRecord, readRecord, saveRecord, type Versioned } from '../table/versioned.ts';
import { recordSubmissions } from './open-submissions.ts';
import { showTheme } from './theme-cards.ts';
import { submittedBy, submittedKey, themeKey, themeRange } from './theme-keys.ts';
import { saveVersion } from './theme-versions.ts';

/** Loads a theme. One consistent read. */
const loadTheme = (themeId: string): Promise<Versioned<Theme> | undefined> =>
  loadRecord<Theme>(themeKey(themeId));

/** Loads a theme, on sale or not. Throws `theme-unknown`. */
export async function requireTheme(themeId: string): Promise<Versioned<Theme>> {
  const stored = await loadTheme(themeId);
  if (!stored) throw themeUnknown(themeId);
  return stored;
}

export const themeUnknown = (themeId: string): ApiError =>
  new ApiError('theme-unknown', `There is no theme ${themeId}.`);

/** A theme with all its versions, newest first. */
export interface Submission {
  readonly theme: Versioned<Theme>;
  readonly versions: readonly Versioned<ThemeVersion>[];
}

/** Loads a theme with its versions. Throws `theme-unknown`. One consistent Query per started MB. */
async function loadSubmission(themeId: string): Promise<Submission> {
  let theme: Versioned<Theme> | undefined;
  const versions: Versioned<ThemeVersion>[] = [];
  for await (const item of itemsIn(themeRange(themeId)))
    if (item.sk === themeKey(themeId).sk) theme = readRecord<Theme>(item);
    else versions.unshift(readRecord<ThemeVersion>(item));
  if (!theme) throw themeUnknown(themeId);
  return { theme, versions };
}

/** Lists the themes that an account submitted, newest first. One consistent Query, and one more per theme. */
export async function listSubmissions(account: AccountId, part: ListPart): Promise<Listed<Submission>> {
  const { items, nextCursor } = await listItems<{ readonly themeId: string }>({
    ...submittedBy(account),
    ...part,
  });
  return { items: await Promise.all(items.map(({ themeId }) => loadSubmission(themeId))), nextCursor };
}

/** Creates a theme with its first version, once. One transaction. Throws `too-many-submissions`. */
export async function beginTheme(theme: Theme, version: ThemeVersion, by: string): Promise<void> {
  const { themeId, creator, createdAt } = theme;
  await retryOnConflict(async () => {
    if (await loadTheme(themeId)) return true;
    const transaction = new Transaction();
    saveRecord(transaction, themeKey(themeId), { value: theme, version: 0 });
    saveVersion(transaction, { value: version, version: 0 });
    await recordSubmissions(transaction, creator, [version], createdAt);
    transaction.put({ ...submittedKey(creator, themeId), themeId });
    addAudit(transaction, {
      id: `${themeId}.submitted`,
      at: createdAt,
      by,
      action: 'theme.submitted',
      account: creator,
      target: themeId,
      reason: null,
    });
    return (await transaction.commit()) || RETRY;
  });
}

/** Maximum versions per theme: as many as their keys can number. */
const MOST_VERSIONS = 9_999;

/**
 * Submits the next version. The previous one can no longer be reviewed if it is still waiting; the one on sale stays.
 * One transaction. A repeated call for the same operation returns the submitted version. Throws `too-many-submissions`.
 */
export async function beginVersion(
  themeId: string,
  make: (theme: Theme, number: number) => ThemeVersion,
  operation: string,
): Promise<ThemeVersion> {
  return retryOnConflict(async () => {
    const { theme, versions } = await loadSubmission(themeId);
    const known = versions.find(({ value }) => value.operation === operation);
    if (known) return known.value;
    const number = theme.value.latest + 1;
    if (number > MOST_VERSIONS)
      throw new ApiError(
        'conflict',
        `${themeId} has reached the limit of ${MOST_VERSIONS} versions. Submit a new theme.`,
      );
    const made = make(theme.value, number);
    const transaction = new Transaction();
    saveRecord(transaction, themeKey(themeId), { ...theme, value: { ...theme.value, latest: number } });
    saveVersion(transaction, { value: made, version: 0 });
    const [newest] = versions;
    const superseded = newest && !newest.value.review ? { ...newest.value, superseded: true } : undefined;
    if (newest && superseded) saveVersion(transaction, { ...newest, value: superseded });
    const changed = superseded ? [superseded, made] : [made];
    await recordSubmissions(transaction, made.creator, changed, made.createdAt);
    return (await transaction.commit()) ? made : RETRY;
  });
}

/** Changes a theme and its cards. One transaction with its audit line; no write without changes. */
export async function changeTheme(
  themeId: string,
  change: ThemeChange,
  by: string,
  now: Instant,
): Promise<Theme> {
  return retryOnConflict(async () => {
    const stored = await requireTheme(themeId);
    const before = stored.value;
    const after = changed(before, change);
    if (JSON.stringify(after) === JSON.stringify(before)) return before;
    const transaction = new Transaction();
    saveRecord(transaction, themeKey(themeId), { ...stored, value: after });
    await showTheme(transaction, after);
    addAudit(transaction, {
      id: `${themeId}.${stored.version + 1}`,
      at: now,
      by,
      action: 'theme.changed',
      account: before.creator,
      target: themeId,
      reason: null,
      detail: { before: termsOf(before), after: termsOf(after) },
    });
    return (await transaction.commit()) ? after : RETRY;
  });
}

const termsOf = ({ description, tags, price, delisted }: Theme) => ({ description, tags, price, delisted });
