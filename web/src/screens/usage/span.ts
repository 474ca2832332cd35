import { type Span, startOfMonth } from '../../components/span.ts';
import type { By, Range, UsageSearch } from './search.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
/** The most points that the API gives at once, and how often it is asked for one chart: a year of hours is shown. */
const MOST_POINTS = 1_000;
const MOST_PARTS = 10;

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

const lengthOf = (by: By): number => (by === 'hour' ? HOUR : by === 'month' ? 28 * DAY : DAY);

/** Whether a span is not cut into more points than are shown at once. */
export const isFineEnough = ({ from, to }: Span, by: By): boolean =>
  (to - from) / lengthOf(by) < MOST_POINTS * MOST_PARTS;

/** A span in parts of no more points than the API gives at once. Each begins where a point does, so none comes twice. */
export function partsOf({ from, to }: Span, by: By): readonly Span[] {
  const length = MOST_POINTS * lengthOf(by);
  if (by === 'month' || to - from <= length) return [{ from, to }];
  const first = Math.floor(from / lengthOf(by)) * lengthOf(by);
  return Array.from({ length: Math.ceil((to - first) / length) }, (_, index) => ({
    from: first + index * length,
    to: Math.min(to, first + (index + 1) * length),
  }));
}

/** By what a range is shown when nobody said. */
export const defaultBy: Readonly<Record<Range, By>> = {
  hours48: 'hour',
  days30: 'day',
  period: 'day',
  months12: 'month',
  chosen: 'day',
};
