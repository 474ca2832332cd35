import type { Quota } from '../metering/quota.ts';
import type { Meter } from '../meters.ts';

/** How far usage must have fallen below a threshold before it alerts again, in percentage points of the limit. */
const REARM_POINTS = 5;

/** The threshold of `quota.exceeded`, in percent of the limit. That of `quota.warning` is the meter's. */
export const EXCEEDED_PERCENT = 100;

/** A rise of usage that affects the alerts of one threshold. */
export interface Rise {
  /** The threshold, in percent of the limit. */
  readonly percent: number;
  /** Whether usage reached the threshold. Otherwise it only rose above the threshold's re-arm mark. */
  readonly isReached: boolean;
  /** Whether usage was below the re-arm mark before. */
  readonly isFromLow: boolean;
}

type Use = Pick<Quota, 'used' | 'limit'>;

/** Returns the rises between two states of a quota, at most one per threshold. */
export function risesOf(meter: Meter, before: Use, after: Use): Rise[] {
  return [meter.warnAtPercent, EXCEEDED_PERCENT].flatMap((percent): Rise[] => {
    const mark = percent - REARM_POINTS;
    const isFromLow = isBelow(before, mark);
    const isReached = isBelow(before, percent) && !isBelow(after, percent);
    return isReached || (isFromLow && !isBelow(after, mark)) ? [{ percent, isReached, isFromLow }] : [];
  });
}

/** In integers, to avoid rounding. */
const isBelow = ({ used, limit }: Use, percent: number): boolean =>
  BigInt(used) * 100n < BigInt(limit) * BigInt(percent);
