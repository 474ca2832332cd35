import * as z from 'zod';
import { submissionStates } from '../../domain/theme-store/theme-versions.ts';
import { listQuery, name } from './conventions.ts';
import { check, preview, price, version } from './themes.ts';

export const reviewQuery = listQuery.extend({
  state: z.enum(submissionStates).default('awaitingReview'),
});

/** Feedback is sent to the creator, so a rejection requires it. */
export const reviewBody = z
  .strictObject({
    decision: z.enum(['approve', 'reject']),
    feedback: name(2_000).optional(),
    version: z
      .int()
      .min(1)
      .max(9_999)
      .optional()
      .meta({ description: 'The reviewed version. The request is rejected if a newer one exists.' }),
  })
  .superRefine(({ decision, feedback }, context) => {
    if (decision === 'reject' && feedback === undefined)
      context.addIssue({
        code: 'custom',
        path: ['feedback'],
        message: 'Feedback is required for a rejection.',
      });
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
          sameFile: z.boolean().meta({ description: 'Whether the stylesheets are identical.' }),
          rules: z
            .int()
            .meta({ description: 'Percentage of the rules of either theme.css that both share.' }),
          tokens: z.int().meta({ description: 'Percentage of the tokens of either theme that both share.' }),
        }),
      )
      .meta({
        description:
          'Other themes on sale that share at least 80 % of their rules or tokens with this version, ' +
          'at most five. Only for a version that awaits review.',
      }),
    previews: z.array(preview).meta({ description: 'The price of this version.' }),
    stylesheetUrl: z
      .url()
      .nullable()
      .meta({ description: 'A link to the files of this version after validation, valid for an hour.' }),
  })
  .meta({ id: 'ThemeReview', description: 'A theme version with the data for its review.' });
