import * as z from 'zod';
import { metersOf } from '../../domain/meters.ts';
import type { ContractOf } from '../kernel/call.ts';
import { account, instant, instantIn, money, name } from './conventions.ts';

const counters = metersOf('counter').map((meter) => meter.name);

/** The ids of events made from log files contain the S3 key, which has up to 1,024 bytes. */
const LONGEST_ID = 1_100;

const effect = z
  .object({
    kind: z.enum(['debit', 'credit']),
    amount: money,
    meter: z.string(),
    period: z.object({ start: instant, end: instant }),
  })
  .meta({
    id: 'CorrectionEffect',
    description:
      'Applied at the next close of the meter. Credit that exceeds the charge is refunded to the payment of its period.',
  });

const correction = z
  .object({
    correctionId: z.string(),
    before: z.int().meta({ description: 'The previous amount of the event.' }),
    after: z.int(),
    period: z
      .object({ start: instant, end: instant })
      .meta({ description: 'The period that includes the event.' }),
    closed: z
      .boolean()
      .meta({ description: 'Whether the period is closed. The balance of a closed period does not change.' }),
    effect: effect.nullable(),
  })
  .meta({ id: 'UsageCorrection' });

export const correctionsContract = {
  'POST /v1/usage-corrections': {
    summary: 'Correct a counted event',
    description:
      'Sets the amount of a counted event, higher or lower. In an open period the usage changes by the difference. In a closed period only confirmed overage changes, as a line on the next overage charge. An event can be corrected until the end of the 12th month after its own. Credits, refunds and waivers of a charge never exceed its amount.',
    body: z.strictObject({
      account,
      meter: z.enum(counters, { error: `One of ${counters.join(', ')}.` }),
      source: name(256).meta({ example: 'cdn' }),
      id: name(LONGEST_ID).meta({ example: 'req-7f3a' }),
      time: instantIn.meta({ description: 'The `time` that was sent with the event.' }),
      amount: z
        .int({ error: 'Must be a whole number from 0 to 9007199254740991.' })
        .min(0, 'At least 0.')
        .meta({ description: 'The new total amount of the event.', example: 1_000_000 }),
      reason: name(500).meta({ example: 'The log file was cut short' }),
    }),
    answers: {
      200: { description: 'The event already had this amount. Nothing changed.', schema: correction },
      201: { description: 'Corrected.', schema: correction },
    },
  },
} satisfies ContractOf<'corrections'>;
