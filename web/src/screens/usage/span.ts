import type { By, Range, UsageSearch } from './search.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
/** The most points that the API gives at once. */
const MOST_POINTS = 1_000;

/** From `from` (inclusive) to `to` (exclusive), in milliseconds. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

const startOfDay = (time: number): number => Math.floor(time / DAY) * DAY;

/** The start of the month that is `months` after that of a time, in UTC. */
export function startOfMonth(time: number, months = 0): number {
  const date = new Date(time);
  return Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + months, 1);
}

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

/** The days of a span as a form shows them: the last one included. */
export const daysOf = ({ from, to }: Span): { readonly first: string; readonly last: string } => ({
  first: new Date(from).toISOString().slice(0, 10),
  last: new Date(to - 1).toISOString().slice(0, 10),
});

/** The times that an address keeps of days in a form; null while a form is not filled in. */
export function timesOf(first: string, last: string): { readonly from: string; readonly to: string } | null {
  const [from, to] = [Date.parse(first), Date.parse(last) + DAY];
  if (Number.isNaN(from) || Number.isNaN(to)) return null;
  return { from: new Date(from).toISOString(), to: new Date(to).toISOString() };
}
