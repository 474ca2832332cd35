import { dayAt } from '../../domain/calendar.ts';
import { addSums, type RevenueSums, revenueReport } from '../../domain/reports/revenue.ts';
import { type Day, iso, plus } from '../../domain/time.ts';
import { revenueIn } from '../../store/reports/figures.ts';
import type { adminContract } from '../contract/admin.ts';
import type { Answer, Call } from '../kernel/call.ts';
import { reportPoints } from './span.ts';

type RevenueCall = Call<(typeof adminContract)['GET /v1/admin/revenue']>;

/** Returns revenue by day or month, from the sums that the charges' transactions update. */
export async function revenueBetween({ query, now }: RevenueCall): Promise<Answer> {
  const { points, first, last } = reportPoints(query, query.granularity, now);
  const keyOf = (day: Day): string => (query.granularity === 'month' ? day.slice(0, 7) : day);
  const sums = new Map<string, RevenueSums[]>();
  const span = { from: dayAt(first.start), to: dayAt(plus(last.end, -1)) };
  for await (const { day, sums: some } of revenueIn(span))
    sums.set(keyOf(day), [...(sums.get(keyOf(day)) ?? []), some]);
  const items = points.map(({ start }) => ({
    start: iso(start),
    ...revenueReport(addSums(sums.get(keyOf(dayAt(start))) ?? [])),
  }));
  const totals = revenueReport(addSums([...sums.values()].flat()));
  return { status: 200, body: { from: iso(first.start), to: iso(last.end), items, totals } };
}
