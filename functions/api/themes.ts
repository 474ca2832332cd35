import { S3Client } from '@aws-sdk/client-s3';
import { createPresignedPost } from '@aws-sdk/s3-presigned-post';
import { type AccountId, isAccountId } from '../domain/accounts.ts';
import { ApiError } from '../domain/errors.ts';
import { idOf, type Operation } from '../domain/ids.ts';
import { MAX_PACKAGE_BYTES } from '../domain/theme-store/open-submissions.ts';
import { packageKey, type ThemeVersion } from '../domain/theme-store/theme-versions.ts';
import { isSold, type Theme, type ThemePrice } from '../domain/theme-store/themes.ts';
import { HOUR, type Instant, iso, plus, SECOND } from '../domain/time.ts';
import { setting } from '../runtime/config.ts';
import { loadThemeFigures } from '../store/theme-store/theme-figures.ts';
import { listThemes } from '../store/theme-store/theme-lists.ts';
import { requireVersion } from '../store/theme-store/theme-versions.ts';
import {
  beginTheme,
  beginVersion,
  changeTheme,
  listSubmissions,
  requireTheme,
  themeUnknown,
} from '../store/theme-store/themes.ts';
import { themesContract } from './contract/themes.ts';
import { auditedReads } from './kernel/audited-reads.ts';
import { type Caller, hasScope, mayActFor } from './kernel/auth.ts';
import type { Answer } from './kernel/call.ts';
import { inOurCurrency } from './kernel/currency.ts';
import { endpoint } from './kernel/http.ts';
import { answerOnce } from './kernel/idempotency.ts';
import { shownTheme, versionView } from './theme-views.ts';

const s3 = new S3Client({ forcePathStyle: true });

/** How long a package may be uploaded, in milliseconds. */
const FORM_TIME = HOUR;
export const handler = endpoint(themesContract, answerOnce, {
  'GET /v1/themes': async ({ query: { sort, tag, ...part } }) => {
    const { items, nextCursor } = await listThemes(sort, tag, part);
    const shown = items.map(({ theme, sums }) => shownTheme(theme, sums));
    return { status: 200, body: { items: await Promise.all(shown), nextCursor } };
  },

  'POST /v1/themes': async ({ body, caller, operation, now }) => {
    const creator = creatorFor(caller, body.account);
    const theme: Theme = {
      themeId: idOf('thm', operation.begunAt, operation.id),
      creator,
      name: body.name,
      description: body.description,
      tags: body.tags,
      price: priceIn(body.price, '/price'),
      createdAt: operation.begunAt,
      latest: 1,
      onSale: null,
      files: null,
      listedAt: null,
      delisted: false,
    };
    const version = newVersion(theme, 1, operation);
    await beginTheme(theme, version, caller.subject);
    return submitted(version, now);
  },

  'GET /v1/themes/{themeId}': async ({ params: { themeId }, caller }) => {
    const theme = await themeSeenBy(caller, themeId);
    return { status: 200, body: await shownNow(theme) };
  },

  'PATCH /v1/themes/{themeId}': async ({ params: { themeId }, body, caller, now }) => {
    await refuseOthers(caller, themeId);
    const price = body.price && priceIn(body.price, '/price');
    const theme = await changeTheme(themeId, { ...body, price }, caller.subject, now);
    return { status: 200, body: await shownNow(theme) };
  },

  'POST /v1/themes/{themeId}/versions': async ({ params: { themeId }, caller, operation, now }) => {
    await refuseOthers(caller, themeId);
    const make = (theme: Theme, number: number) => newVersion(theme, number, operation);
    return submitted(await beginVersion(themeId, make, operation.id), now);
  },

  'GET /v1/themes/{themeId}/validation': async ({ params: { themeId }, query, caller }) => {
    const { value: theme } = await requireTheme(themeId);
    if (!mayRead(caller, theme)) throw themeUnknown(themeId);
    const { value: version } = await requireVersion(themeId, query.version ?? theme.latest);
    const { number, state, checks, validatedAt } = version;
    const at = validatedAt === null ? null : iso(validatedAt);
    return { status: 200, body: { themeId, version: number, state, checks, validatedAt: at } };
  },

  'GET /v1/accounts/{account}/submissions': async ({ params: { account }, query }) => {
    const { items, nextCursor } = await listSubmissions(account, query);
    const shown = items.map(({ theme: { value: theme }, versions }) => ({
      themeId: theme.themeId,
      name: theme.name,
      creator: theme.creator,
      price: theme.price,
      onSale: theme.onSale,
      delisted: theme.delisted,
      createdAt: iso(theme.createdAt),
      versions: versions.map(({ value }) => versionView(value)),
    }));
    return { status: 200, body: { items: shown, nextCursor } };
  },
}).use(auditedReads);

/** Returns the creator: the named account if the caller may act for it, or else the caller. */
function creatorFor(caller: Caller, named: AccountId | undefined): AccountId {
  if (named === undefined && isAccountId(caller.subject)) return caller.subject;
  if (named === undefined)
    throw new ApiError(
      'validation-failed',
      'This token belongs to no account. Send the account that submits the theme as `account`.',
      {
        errors: [{ path: '/account', detail: 'Send the account that submits the theme.' }],
      },
    );
  if (mayActFor(caller, named)) return named;
  throw new ApiError(
    'forbidden',
    'This token does not grant access to the account. Use a token of a user who may act for it.',
  );
}

type PriceIn = {
  mode: ThemePrice['mode'];
  amount?: { amount: number; currency: string };
  durationDays?: number;
};

function priceIn(price: PriceIn, path: string): ThemePrice {
  const { mode, durationDays = 0 } = price;
  if (mode === 'free' || !price.amount) return { mode: 'free' };
  const amount = inOurCurrency(price.amount, `${path}/amount`);
  return mode === 'fixed' ? { mode, amount } : { mode, amount, durationDays };
}

const newVersion = (
  { themeId, creator, name }: Theme,
  number: number,
  { id, begunAt }: Operation,
): ThemeVersion => ({
  themeId,
  creator,
  name,
  number,
  operation: id,
  state: 'awaitingUpload',
  createdAt: begunAt,
  uploadUntil: plus(begunAt, FORM_TIME),
  upload: null,
  checks: [],
  validatedAt: null,
  files: null,
  review: null,
  superseded: false,
});

/** Returns the upload form of a version. A repeated request does not extend its expiry. */
async function submitted({ themeId, number, uploadUntil }: ThemeVersion, now: Instant): Promise<Answer> {
  const { url, fields } = await createPresignedPost(s3, {
    Bucket: setting('themesBucket'),
    Key: packageKey(themeId, number),
    Expires: Math.max(1, Math.floor((uploadUntil - now) / SECOND)),
    Fields: { 'Content-Disposition': 'attachment' },
    // Empty files are accepted: validation then reports the error, whereas S3 would refuse the form without a record.
    Conditions: [['content-length-range', 0, MAX_PACKAGE_BYTES]],
  });
  const upload = { url, fields, expiresAt: iso(uploadUntil) };
  return { status: 201, body: { themeId, version: number, upload } };
}

const mayChange = (caller: Caller, theme: Theme): boolean => mayActFor(caller, theme.creator);
const mayRead = (caller: Caller, theme: Theme): boolean =>
  mayChange(caller, theme) || hasScope(caller, 'read.all');

/** Returns a theme to those who may see it. A theme that was never on sale does not exist for others. */
async function themeSeenBy(caller: Caller, themeId: string): Promise<Theme> {
  const { value: theme } = await requireTheme(themeId);
  if (isSold(theme) || mayRead(caller, theme)) return theme;
  if (theme.listedAt === null) throw themeUnknown(themeId);
  throw new ApiError(
    'theme-not-on-sale',
    `${theme.name} (${themeId}) is no longer on sale. GET /v1/themes lists the themes on sale.`,
  );
}

/** Refuses callers who may not change a theme: `forbidden` if they may see it, or else as if it did not exist. */
async function refuseOthers(caller: Caller, themeId: string): Promise<void> {
  const { value: theme } = await requireTheme(themeId);
  if (mayChange(caller, theme)) return;
  if (theme.listedAt === null) throw themeUnknown(themeId);
  throw new ApiError(
    'forbidden',
    'This token does not grant access to the account. Use a token of a user who may act for it.',
  );
}

const shownNow = async (theme: Theme) => shownTheme(theme, await loadThemeFigures(theme.themeId));
