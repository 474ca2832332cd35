import { type Span, startOfMonth, timeIn } from '../../components/span.ts';

const DAY = 86_400_000;
/** The most points that a report has. */
const MOST_POINTS = 400;

export const ranges = ['days30', 'days90', 'months12', 'chosen'] as const;
export type Range = (typeof ranges)[number];

/** What the address says of the time that a report is about. */
export interface RangeSearch {
  readonly range?: Range;
  /** Times in ISO 8601, of a range that was chosen; up to `to`, without it. */
  readonly from?: string;
  readonly to?: string;
}

/** What of an address can be shown; a stale link still opens the page. */
export function rangeSearch(search: Record<string, unknown>): RangeSearch {
  const [from, to] = [timeIn(search.from), timeIn(search.to)];
  if (from !== null && to !== null) return { range: 'chosen', from, to };
  const range = ranges.find((each) => each === search.range);
  return range && range !== 'chosen' ? { range } : {};
}

/** What a range stands for on a day, that day included. */
export function spanOf({ range = 'days30', from, to }: RangeSearch, today: number): Span {
  if (range === 'chosen' && from !== undefined && to !== undefined)
    return { from: Date.parse(from), to: Date.parse(to) };
  const starts: Readonly<Record<Range, number>> = {
    days30: today - 29 * DAY,
    days90: today - 89 * DAY,
    months12: startOfMonth(today, -11),
    chosen: today,
  };
  return { from: starts[range], to: today + DAY };
}

/** Whether a span has no more days than a report has points. */
export const isShownByDay = ({ from, to }: Span): boolean => (to - from) / DAY <= MOST_POINTS;

export const timesIn = ({ from, to }: Span): { readonly from: string; readonly to: string } => ({
  from: new Date(from).toISOString(),
  to: new Date(to).toISOString(),
});
