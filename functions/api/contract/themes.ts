import * as z from 'zod';
import { submissionStates, versionStates } from '../../domain/theme-store/theme-versions.ts';
import { themeSorts } from '../../domain/theme-store/themes.ts';
import type { ContractOf } from '../kernel/call.ts';
import { account, accountParams, instant, listOf, listQuery, money, moneyIn, name } from './conventions.ts';

export const themeId = z
  .string()
  .regex(/^thm_[0-9a-f]{32}$/, 'Must be a theme id returned by the API.')
  .meta({ example: 'thm_019abf3c1e8000112233445566778899' });

export const price = z
  .object({
    mode: z.enum(['free', 'fixed', 'bundle']),
    amount: money.optional().meta({ description: 'Required unless the theme is free.' }),
    durationDays: z
      .int()
      .optional()
      .meta({ description: 'For a bundle: the duration of the right to use the theme.' }),
  })
  .meta({
    id: 'ThemePrice',
    description:
      '`free`: no charge. `fixed`: one payment, no expiry. `bundle`: one payment for a limited time.',
  });

/** CNY 100,000.00. */
const HIGHEST_PRICE = 10_000_000;
const amountIn = moneyIn.refine(({ amount }) => amount <= HIGHEST_PRICE, `At most ${HIGHEST_PRICE}.`);

const priceIn = z.discriminatedUnion('mode', [
  z.strictObject({ mode: z.literal('free') }),
  z.strictObject({ mode: z.literal('fixed'), amount: amountIn }),
  z.strictObject({
    mode: z.literal('bundle'),
    amount: amountIn,
    durationDays: z.int().min(1, 'At least 1 day.').max(3_660, 'At most 3660 days.'),
  }),
]);

const tag = z
  .string()
  .regex(
    /^[a-z0-9]([a-z0-9-]{0,30}[a-z0-9])?$/,
    'Must be up to 32 lower-case letters, digits and dashes, such as high-contrast.',
  )
  .meta({ example: 'high-contrast' });
const tags = z
  .array(tag)
  .max(10, 'At most 10 tags.')
  .refine((all) => new Set(all).size === all.length, 'Tags must be unique.');

const description = name(2_000).meta({ example: 'Calm greys, and one accent.' });

export const preview = z.object({
  scheme: z.enum(['light', 'dark']),
  width: z.int(),
  height: z.int(),
  url: z.url().meta({ description: 'Valid for one hour.' }),
});

export const theme = z
  .object({
    themeId: z.string(),
    name: z.string(),
    description: z.string(),
    tags: z.array(z.string()),
    price,
    creator: z.string(),
    version: z.int().nullable().meta({ description: 'The version on sale. Null before the first approval.' }),
    delisted: z.boolean(),
    createdAt: instant,
    listedAt: instant.nullable().meta({ description: 'When the first version was approved.' }),
    installs: z.int().meta({ description: 'The number of accounts that installed the theme.' }),
    rating: z.object({
      count: z.int(),
      average: z
        .number()
        .nullable()
        .meta({ description: 'The average rating with one decimal. Null before the first rating.' }),
    }),
    previews: z.array(preview).meta({ description: 'Previews of the version on sale.' }),
    stylesheetUrl: z.url().nullable().meta({
      description:
        'A link to the files of the version on sale for a preview, valid for an hour. Buyers get theirs from `GET /v1/accounts/{account}/themes`.',
    }),
  })
  .meta({ id: 'Theme' });

export const check = z
  .object({
    id: z.string(),
    title: z.string(),
    passed: z.boolean(),
    measured: z.string(),
    required: z.string(),
    where: z.string().nullable().meta({ description: 'File and line, selector or token of the finding.' }),
  })
  .meta({ id: 'ThemeCheck', description: 'A check of the package and its result.' });

export const version = z
  .object({
    version: z.int(),
    state: z.enum(submissionStates),
    createdAt: instant,
    uploadUntil: instant.meta({ description: 'When the upload form expires.' }),
    validatedAt: instant.nullable(),
    review: z
      .object({ decision: z.enum(['approve', 'reject']), feedback: z.string().nullable(), at: instant })
      .nullable(),
  })
  .meta({ id: 'ThemeVersion', description: 'A submitted version of a theme.' });

const submission = z
  .object({
    themeId: z.string(),
    name: z.string(),
    creator: z.string(),
    price,
    onSale: z.int().nullable().meta({ description: 'The version on sale.' }),
    delisted: z.boolean(),
    createdAt: instant,
    versions: z.array(version).meta({ description: 'Newest first.' }),
  })
  .meta({ id: 'ThemeSubmission' });

const upload = z
  .object({ url: z.string(), fields: z.record(z.string(), z.string()), expiresAt: instant })
  .meta({
    id: 'ThemeUpload',
    description: 'A multipart form for the package: `fields` first, the file last.',
  });

const validation = z
  .object({
    themeId: z.string(),
    version: z.int(),
    state: z.enum(versionStates),
    checks: z
      .array(check)
      .meta({ description: 'After validation: all checks, including those that passed.' }),
    validatedAt: instant.nullable(),
  })
  .meta({ id: 'ThemeValidation' });

const submitted = {
  201: {
    description:
      'A form for the package, a zip file of up to 10 MB. The package is validated after the upload.',
    schema: z.object({ themeId: z.string(), version: z.int(), upload }),
  },
};

export const themesContract = {
  'GET /v1/themes': {
    summary: 'List themes on sale',
    description:
      'Newest first; most installed, best rated or cheapest first with `sort`. Purchases and ratings are reflected within a minute. With `tag` a page may hold fewer than `limit` items, or none, and still have a `nextCursor`.',
    query: listQuery.extend({ sort: z.enum(themeSorts).default('newest'), tag: tag.optional() }),
    answers: { 200: { description: 'Themes on sale, up to a minute old.', schema: listOf(theme) } },
  },
  'POST /v1/themes': {
    summary: 'Submit a theme',
    description:
      'Submits for `account`, which defaults to the caller. The theme goes on sale after its package is validated and approved. An account can have ' +
      'at most 10 versions that await upload, validation or review; another one fails with 409 `too-many-submissions`.',
    body: z.strictObject({
      name: name(80),
      description,
      tags: tags.default([]),
      price: priceIn,
      account: account.optional(),
    }),
    answers: submitted,
  },
  'GET /v1/themes/{themeId}': {
    summary: 'Get a theme',
    description: 'Themes on sale are visible to everyone, others to their creator only.',
    params: z.object({ themeId }),
    answers: { 200: { description: 'As of this moment.', schema: theme } },
  },
  'PATCH /v1/themes/{themeId}': {
    summary: 'Change a theme',
    description: 'Buyers keep the theme on their original terms. A delisted theme can be listed again.',
    params: z.object({ themeId }),
    body: z
      .strictObject({
        description: description.optional(),
        tags: tags.optional(),
        price: priceIn.optional(),
        delisted: z.boolean().optional(),
      })
      .refine(
        (change) => Object.values(change).some((value) => value !== undefined),
        'Send at least one field.',
      ),
    answers: { 200: { description: 'Changed.', schema: theme } },
  },
  'POST /v1/themes/{themeId}/versions': {
    summary: 'Submit a new version',
    description:
      'The current version stays on sale until the new one is approved. The limit of open submissions applies (409 `too-many-submissions`).',
    params: z.object({ themeId }),
    answers: submitted,
  },
  'GET /v1/themes/{themeId}/validation': {
    summary: 'Get validation results',
    description: 'Results for the newest package, or for that of `version`. Visible to the creator.',
    params: z.object({ themeId }),
    query: z.strictObject({
      version: z
        .string()
        .regex(/^[1-9]\d{0,3}$/, 'Must be a version number.')
        .transform(Number)
        .optional()
        .meta({ override: { type: 'integer', minimum: 1, maximum: 9_999 } }),
    }),
    answers: { 200: { description: 'As of this moment.', schema: validation } },
  },
  'GET /v1/accounts/{account}/submissions': {
    summary: 'List submissions',
    params: accountParams,
    query: listQuery,
    answers: { 200: { description: 'Newest first.', schema: listOf(submission) } },
  },
} satisfies ContractOf<'themes'>;
