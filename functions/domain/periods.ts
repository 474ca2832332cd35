import { DAY, type Day, type Instant, iso, parseInstant, plus } from './time.ts';

/** A billing period: a calendar month in UTC, from `start` (inclusive) to `end` (exclusive). */
export interface Period {
  readonly start: Instant;
  readonly end: Instant;
  /** The first day, as used in keys: `2026-11-01`. */
  readonly day: Day;
}

/** How long after its end a period still counts its events, in milliseconds. */
export const GRACE = DAY;

export function periodOf(at: Instant): Period {
  const date = new Date(at);
  return monthAt(date.getUTCFullYear(), date.getUTCMonth());
}

export const nextPeriod = (period: Period): Period => periodOf(period.end);

export const previousPeriod = (period: Period): Period => periodOf(plus(period.start, -1));

export const periodOfDay = (day: Day): Period => periodOf(parseInstant(`${day}T00:00:00Z`));

/** Whether the period can be closed: its grace period is over. */
export const isDue = (period: Period, now: Instant): boolean => now >= plus(period.end, GRACE);

/** Returns how many periods `later` is after `earlier`. */
export function periodsBetween(earlier: Period, later: Period): number {
  const months = (period: Period) => {
    const date = new Date(period.start);
    return date.getUTCFullYear() * 12 + date.getUTCMonth();
  };
  return months(later) - months(earlier);
}

function monthAt(year: number, month: number): Period {
  const start = Date.UTC(year, month, 1) as Instant;
  return { start, end: Date.UTC(year, month + 1, 1) as Instant, day: iso(start).slice(0, 10) as Day };
}
