import * as z from 'zod';
import { submissionStates } from '../../domain/theme-versions.ts';
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
    previews: z.array(preview).meta({ description: 'Of this version.' }),
    stylesheetUrl: z
      .url()
      .nullable()
      .meta({ description: 'Of this version, once it passed; good for an hour.' }),
  })
  .meta({ id: 'ThemeReview', description: 'A version of a theme, with all that a review needs.' });
