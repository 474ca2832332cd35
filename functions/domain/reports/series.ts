import { DAY, HOUR, hourOf, type Instant, plus, startOfHour } from '../time.ts';

export type Granularity = 'hour' | 'day' | 'month';

/** A span of a series, from `start` (inclusive) to `end` (exclusive). */
export interface Point {
  readonly start: Instant;
  readonly end: Instant;
}

/** Counts the points of a range without creating them, so that refusing a long range costs nothing. */
export function countPoints(from: Instant, to: Instant, granularity: Granularity): number {
  if (to <= from) return 0;
  const last = plus(to, -1);
  if (granularity === 'month') return monthNumber(last) - monthNumber(from) + 1;
  const length = granularity === 'day' ? DAY : HOUR;
  return Math.floor(last / length) - Math.floor(from / length) + 1;
}

/** Lists the started hours, days or months from `from` (inclusive) to `to` (exclusive), oldest first, in UTC. */
export function pointsOf(from: Instant, to: Instant, granularity: Granularity): Point[] {
  const points: Point[] = [];
  for (let start = startOf(from, granularity); start < to; ) {
    const end = endOf(start, granularity);
    points.push({ start, end });
    start = end;
  }
  return points;
}

/**
 * Returns the sum per point, from the amounts of hours or days by their start. Cost grows with the points and those amounts,
 * not with the span.
 */
export function sumsOf(
  points: readonly Point[],
  granularity: Granularity,
  amounts: ReadonlyMap<Instant, number>,
): number[] {
  const sums = new Map<Instant, number>();
  for (const [at, amount] of amounts) {
    const start = startOf(at, granularity);
    sums.set(start, (sums.get(start) ?? 0) + amount);
  }
  return points.map(({ start }) => sums.get(start) ?? 0);
}

function monthNumber(at: Instant): number {
  const date = new Date(at);
  return date.getUTCFullYear() * 12 + date.getUTCMonth();
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
  if (granularity === 'day') return plus(start, DAY);
  return Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 1) as Instant;
}
