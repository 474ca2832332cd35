import { SECOND } from '../time.ts';
import { OWN_SOURCES } from './deduplication.ts';

/** Usage that MediaConvert tells of: nobody else may send events of this source. */
export const TRANSCODING_SOURCE = `${OWN_SOURCES}mediaconvert`;
export const TRANSCODING_METER = 'transcoding';

/**
 * What a job counts for: the milliseconds of all its outputs together, in seconds. A started second counts whole,
 * once a job and not once an output, so the remainder (less than a second a job) goes to the seller.
 */
export const secondsOfJob = (outputMilliseconds: readonly number[]): number =>
  Math.ceil(outputMilliseconds.reduce((sum, milliseconds) => sum + milliseconds, 0) / SECOND);
