import { dayAt, monthsOf } from '../../domain/calendar.ts';
import { exactView } from '../../domain/exact-integers.ts';
import { findMeter } from '../../domain/meters.ts';
import {
  BANDS,
  type DayFigures,
  type MeterDay,
  sumOfFigures,
  weekOf,
} from '../../domain/reports/day-figures.ts';
import { type Day, plus } from '../../domain/time.ts';
import { dailyUsageOf } from '../../store/reports/daily-usage.ts';
import type { adminContract } from '../contract/admin.ts';
import type { Answer, Call } from '../kernel/call.ts';
import { reportPoints } from './span.ts';

type UsageCall = Call<(typeof adminContract)['GET /v1/admin/usage']>;

/**
 * Returns totals by meter and day, the distribution of usage on the last day that has figures, and usage by hour of the
 * week.
 */
export async function usageBetween({ query, now }: UsageCall): Promise<Answer> {
  const { first, last } = reportPoints(query, 'day', now);
  const shards = new Map<Day, DayFigures[]>();
  for (const { from, to } of monthsOf({ from: dayAt(first.start), to: dayAt(plus(last.end, -1)) }))
    for await (const { day, figures } of dailyUsageOf(from, to))
      shards.set(day, [...(shards.get(day) ?? []), figures]);
  const days = [...shards].map(([day, figures]) => ({ day, figures: sumOfFigures(figures) }));
  const items = days.flatMap(({ day, figures }) =>
    byMeter(figures).map(([meter, { total, accounts }]) => ({
      day,
      meter,
      unit: findMeter(meter)?.unit ?? '',
      total: exactView(total),
      accounts,
    })),
  );
  const latest = days.at(-1);
  return {
    status: 200,
    body: {
      items,
      latest: latest ? { day: latest.day, meters: spreadOf(latest.figures) } : null,
      hours: weekOf(days).map(({ amount, ...hour }) => ({ ...hour, amount: exactView(amount) })),
    },
  };
}

/** DynamoDB maps have no order, so sort by meter. */
const byMeter = (figures: DayFigures): [string, MeterDay][] =>
  Object.entries(figures).sort(([a], [b]) => (a < b ? -1 : 1));

const spreadOf = (figures: DayFigures) =>
  byMeter(figures).map(([meter, { bands, top }]) => ({
    meter,
    distribution: BANDS.map((band, index) => ({ percentOfLimit: band, accounts: bands[index] ?? 0 })),
    top: top.map(([account, used]) => ({ account, used })),
  }));
