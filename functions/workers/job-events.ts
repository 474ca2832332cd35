import * as z from 'zod';
import { type Instant, parseInstant } from '../domain/time.ts';

/** A finished transcoding job, with the user metadata of its submitter. */
export interface FinishedJob {
  readonly jobId: string;
  readonly at: Instant;
  readonly account: string | undefined;
  readonly reservationId: string | undefined;
  /** Durations of the outputs. */
  readonly milliseconds: readonly number[];
}

/** AWS Elemental MediaConvert User Guide, "Events with COMPLETE status". */
const jobEvent = z.object({
  source: z.literal('aws.mediaconvert'),
  'detail-type': z.literal('MediaConvert Job State Change'),
  time: z.iso.datetime(),
  detail: z.object({
    jobId: z.string().min(1),
    status: z.string(),
    userMetadata: z.record(z.string(), z.string()).default({}),
    outputGroupDetails: z
      .array(
        z.object({
          // Outputs without a duration (stills, captions) have no such field.
          outputDetails: z.array(z.object({ durationInMs: z.int().min(0).default(0) })).default([]),
        }),
      )
      .default([]),
  }),
});

/** Parses the job in a message; null if the job is running or failed. Throws if the message has another format. */
export function readJobEvent(body: string): FinishedJob | null {
  const { time, detail } = jobEvent.parse(JSON.parse(body));
  if (detail.status !== 'COMPLETE') return null;
  return {
    jobId: detail.jobId,
    at: parseInstant(time),
    account: detail.userMetadata.account,
    reservationId: detail.userMetadata.reservationId,
    milliseconds: detail.outputGroupDetails.flatMap(({ outputDetails }) =>
      outputDetails.map(({ durationInMs }) => durationInMs),
    ),
  };
}
