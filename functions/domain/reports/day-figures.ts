import { weekdayOf } from '../calendar.ts';
import { addExact, type ExactInteger } from '../exact-integers.ts';
import type { Day } from '../time.ts';

/** What one account contributes to the figures of a day. Amounts in the meter's unit. */
export interface MeterFigures {
  /** The day's growth of a counter; the amount of a gauge or of slots at its end. */
  readonly amount: number;
  readonly used: number;
  readonly limit: number;
  /** For a counter: usage per hour of the day. */
  readonly hours?: Hours;
}

/** An amount per hour of a day (UTC), from 0 to 23. */
export type Hours = readonly number[];

/** The figures of many accounts for a day, by meter. */
export type DayFigures = Readonly<Record<string, MeterDay>>;

export interface MeterDay {
  readonly total: ExactInteger;
  readonly accounts: number;
  /** The number of accounts by usage as a percentage of their limit, in the bands below. */
  readonly bands: readonly number[];
  /** The accounts with the highest usage, highest first. */
  readonly top: readonly (readonly [account: string, used: number])[];
  /** For counters with usage: the sum per hour. */
  readonly hours?: readonly ExactInteger[];
}

/**
 * Usage bands in percent of the limit: none, below a half, below the warning, below the limit, at the limit or above.
 */
export const BANDS = ['0', '1-49', '50-79', '80-99', '100+'] as const;
const TOP_ACCOUNTS = 10;

const nothing: MeterDay = { total: 0, accounts: 0, bands: BANDS.map(() => 0), top: [] };

/** In integers, to avoid rounding. */
function bandOf({ used, limit }: MeterFigures): number {
  if (used === 0) return 0;
  if (used >= limit) return 4;
  const [parts, whole] = [BigInt(used) * 100n, BigInt(limit)];
  return parts >= whole * 80n ? 3 : parts >= whole * 50n ? 2 : 1;
}

const byUse = (a: readonly [string, number], b: readonly [string, number]): number =>
  b[1] - a[1] || (a[0] < b[0] ? -1 : 1);

/** Returns the figures with another account added. */
export function figuresAfter(
  figures: DayFigures,
  account: string,
  usage: Readonly<Record<string, MeterFigures>>,
): DayFigures {
  const added = Object.entries(usage).map(([meter, own]) => {
    const { total, accounts, bands, top } = figures[meter] ?? nothing;
    const band = bandOf(own);
    const entry = [account, own.used] as const;
    return [
      meter,
      {
        total: addExact(total, own.amount),
        accounts: accounts + 1,
        bands: bands.map((count, index) => (index === band ? count + 1 : count)),
        top: own.used > 0 ? [...top, entry].sort(byUse).slice(0, TOP_ACCOUNTS) : top,
        ...hoursIn(figures[meter], own),
      },
    ];
  });
  return { ...figures, ...Object.fromEntries(added) };
}

/** Adds up the figures of several shards. */
export function sumOfFigures(all: readonly DayFigures[]): DayFigures {
  const sum: Record<string, MeterDay> = {};
  for (const figures of all)
    for (const [meter, day] of Object.entries(figures)) {
      const known = sum[meter] ?? nothing;
      sum[meter] = {
        total: addExact(known.total, day.total),
        accounts: known.accounts + day.accounts,
        bands: known.bands.map((count, index) => count + (day.bands[index] ?? 0)),
        top: [...known.top, ...day.top].sort(byUse).slice(0, TOP_ACCOUNTS),
        ...hoursIn(known, day),
      };
    }
  return sum;
}

interface MayHaveHours {
  readonly hours?: readonly ExactInteger[];
}

/** Adds both; empty if neither has any. */
function hoursIn({ hours: a }: MayHaveHours = {}, { hours: b }: MayHaveHours = {}): MayHaveHours {
  const hours = a && b ? a.map((amount, hour) => addExact(amount, b[hour] ?? 0)) : (a ?? b);
  return hours ? { hours } : {};
}

/** Usage of a counter in one hour of one day of the week. */
export interface HourOfWeek {
  /** 1 for Monday to 7 for Sunday. */
  readonly weekday: number;
  readonly hour: number;
  readonly meter: string;
  readonly amount: ExactInteger;
}

/**
 * Returns the usage of counters by hour of the week, all weeks added up, by meter and in order of time. Omits hours
 * without usage.
 */
export function weekOf(days: readonly { readonly day: Day; readonly figures: DayFigures }[]): HourOfWeek[] {
  const sums = new Map<string, Map<number, ExactInteger>>();
  for (const { day, figures } of days)
    for (const [meter, { hours = [] }] of Object.entries(figures))
      for (const [hour, amount] of hours.entries()) {
        const own = sums.get(meter) ?? new Map<number, ExactInteger>();
        const place = 24 * (weekdayOf(day) - 1) + hour;
        sums.set(meter, own.set(place, addExact(own.get(place) ?? 0, amount)));
      }
  return [...sums].sort(byName).flatMap(([meter, own]) =>
    [...own]
      .filter(([, amount]) => amount > 0)
      .sort(([a], [b]) => a - b)
      .map(([place, amount]) => ({
        weekday: 1 + Math.floor(place / 24),
        hour: place % 24,
        meter,
        amount,
      })),
  );
}

const byName = ([a]: readonly [string, unknown], [b]: readonly [string, unknown]): number => (a < b ? -1 : 1);
