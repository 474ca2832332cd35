import { DAY, type Day, HOUR, type Hour, type Instant, iso, startOfHour } from '../time.ts';
import { readVarint, varint } from '../varint.ts';
import { type DeduplicationLog, hourOfPlace } from './deduplication.ts';

/**
 * What was used in each hour and on each day, by the time of the events.
 *
 * Entries that leave the deduplication log are added to the *tally* of their balance, by the write that removes them from
 * the log. When the tally has more than a few hours, it is folded into records of sums, by hour and by day. So what a
 * balance has *pending* (its log and its tally) is not in the sums yet, and everything else is.
 *
 * A fold may run twice, and with more in it the second time: if the write that empties the tally loses against another
 * consumer, the next attempt folds what was added meanwhile, too. So each balance numbers its folds, and a record keeps
 * the latest fold of each period apart from its total. A fold of the same number replaces the latest one, because
 * pending amounts only grow; a fold of the next number adds the latest one to the total first.
 */
export interface UsageSums {
  /** All folds but the latest ones. */
  readonly total: Amounts;
  /** By the first day of the period in which the events were counted. */
  readonly latest: ReadonlyMap<Day, Fold>;
}

export interface Fold {
  readonly number: number;
  readonly amounts: Amounts;
}

/** Number of an hour or day since 1970 → amount in the meter's unit. */
export type Amounts = ReadonlyMap<number, number>;

/** Sums are kept by hour and by day: a series reads the coarser ones if it can. */
export type SumLevel = keyof typeof levels;

/** The length of a sum, and how much of the time names the record that it is in: ten days of hours, a month of days. */
const levels = {
  hours: { length: HOUR, named: '2026-11-2'.length },
  days: { length: DAY, named: '2026-11'.length },
} as const;

export const sumLevels = /* @__PURE__ */ Object.keys(levels) as SumLevel[];

/** A balance keeps that many hours before it folds them: about 80 bytes. */
export const MOST_TALLIED = 16;

export const noSums: UsageSums = { total: new Map(), latest: new Map() };

export const numberOf = (level: SumLevel, at: Instant): number => Math.floor(at / levels[level].length);
export const startOf = (level: SumLevel, number: number): Instant =>
  (number * levels[level].length) as Instant;

/** Names the record that has the sum of a moment. Names are in the order of time. */
export const spanOf = (level: SumLevel, at: Instant): string => iso(at).slice(0, levels[level].named);

/** Returns the amounts of a log, by hour. */
export function amountsIn(journal: DeduplicationLog): Map<number, number> {
  const amounts = new Map<number, number>();
  for (const [place, entries] of journal)
    for (const { amount } of entries) addAmount(amounts, hourNumber(hourOfPlace(place)), amount);
  return amounts;
}

const hourNumber = (hour: Hour): number => numberOf('hours', startOfHour(hour));

/** Returns what a balance has that is in no sums yet, by hour. */
export const pendingOf = ({
  tally,
  journal,
}: {
  readonly tally: Amounts;
  readonly journal: DeduplicationLog;
}): Amounts => plusAmounts(tally, amountsIn(journal));

export function plusAmounts(...all: readonly Amounts[]): Map<number, number> {
  const sum = new Map<number, number>();
  for (const amounts of all) for (const [number, amount] of amounts) addAmount(sum, number, amount);
  return sum;
}

function addAmount(amounts: Map<number, number>, number: number, amount: number): void {
  amounts.set(number, (amounts.get(number) ?? 0) + amount);
}

/** Splits amounts by hour into those of each record. */
export function bySpan(level: SumLevel, hours: Amounts): Map<string, Map<number, number>> {
  const spans = new Map<string, Map<number, number>>();
  for (const [hour, amount] of hours) {
    const at = startOf('hours', hour);
    const span = spanOf(level, at);
    const own = spans.get(span) ?? new Map<number, number>();
    addAmount(own, numberOf(level, at), amount);
    spans.set(span, own);
  }
  return spans;
}

/** Returns the sums after a fold; the same object if they contain it already. */
export function fold(sums: UsageSums, period: Day, next: Fold): UsageSums {
  const latest = sums.latest.get(period);
  if (latest && (latest.number > next.number || isContained(next, latest))) return sums;
  const isEnded = latest !== undefined && latest.number < next.number;
  return {
    total: isEnded ? plusAmounts(sums.total, latest.amounts) : sums.total,
    latest: new Map(sums.latest).set(period, next),
  };
}

const isContained = (fold: Fold, latest: Fold): boolean =>
  latest.number === fold.number && sumOf(latest.amounts) >= sumOf(fold.amounts);

const sumOf = (amounts: Amounts): number => [...amounts.values()].reduce((sum, amount) => sum + amount, 0);

/** Returns the amounts of a record: its total and the latest folds. */
export const amountsOf = ({ total, latest }: UsageSums): Map<number, number> =>
  plusAmounts(total, ...[...latest.values()].map(({ amounts }) => amounts));

/** Encodes amounts as pairs of a gap and an amount: about five bytes for each hour of usual traffic. */
export function encodeAmounts(amounts: Amounts): Uint8Array {
  let last = 0;
  const bytes: number[] = [];
  for (const [number, amount] of [...amounts].sort(([a], [b]) => a - b)) {
    bytes.push(...varint(number - last), ...varint(amount));
    last = number;
  }
  return Uint8Array.from(bytes);
}

export function decodeAmounts(bytes: Uint8Array): Map<number, number> {
  const amounts = new Map<number, number>();
  let last = 0;
  for (let from = 0; from < bytes.length; ) {
    const [gap, middle] = readVarint(bytes, from);
    const [amount, next] = readVarint(bytes, middle);
    last += gap;
    amounts.set(last, amount);
    from = next;
  }
  return amounts;
}
