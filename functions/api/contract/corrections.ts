import * as z from 'zod';
import { metersOf } from '../../domain/meters.ts';
import type { ContractOf } from '../kernel/call.ts';
import { account, instant, instantIn, money, name } from './conventions.ts';

const counters = metersOf('counter').map((meter) => meter.name);

/** Names of events that the service makes itself hold the name of a log file, which S3 allows to be that long. */
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
      'Taken up by the next close of the meter. What of a credit finds no charge there is refunded to the payment of its period.',
  });

const correction = z
  .object({
    correctionId: z.string(),
    before: z.int().meta({ description: 'What the event counted for until now.' }),
    after: z.int(),
    period: z.object({ start: instant, end: instant }).meta({ description: 'That it was counted in.' }),
    closed: z.boolean().meta({ description: 'Whether that has closed: then its balance stays as it is.' }),
    effect: effect.nullable(),
  })
  .meta({ id: 'UsageCorrection' });

export const correctionsContract = {
  'POST /v1/usage-corrections': {
    summary: 'Correct a counted event',
    description:
      'Sets what one counted event counts for, up or down. In a period that is open its use moves by the difference; of one that has closed, only what was beyond the limit and had been confirmed, as a line on the next overage charge. Credits, refunds and waivers of a charge never exceed it.',
    body: z.strictObject({
      account,
      meter: z.enum(counters, { error: `One of ${counters.join(', ')}.` }),
      source: name(256).meta({ example: 'cdn' }),
      id: name(LONGEST_ID).meta({ example: 'req-7f3a' }),
      time: instantIn.meta({ description: 'The time of the event, as it was sent.' }),
      amount: z
        .int({ error: 'A whole number from 0 to 9007199254740991.' })
        .min(0, 'At least 0.')
        .meta({ description: 'The new amount of the event, all of it.', example: 1_000_000 }),
      reason: name(500).meta({ example: 'The log file was cut short' }),
    }),
    answers: {
      200: { description: 'It counted for that already; nothing changed.', schema: correction },
      201: { description: 'Corrected.', schema: correction },
    },
  },
} satisfies ContractOf<'corrections'>;
