import { HOUR, type Hour, hourOf, type Instant, plus, startOfHour } from './time.ts';

export type Granularity = 'hour' | 'day' | 'month';

/** A span of a series, from `start` (inclusive) to `end` (exclusive), and the hours in it. */
export interface Point {
  readonly start: Instant;
  readonly end: Instant;
  readonly hours: readonly Hour[];
}

/**
 * The started hours, days or months from `from` (inclusive) to `to` (exclusive), oldest first, in UTC. Stops at
 * one more than `most`, so that a careless range costs nothing.
 */
export function pointsOf(from: Instant, to: Instant, granularity: Granularity, most: number): Point[] {
  const points: Point[] = [];
  for (let start = startOf(from, granularity); start < to && points.length <= most; ) {
    const end = endOf(start, granularity);
    points.push({ start, end, hours: hoursBetween(start, end) });
    start = end;
  }
  return points;
}

function startOf(at: Instant, granularity: Granularity): Instant {
  const date = new Date(at);
  if (granularity === 'hour') return startOfHour(hourOf(at));
  const day = granularity === 'month' ? 1 : date.getUTCDate();
  return Date.UTC(date.getUTCFullYear(), date.getUTCMonth(), day) as Instant;
}

function endOf(start: Instant, granularity: Granularity): Instant {
  const date = new Date(start);
  if (granularity === 'hour') return plus(start, HOUR);
  if (granularity === 'day') return plus(start, 24 * HOUR);
  return Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 1) as Instant;
}

const hoursBetween = (start: Instant, end: Instant): Hour[] =>
  Array.from({ length: Math.round((end - start) / HOUR) }, (_, index) => hourOf(plus(start, index * HOUR)));
