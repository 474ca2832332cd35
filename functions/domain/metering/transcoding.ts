import { SECOND } from '../time.ts';
import { OWN_SOURCES } from './deduplication.ts';

/** The source of usage from MediaConvert. Clients cannot use it. */
export const TRANSCODING_SOURCE = `${OWN_SOURCES}mediaconvert`;
export const TRANSCODING_METER = 'transcoding';

/**
 * Returns the seconds that a job counts: the durations of all its outputs added up, rounded up once per job. Rounding
 * adds less than a second per job.
 */
export const secondsOfJob = (outputMilliseconds: readonly number[]): number =>
  Math.ceil(outputMilliseconds.reduce((sum, milliseconds) => sum + milliseconds, 0) / SECOND);
