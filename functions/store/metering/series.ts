import type { AccountId } from '../../domain/accounts.ts';
import {
  amountsOf,
  bySpan,
  fold,
  noSums,
  numberOf,
  pendingOf,
  plusAmounts,
  type SumLevel,
  startOf,
  type UsageSums,
} from '../../domain/metering/usage-sums.ts';
import type { Meter } from '../../domain/meters.ts';
import { periodOf } from '../../domain/periods.ts';
import type { Instant } from '../../domain/time.ts';
import { loadHistorySince } from './history.ts';
import { sumsBetween } from './usage-sums.ts';

/**
 * Returns what was used in each hour, or on each day, by the time of the events and with their corrections: start →
 * amount in the meter's unit, from `from` (inclusive) to `to` (exclusive). Hours and days without use are left out. Two
 * consistent Queries: the balances since `from`, for what they have pending, then the sums. Their cost follows the length of
 * the series, whatever the number of events: a month by day and a year by month are a few read units.
 */
export async function usageSeries(
  account: AccountId,
  meter: Meter,
  level: SumLevel,
  from: Instant,
  to: Instant,
  now: Instant,
): Promise<Map<Instant, number>> {
  // In this order: what is folded in between is in the sums, and the fold's number says so.
  const history = await loadHistorySince(account, meter, periodOf(from), now);
  const stored = await sumsBetween(account, meter, level, from, to);
  const spans = new Map<string, UsageSums>(stored.map(({ span, sums }) => [span, sums]));
  for (const { day, balance } of history)
    for (const [span, amounts] of bySpan(level, pendingOf(balance)))
      spans.set(span, fold(spans.get(span) ?? noSums, day, { number: balance.folds, amounts }));
  const sums = plusAmounts(
    ...[...spans.values()].map(amountsOf),
    ...stored.map(({ corrected }) => corrected),
  );
  const isWithin = (start: Instant) => start >= startOf(level, numberOf(level, from)) && start < to;
  return new Map(
    [...sums]
      .map(([number, amount]) => [startOf(level, number), amount] as const)
      .filter(([start]) => isWithin(start))
      .sort(([a], [b]) => a - b),
  );
}
