import * as z from 'zod';
import { submissionStates, versionStates } from '../../domain/theme-store/theme-versions.ts';
import { themeSorts } from '../../domain/theme-store/themes.ts';
import type { ContractOf } from '../kernel/call.ts';
import { account, accountParams, instant, listOf, listQuery, money, moneyIn, name } from './conventions.ts';

export const themeId = z
  .string()
  .regex(/^thm_[0-9a-f]{32}$/, 'A theme id, as it was answered.')
  .meta({ example: 'thm_019abf3c1e8000112233445566778899' });

export const price = z
  .object({
    mode: z.enum(['free', 'fixed', 'bundle']),
    amount: money.optional().meta({ description: 'Unless it is free.' }),
    durationDays: z.int().optional().meta({ description: 'Of a bundle: for how long it is sold.' }),
  })
  .meta({
    id: 'ThemePrice',
    description: 'Nothing (`free`), once for good (`fixed`), or for a time (`bundle`).',
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
    durationDays: z.int().min(1, 'At least a day.').max(3_660, 'At most 3660 days.'),
  }),
]);

const tag = z
  .string()
  .regex(
    /^[a-z0-9]([a-z0-9-]{0,30}[a-z0-9])?$/,
    'Up to 32 small letters, digits and dashes, as high-contrast.',
  )
  .meta({ example: 'high-contrast' });
const tags = z
  .array(tag)
  .max(10, 'At most 10 tags.')
  .refine((all) => new Set(all).size === all.length, 'Each tag once.');

const description = name(2_000).meta({ example: 'Calm greys, and one accent.' });

export const preview = z.object({
  scheme: z.enum(['light', 'dark']),
  width: z.int(),
  height: z.int(),
  url: z.url().meta({ description: 'Good for an hour.' }),
});

export const theme = z
  .object({
    themeId: z.string(),
    name: z.string(),
    description: z.string(),
    tags: z.array(z.string()),
    price,
    creator: z.string(),
    version: z.int().nullable().meta({ description: 'The version on sale; null before one was approved.' }),
    delisted: z.boolean(),
    createdAt: instant,
    listedAt: instant.nullable().meta({ description: 'When its first version was approved.' }),
    installs: z.int().meta({ description: 'How many accounts got it.' }),
    rating: z.object({
      count: z.int(),
      average: z.number().nullable().meta({ description: 'With one decimal; null before the first rating.' }),
    }),
    previews: z.array(preview).meta({ description: 'Of the version on sale.' }),
    stylesheetUrl: z.url().nullable().meta({
      description:
        'Of the version on sale, to try it on; good for an hour. Buyers find theirs at `GET /v1/accounts/{account}/themes`.',
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
  .meta({ id: 'ThemeCheck', description: 'One rule that a package is held to, and what was found.' });

export const version = z
  .object({
    version: z.int(),
    state: z.enum(submissionStates),
    createdAt: instant,
    uploadUntil: instant.meta({ description: 'Until when its form is good.' }),
    validatedAt: instant.nullable(),
    review: z
      .object({ decision: z.enum(['approve', 'reject']), feedback: z.string().nullable(), at: instant })
      .nullable(),
  })
  .meta({ id: 'ThemeVersion', description: 'A package that was handed in, or shall be.' });

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
  .meta({ id: 'ThemeUpload', description: 'A form for the package: the fields first, the file last.' });

const validation = z
  .object({
    themeId: z.string(),
    version: z.int(),
    state: z.enum(versionStates),
    checks: z.array(check).meta({ description: 'Once it is validated: all of them, also those that held.' }),
    validatedAt: instant.nullable(),
  })
  .meta({ id: 'ThemeValidation' });

const submitted = {
  201: {
    description: 'A form for its package: a zip of up to 10 MB. It is validated when it has arrived.',
    schema: z.object({ themeId: z.string(), version: z.int(), upload }),
  },
};

export const themesContract = {
  'GET /v1/themes': {
    summary: 'The themes on sale',
    description:
      'Newest first; most installed, best rated or cheapest first with `sort`. A purchase or a rating shows within a minute. With `tag` a part may hold fewer than `limit`, also none: it goes on as long as there is a `nextCursor`.',
    query: listQuery.extend({ sort: z.enum(themeSorts).default('newest'), tag: tag.optional() }),
    answers: { 200: { description: 'As of a moment ago.', schema: listOf(theme) } },
  },
  'POST /v1/themes': {
    summary: 'Submit a theme',
    description:
      'For `account`, or, left out, for the caller. On sale once its package was validated and approved. An account has ' +
      'at most 10 versions that wait for an upload, a validation or a review; one more is refused by 409 `too-many-submissions`.',
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
    summary: 'One theme',
    description: 'On sale; its creator also sees it before and after that.',
    params: z.object({ themeId }),
    answers: { 200: { description: 'As of this moment.', schema: theme } },
  },
  'PATCH /v1/themes/{themeId}': {
    summary: 'Change a theme',
    description:
      'Who has bought it keeps it, on the terms it was bought on. A theme that is delisted can be listed again.',
    params: z.object({ themeId }),
    body: z
      .strictObject({
        description: description.optional(),
        tags: tags.optional(),
        price: priceIn.optional(),
        delisted: z.boolean().optional(),
      })
      .refine((change) => Object.values(change).some((value) => value !== undefined), 'Name a change.'),
    answers: { 200: { description: 'Changed.', schema: theme } },
  },
  'POST /v1/themes/{themeId}/versions': {
    summary: 'Submit a new version',
    description:
      'The version on sale stays until the new one is approved. Refused by 409 `too-many-submissions` as a new theme is.',
    params: z.object({ themeId }),
    answers: submitted,
  },
  'GET /v1/themes/{themeId}/validation': {
    summary: 'What the checks found',
    description: 'In the newest package, or in that of `version`. For its creator.',
    params: z.object({ themeId }),
    query: z.strictObject({
      version: z
        .string()
        .regex(/^[1-9]\d{0,3}$/, 'The number of a version.')
        .transform(Number)
        .optional()
        .meta({ override: { type: 'integer', minimum: 1, maximum: 9_999 } }),
    }),
    answers: { 200: { description: 'As of this moment.', schema: validation } },
  },
  'GET /v1/accounts/{account}/submissions': {
    summary: 'The themes that an account submitted',
    params: accountParams,
    query: listQuery,
    answers: { 200: { description: 'Newest first.', schema: listOf(submission) } },
  },
} satisfies ContractOf<'themes'>;
