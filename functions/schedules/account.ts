import type { AccountId } from '../domain/accounts.ts';
import { dayAt } from '../domain/calendar.ts';
import { hasEndedOverage } from '../domain/metering/balances.ts';
import { type Quota, quotaOf } from '../domain/metering/quota.ts';
import { meterNamed, metersOf } from '../domain/meters.ts';
import { GRACE, isDue, type Period, periodOf, previousPeriod } from '../domain/periods.ts';
import type { Hours, MeterFigures } from '../domain/reports/day-figures.ts';
import { DAY, type Day, HOUR, hourOf, type Instant, plus } from '../domain/time.ts';
import { giveBack } from '../payments/collection/refund.ts';
import { log } from '../runtime/log.ts';
import { type AccountRecord, nextDailyWork } from '../store/accounts/accounts.ts';
import { type BalanceRef, loadBalance } from '../store/balances/balances.ts';
import { syncBlock } from '../store/charges/suspensions.ts';
import { accountKey, accountOf, dayOfContribution, type Key, readDueAt } from '../store/keys.ts';
import { closePeriod } from '../store/metering/closing.ts';
import { hourlyUsage } from '../store/metering/history.ts';
import { endGaugeMonth } from '../store/overage/gauge-month.ts';
import { addDailyUsage, leaveDailyUsage } from '../store/reports/daily-usage.ts';
import { addSnapshot, type SnapshotQuota, saveSnapshot, snapshotQuota } from '../store/reports/snapshots.ts';
import { loadAccountState, recentPeriods, type Standing } from '../store/settlement/account-state.ts';
import { RETRY, retryOnConflict } from '../store/table/conditional-write.ts';
import { Transaction } from '../store/table/transaction.ts';

/**
 * An account's work at the end of a day: closes what is due to close, takes the day's snapshot and adds the day to
 * the figures of all. When it comes late, the days that were missed have no snapshot; no sum misses anything.
 */
export async function doAccountWork(key: Key, now: Instant): Promise<void> {
  const account = accountOf(key);
  const standing = account && (await loadAccountState(account, now));
  if (!account || !standing || !isDayOver(standing, now)) return;
  const hasClosed = await closeWhatIsDue(account, standing, now);
  if (standing.record.overdue.size > 0) await syncBlock(account, now);
  let seen = hasClosed ? undefined : standing;
  await retryOnConflict(async () => {
    const current = seen ?? (await loadAccountState(account, now));
    seen = undefined;
    return !current || !isDayOver(current, now) || (await endDay(account, current, now)) || RETRY;
  });
}

const isDayOver = ({ record }: Standing, now: Instant): boolean =>
  record.dueAt !== null && readDueAt(record.dueAt) <= now;

/** Whether there was something to close. */
async function closeWhatIsDue(account: AccountId, standing: Standing, now: Instant): Promise<boolean> {
  const ended = standing.gauges.filter(({ ref, balance }) => hasEndedOverage(ref.meter, balance, now));
  for (const { ref } of ended) await endGaugeMonth(account, ref.meter, now);
  const due = [
    ...standing.counters
      .filter(({ ref, balance }) => !balance.closed && isDue(ref.period, now))
      .map(({ ref }) => ref),
    ...untouchedClosing(account, standing, now),
  ];
  for (const ref of due) for (const refund of await closePeriod(ref, now)) await giveBack(refund, now);
  for (const period of periodsClosing(standing, due, now))
    await saveSnapshot(account, {
      kind: 'close',
      at: period.end,
      takenAt: now,
      quotas: await closedQuotas(account, period, now),
    });
  return ended.length > 0 || due.length > 0;
}

/**
 * The period whose close is today, of counters that were not used in it and that an adjustment waits for: a close takes
 * that up, whatever the use.
 */
function untouchedClosing(
  account: AccountId,
  { record, counters, adjustments }: Standing,
  now: Instant,
): BalanceRef[] {
  const period = previousPeriod(periodOf(now));
  const closesAt = plus(period.end, GRACE);
  if (now < closesAt || closesAt <= lastWorkOf(record, now)) return [];
  const waiting = adjustments.filter((adjustment) => adjustment.period < period.day);
  return [...new Set(waiting.map(({ meter }) => meter))]
    .filter((meter) => !counters.some(({ ref }) => ref.meter.name === meter && ref.period.day === period.day))
    .map((meter) => ({ account, meter: meterNamed(meter), period }));
}

/** When the work before this one was due. */
const lastWorkOf = ({ dueAt }: AccountRecord, now: Instant): Instant =>
  dueAt === null ? now : plus(readDueAt(dueAt), -DAY);

/** Those that are closed now (`due`), and those whose day it was to close today: an early event may have closed them. */
function periodsClosing({ record, counters }: Standing, due: readonly BalanceRef[], now: Instant): Period[] {
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

/** Snapshot, what the day adds to the figures of all, and the next day's work in one transaction: a day counts once. */
async function endDay(account: AccountId, standing: Standing, now: Instant): Promise<true | undefined> {
  const { record, quotas } = standing;
  if (record.dueAt === null) return true;
  const at = readDueAt(record.dueAt);
  const { reported, amounts } = growthSince(standing, now);
  const transaction = new Transaction();
  addSnapshot(transaction, account, { kind: 'daily', at, takenAt: now, quotas: quotas.map(snapshotQuota) });
  const hours = await hoursBefore(account, at, amounts.keys(), now);
  const day = dayAt(plus(at, -DAY));
  leaveDailyUsage(transaction, account, day, figuresOf(quotas, amounts, hours), now);
  const goesOn = quotas.some(
    ({ used, reserved, grants, overage }) =>
      used > 0 || reserved > 0 || grants.length > 0 || overage.confirmed,
  );
  const isSettled = record.overdue.size === 0 && standing.adjustments.length === 0;
  const isQuiet = !goesOn && amounts.size === 0 && isSettled && !hasOpenPast(standing, now);
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
  if (!(await transaction.commit())) return undefined;
  await addSoon(account, day);
  return true;
}

/** Adds the day to the figures of all. The account's day is over whether or not that works: it is due again by itself. */
async function addSoon(account: AccountId, day: Day): Promise<void> {
  try {
    await addDailyUsage(account, day);
  } catch (error) {
    log.warn('day figures not added', { account, day, error: error as Error });
  }
}

/** Adds what an account has left for the figures of a day, where that was not done at once. */
export async function addLeftFigures(key: Key): Promise<void> {
  const account = accountOf(key);
  if (account) await addDailyUsage(account, dayOfContribution(key));
}

/** A period that is over and still takes late events: it must be closed, whoever sleeps until then. */
const hasOpenPast = ({ counters }: Standing, now: Instant): boolean =>
  counters.some(({ ref, balance }) => !balance.closed && ref.period.end <= now);

/** What each counter has grown by since the last report, in whichever period it was counted. */
function growthSince({ record, counters }: Standing, now: Instant) {
  const amounts = new Map<string, number>();
  const reported: Record<string, number> = {};
  const [, ...reporting] = recentPeriods(now);
  for (const { ref, balance } of counters) {
    if (!reporting.some(({ day }) => day === ref.period.day) || balance.used === 0) continue;
    const name = `${ref.meter.name} ${ref.period.day}`;
    const grown = balance.used - (record.reported[name] ?? 0);
    reported[name] = balance.used;
    if (grown > 0) amounts.set(ref.meter.name, (amounts.get(ref.meter.name) ?? 0) + grown);
  }
  return { reported, amounts };
}

/**
 * What was used in each hour of the day that ended at `at`, of these counters. An event that comes when its day was
 * added up is in the sum of a later day and in no hour; so is all that a day had when its work came a day late. Three
 * Queries a counter.
 */
async function hoursBefore(
  account: AccountId,
  at: Instant,
  meters: Iterable<string>,
  now: Instant,
): Promise<Map<string, Hours>> {
  const start = plus(at, -DAY);
  const hours = new Map<string, Hours>();
  for (const meter of meters) {
    const used = await hourlyUsage(account, meterNamed(meter), start, at, now);
    const of = (hour: number) => used.get(hourOf(plus(start, hour * HOUR))) ?? 0;
    hours.set(
      meter,
      Array.from({ length: DAY / HOUR }, (_, hour) => of(hour)),
    );
  }
  return hours;
}

function figuresOf(
  quotas: readonly Quota[],
  amounts: ReadonlyMap<string, number>,
  hours: ReadonlyMap<string, Hours>,
): Record<string, MeterFigures> {
  const figures = quotas.map(({ meter, kind, used, limit }): [string, MeterFigures] => {
    const amount = kind === 'counter' ? (amounts.get(meter) ?? 0) : used;
    const own = hours.get(meter);
    return [meter, { amount, used, limit, ...(own && { hours: own }) }];
  });
  return Object.fromEntries(figures.filter(([, { amount, used }]) => amount > 0 || used > 0));
}
