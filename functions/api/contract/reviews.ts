import * as z from 'zod';
import { submissionStates } from '../../domain/theme-store/theme-versions.ts';
import { listQuery, name } from './conventions.ts';
import { check, preview, price, version } from './themes.ts';

export const reviewQuery = listQuery.extend({
  state: z.enum(submissionStates).default('awaitingReview'),
});

/** Feedback is for the creator: whoever is refused must hear why. */
export const reviewBody = z
  .strictObject({
    decision: z.enum(['approve', 'reject']),
    feedback: name(2_000).optional(),
    version: z
      .int()
      .min(1)
      .max(9_999)
      .optional()
      .meta({ description: 'The one that was looked at: refused if there is a newer one.' }),
  })
  .superRefine(({ decision, feedback }, context) => {
    if (decision === 'reject' && feedback === undefined)
      context.addIssue({ code: 'custom', path: ['feedback'], message: 'Say why it is rejected.' });
  });

export const reviewAnswer = version
  .extend({
    themeId: z.string(),
    name: z.string(),
    description: z.string(),
    tags: z.array(z.string()),
    creator: z.string(),
    price,
    onSale: z.int().nullable().meta({ description: 'The version on sale.' }),
    checks: z.array(check),
    alike: z
      .array(
        z.object({
          themeId: z.string(),
          name: z.string(),
          creator: z.string(),
          sameFile: z.boolean().meta({ description: 'Whether the stylesheets are the same to the byte.' }),
          rules: z.int().meta({ description: 'Percent of the rules of either theme.css that both have.' }),
          tokens: z.int().meta({ description: 'Percent of the tokens of either theme that both have.' }),
        }),
      )
      .meta({
        description:
          'Other themes on sale that have at least 80 % of their rules or of their tokens in common with this version, ' +
          'at most five. Only for a version that waits for its review.',
      }),
    previews: z.array(preview).meta({ description: 'Of this version.' }),
    stylesheetUrl: z
      .url()
      .nullable()
      .meta({ description: 'Of this version, once it passed; good for an hour.' }),
  })
  .meta({ id: 'ThemeReview', description: 'A version of a theme, with all that a review needs.' });
