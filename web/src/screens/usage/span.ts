import { type Span, startOfMonth } from '../../components/span.ts';
import type { By, Range, UsageSearch } from './search.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
/** The most points that the API gives at once. */
const MOST_POINTS = 1_000;

const startOfDay = (time: number): number => Math.floor(time / DAY) * DAY;

/** What a range stands for now. It ends with the running hour, so that it stays the same for as long. */
export function spanOf({ range = 'days30', from, to }: UsageSearch, now: number): Span {
  const end = (Math.floor(now / HOUR) + 1) * HOUR;
  const starts: Readonly<Record<Range, number>> = {
    hours48: end - 48 * HOUR,
    days30: startOfDay(now) - 29 * DAY,
    period: startOfMonth(now),
    months12: startOfMonth(now, -11),
    chosen: 0,
  };
  if (range === 'chosen' && from !== undefined && to !== undefined)
    return { from: Date.parse(from), to: Date.parse(to) };
  return { from: starts[range], to: end };
}

/**
 * The time before: as long, and up to where this one begins. Of whole months the months before, however long they
 * were.
 */
export function spanBefore({ from, to }: Span, by: By, range: Range): Span {
  if (from !== startOfMonth(from) || (by !== 'month' && range !== 'period'))
    return { from: from - (to - from), to: from };
  const months = monthsIn({ from, to });
  const start = startOfMonth(from, -months);
  return by === 'month'
    ? { from: start, to: from }
    : { from: start, to: Math.min(from, start + (to - from)) };
}

function monthsIn({ from, to }: Span): number {
  const [first, last] = [new Date(from), new Date(to - 1)];
  return (last.getUTCFullYear() - first.getUTCFullYear()) * 12 + last.getUTCMonth() - first.getUTCMonth() + 1;
}

/** Whether a span is not cut into more points than can be had at once. */
export function isFineEnough({ from, to }: Span, by: By): boolean {
  const length = by === 'hour' ? HOUR : by === 'month' ? 28 * DAY : DAY;
  return (to - from) / length < MOST_POINTS;
}

/** By what a range is shown when nobody said. */
export const defaultBy: Readonly<Record<Range, By>> = {
  hours48: 'hour',
  days30: 'day',
  period: 'day',
  months12: 'month',
  chosen: 'day',
};
