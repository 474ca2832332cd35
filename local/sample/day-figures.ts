import type { AccountId } from '../../functions/domain/accounts.ts';
import { dayAt } from '../../functions/domain/calendar.ts';
import { requireMeter } from '../../functions/domain/meters.ts';
import type { MeterFigures } from '../../functions/domain/reports/day-figures.ts';
import type { Day, Instant } from '../../functions/domain/time.ts';
import { contributionKey } from '../../functions/store/keys.ts';
import { addContribution, addDailyUsage, dailyUsageOf } from '../../functions/store/reports/daily-usage.ts';
import { Transaction } from '../../functions/store/table/transaction.ts';
import { type SampleUse, sampleAccounts, usageHistory } from './data.ts';

type Figures = Record<string, MeterFigures>;

/**
 * Adds the platform's figures of past days, as daily tasks would have reported them for the sample data. Days that
 * already have an account's figures stay unchanged.
 */
export async function addDayFigures(now: Instant): Promise<void> {
  const today = dayAt(now);
  const uses = sampleAccounts.flatMap((sample) => usageHistory(sample, now));
  for (const [day, accounts] of byDay(uses)) {
    if (day >= today) continue;
    const known = await accountsIn(day);
    for (const [account, figures] of accounts)
      if (!known.has(account)) await addFigures(account, day, figures, now);
  }
}

async function addFigures(account: AccountId, day: Day, figures: Figures, now: Instant): Promise<void> {
  const transaction = new Transaction();
  addContribution(transaction, account, day, figures, now);
  await transaction.commit();
  await addDailyUsage([contributionKey(account, day)]);
}

async function accountsIn(day: Day): Promise<ReadonlySet<string>> {
  const known = new Set<string>();
  for await (const { figures } of dailyUsageOf(day, day))
    for (const { top } of Object.values(figures)) for (const [account] of top) known.add(account);
  return known;
}

function byDay(uses: readonly SampleUse[]): ReadonlyMap<Day, ReadonlyMap<AccountId, Figures>> {
  const days = new Map<Day, Map<AccountId, Figures>>();
  for (const { account, meter, events } of uses) {
    let used = 0;
    for (const { at, amount } of events) {
      used += amount;
      const accounts = days.get(dayAt(at)) ?? new Map<AccountId, Figures>();
      const figures = accounts.get(account) ?? {};
      figures[meter] = figureAfter(figures[meter], meter, at, amount, used);
      days.set(dayAt(at), accounts.set(account, figures));
    }
  }
  return days;
}

function figureAfter(
  before: MeterFigures | undefined,
  meter: string,
  at: Instant,
  amount: number,
  used: number,
): MeterFigures {
  const hours = [...(before?.hours ?? Array.from({ length: 24 }, () => 0))];
  const hour = new Date(at).getUTCHours();
  hours[hour] = (hours[hour] ?? 0) + amount;
  return { amount: (before?.amount ?? 0) + amount, used, limit: requireMeter(meter).free, hours };
}
