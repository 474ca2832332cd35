import { type Day, type Instant, iso } from './time.ts';

/** Returns the UTC day of a time. */
export const dayAt = (at: Instant): Day => iso(at).slice(0, 10) as Day;

/** A span of days, both included. */
export interface DaySpan {
  readonly from: Day;
  readonly to: Day;
}

/** Splits a span by month, because lists by day are stored by month. */
export function monthsOf({ from, to }: DaySpan): DaySpan[] {
  const spans: DaySpan[] = [];
  for (let month = from.slice(0, 7); month <= to.slice(0, 7); month = monthAfter(month)) {
    const [first, last] = [`${month}-01`, `${month}-31`] as [Day, Day];
    spans.push({ from: from > first ? from : first, to: to < last ? to : last });
  }
  return spans;
}

/** `2027-12` → `2028-01`. */
function monthAfter(month: string): string {
  const [year, number] = month.split('-').map(Number);
  return new Date(Date.UTC(year ?? 0, number ?? 0, 1)).toISOString().slice(0, 7);
}

/** Returns the day of the week, 1 for Monday to 7 for Sunday (ISO 8601). */
export const weekdayOf = (day: Day): number => ((new Date(day).getUTCDay() + 6) % 7) + 1;
