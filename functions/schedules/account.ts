import type { AccountId } from '../domain/accounts.ts';
import { dayAt } from '../domain/calendar.ts';
import { hasEndedOverage } from '../domain/metering/balances.ts';
import { quotaOf } from '../domain/metering/quota.ts';
import { metersOf, requireMeter } from '../domain/meters.ts';
import { GRACE, isDue, type Period, periodOf, previousPeriod } from '../domain/periods.ts';
import type { Hours, MeterFigures } from '../domain/reports/day-figures.ts';
import { DAY, HOUR, type Instant, plus } from '../domain/time.ts';
import { makeRefund } from '../payments/collection/refund.ts';
import { type AccountRecord, midnightBefore, nextDailyWork } from '../store/accounts/accounts.ts';
import { type BalanceRef, loadBalance } from '../store/balances/balances.ts';
import { syncBlock } from '../store/charges/suspensions.ts';
import { accountKey, accountOf, type Key, readDueAt } from '../store/keys.ts';
import { closePeriod } from '../store/metering/closing.ts';
import { usageSeries } from '../store/metering/series.ts';
import { endGaugeMonth } from '../store/overage/gauge-month.ts';
import { addContribution } from '../store/reports/daily-usage.ts';
import { addSnapshot, type SnapshotQuota, saveSnapshot, snapshotQuota } from '../store/reports/snapshots.ts';
import { type AccountState, loadAccountState, recentPeriods } from '../store/settlement/account-state.ts';
import { RETRY, retryOnConflict } from '../store/table/conditional-write.ts';
import { Transaction } from '../store/table/transaction.ts';

/**
 * Executes an account's daily task: closes the periods that are due, takes the day's snapshot, and adds the day to the
 * platform's figures. If it runs days late, the missed days have no snapshot, but all sums are complete.
 */
export async function doAccountWork(key: Key, now: Instant): Promise<void> {
  const account = accountOf(key);
  const state = account && (await loadAccountState(account, now));
  if (!account || !state || !isDayOver(state, now)) return;
  const hasClosed = await closeDuePeriods(account, state, now);
  if (state.record.overdue.size > 0) await syncBlock(account, now);
  let seen = hasClosed ? undefined : state;
  await retryOnConflict(async () => {
    const current = seen ?? (await loadAccountState(account, now));
    seen = undefined;
    return !current || !isDayOver(current, now) ? true : endDay(account, current, now);
  });
}

const isDayOver = ({ record }: AccountState, now: Instant): boolean =>
  record.dueAt !== null && readDueAt(record.dueAt) <= now;

/** Closes the periods that are due. Returns whether there were any. */
async function closeDuePeriods(account: AccountId, state: AccountState, now: Instant): Promise<boolean> {
  const ended = state.gauges.filter(({ ref, balance }) => hasEndedOverage(ref.meter, balance, now));
  for (const { ref } of ended) await endGaugeMonth(account, ref.meter, now);
  const due = [
    ...state.counters
      .filter(({ ref, balance }) => !balance.closed && isDue(ref.period, now))
      .map(({ ref }) => ref),
    ...untouchedClosing(account, state, now),
  ];
  for (const ref of due) for (const refund of await closePeriod(ref, now)) await makeRefund(refund, now);
  for (const period of periodsClosing(state, due, now))
    await saveSnapshot(account, {
      kind: 'close',
      at: period.end,
      takenAt: now,
      quotas: await closedQuotas(account, period, now),
    });
  return ended.length > 0 || due.length > 0;
}

/**
 * Returns the closing period of counters without usage in it whose adjustments wait for a close. The close applies
 * them.
 */
function untouchedClosing(
  account: AccountId,
  { record, counters, adjustments }: AccountState,
  now: Instant,
): BalanceRef[] {
  const period = previousPeriod(periodOf(now));
  const closesAt = plus(period.end, GRACE);
  if (now < closesAt || closesAt <= lastWorkOf(record, now)) return [];
  const waiting = adjustments.filter((adjustment) => adjustment.period < period.day);
  return [...new Set(waiting.map(({ meter }) => meter))]
    .filter((meter) => !counters.some(({ ref }) => ref.meter.name === meter && ref.period.day === period.day))
    .map((meter) => ({ account, meter: requireMeter(meter), period }));
}

/** Returns when the previous daily task was due. */
const lastWorkOf = ({ dueAt }: AccountRecord, now: Instant): Instant =>
  dueAt === null ? now : plus(readDueAt(dueAt), -DAY);

/**
 * Returns the periods that are closed now (`due`) and those that close today: a concurrent usage event may have closed
 * the latter already.
 */
function periodsClosing(
  { record, counters }: AccountState,
  due: readonly BalanceRef[],
  now: Instant,
): Period[] {
  const since = lastWorkOf(record, now);
  const closing = counters.filter(
    ({ ref, balance }) => isDue(ref.period, now) && (!balance.closed || plus(ref.period.end, GRACE) > since),
  );
  const periods = [...closing.map(({ ref }) => ref.period), ...due.map(({ period }) => period)];
  return [...new Map(periods.map((period) => [period.day, period])).values()];
}

async function closedQuotas(account: AccountId, period: Period, now: Instant): Promise<SnapshotQuota[]> {
  const quotas: SnapshotQuota[] = [];
  for (const meter of metersOf('counter')) {
    const balance = await loadBalance({ account, meter, period });
    if (balance) quotas.push(snapshotQuota(quotaOf(meter, balance, period, now, false)));
  }
  return quotas;
}

/**
 * Writes the snapshot, the day's amounts for the platform's figures and the next daily task in one transaction, so that
 * each day counts once. All of its items are the account's own.
 */
async function endDay(account: AccountId, state: AccountState, now: Instant): Promise<true | typeof RETRY> {
  const { record, quotas } = state;
  if (record.dueAt === null) return true;
  const at = midnightBefore(readDueAt(record.dueAt));
  const growth = growthSince(state, now);
  const grown = new Set(growth.filter((one) => one.grown > 0).map(({ meter }) => meter));
  const uses = await usesAround(account, at, grown, now);
  const { reported, amounts, since } = growthUntil(at, growth, uses);
  const taken = quotas.map((quota) => snapshotQuota(quota, since.get(quota.meter)));
  const transaction = new Transaction();
  addSnapshot(transaction, account, { kind: 'daily', at, takenAt: now, quotas: taken });
  addContribution(transaction, account, dayAt(plus(at, -DAY)), figuresOf(taken, amounts, uses), now);
  const goesOn = quotas.some(
    ({ used, reserved, grants, overage }) =>
      used > 0 || reserved > 0 || grants.length > 0 || overage.confirmed,
  );
  const isSettled = record.overdue.size === 0 && state.adjustments.length === 0;
  const isQuiet = !goesOn && grown.size === 0 && isSettled && !hasOpenPast(state, now);
  const next = nextDailyWork(account, now);
  transaction.update(accountKey(account), {
    set: ['reported = :reported', ...(isQuiet ? [] : ['dueAt = :next'])],
    remove: isQuiet ? ['dueShard', 'dueAt'] : [],
    when: ['dueAt = :due', 'woken = :woken'],
    values: {
      ':reported': reported,
      ':due': record.dueAt,
      ':woken': record.woken,
      ...(isQuiet ? {} : { ':next': next.dueAt }),
    },
  });
  return (await transaction.commit()) || RETRY;
}

/** Whether a past period still accepts late events. It must be closed even if the account stays inactive. */
const hasOpenPast = ({ counters }: AccountState, now: Instant): boolean =>
  counters.some(({ ref, balance }) => !balance.closed && ref.period.end <= now);

/** A counter in a period: what is counted by now, and how much of it since the last report. */
interface Growth {
  readonly meter: string;
  readonly period: Period;
  readonly used: number;
  readonly grown: number;
}

const reportOf = ({ meter, period }: Pick<Growth, 'meter' | 'period'>): string => `${meter} ${period.day}`;

/** Returns how much each counter has grown since the last report, in all periods. */
function growthSince({ record, counters }: AccountState, now: Instant): Growth[] {
  const [, ...reporting] = recentPeriods(now);
  return counters
    .filter(({ ref, balance }) => balance.used > 0 && reporting.some(({ day }) => day === ref.period.day))
    .map(({ ref, balance: { used } }) => {
      const named = { meter: ref.meter.name, period: ref.period };
      return { ...named, used, grown: used - (record.reported[reportOf(named)] ?? 0) };
    });
}

/** What was used of a counter in each hour of a day, and after that day. */
interface DayUse {
  readonly hours: Hours;
  readonly after: number;
}

/**
 * Returns the usage of these counters in each hour of the day that ended at `at`, and since then. An event counted after
 * the day was added up is in the sum of a later day and in no hour; so is a whole day whose task ran a day late, whose day
 * then ends when the task runs. Costs two Queries per counter.
 */
async function usesAround(
  account: AccountId,
  at: Instant,
  meters: Iterable<string>,
  now: Instant,
): Promise<Map<string, DayUse>> {
  const start = plus(at, -DAY);
  // Events may be minutes ahead of this clock.
  const end = now < plus(at, DAY) ? plus(now, 2 * HOUR) : at;
  const uses = new Map<string, DayUse>();
  for (const meter of meters) {
    const used = await usageSeries(account, requireMeter(meter), 'hours', start, end, now);
    const hours = Array.from({ length: DAY / HOUR }, (_, hour) => used.get(plus(start, hour * HOUR)) ?? 0);
    const after = [...used].filter(([hour]) => hour >= at).reduce((sum, [, amount]) => sum + amount, 0);
    uses.set(meter, { hours, after });
  }
  return uses;
}

/**
 * Returns what counters had grown by at the end of the day: without what was used `since`, which the next day reports. What
 * is counted between the reads of balance and hours is taken for use of the next day, too: no sum misses it.
 */
function growthUntil(at: Instant, growth: readonly Growth[], uses: ReadonlyMap<string, DayUse>) {
  const reported: Record<string, number> = {};
  const amounts = new Map<string, number>();
  const since = new Map<string, number>();
  for (const one of growth) {
    const { meter, period, used, grown } = one;
    const isRunning = period.day === periodOf(at).day;
    const after = isRunning ? Math.max(0, Math.min(uses.get(meter)?.after ?? 0, grown)) : 0;
    reported[reportOf(one)] = used - after;
    if (after > 0) since.set(meter, after);
    if (grown > after) amounts.set(meter, (amounts.get(meter) ?? 0) + grown - after);
  }
  return { reported, amounts, since };
}

function figuresOf(
  quotas: readonly SnapshotQuota[],
  amounts: ReadonlyMap<string, number>,
  uses: ReadonlyMap<string, DayUse>,
): Record<string, MeterFigures> {
  const figures = quotas.map(({ meter, kind, used, limit }): [string, MeterFigures] => {
    const amount = kind === 'counter' ? (amounts.get(meter) ?? 0) : used;
    const own = uses.get(meter);
    return [meter, { amount, used, limit, ...(own && { hours: own.hours }) }];
  });
  return Object.fromEntries(figures.filter(([, { amount, used }]) => amount > 0 || used > 0));
}
