import type { AccountId } from '../domain/accounts.ts';
import { dayAt } from '../domain/calendar.ts';
import { hasEndedOverage } from '../domain/metering/balances.ts';
import { type Quota, quotaOf } from '../domain/metering/quota.ts';
import { meterNamed, metersOf } from '../domain/meters.ts';
import { GRACE, isDue, type Period, periodOf, previousPeriod } from '../domain/periods.ts';
import type { Hours, MeterFigures } from '../domain/reports/day-figures.ts';
import { DAY, type Day, HOUR, hourOf, type Instant, plus } from '../domain/time.ts';
import { makeRefund } from '../payments/collection/refund.ts';
import { log } from '../runtime/log.ts';
import { type AccountRecord, nextDailyWork } from '../store/accounts/accounts.ts';
import { type BalanceRef, loadBalance } from '../store/balances/balances.ts';
import { syncBlock } from '../store/charges/suspensions.ts';
import { accountKey, accountOf, dayOfContribution, type Key, readDueAt } from '../store/keys.ts';
import { closePeriod } from '../store/metering/closing.ts';
import { hourlyUsage } from '../store/metering/history.ts';
import { endGaugeMonth } from '../store/overage/gauge-month.ts';
import { addContribution, addDailyUsage } from '../store/reports/daily-usage.ts';
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

/** Closes what is due. Returns whether there was anything to close. */
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
    .map((meter) => ({ account, meter: meterNamed(meter), period }));
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
 * each day counts once.
 */
async function endDay(account: AccountId, state: AccountState, now: Instant): Promise<true | typeof RETRY> {
  const { record, quotas } = state;
  if (record.dueAt === null) return true;
  const at = readDueAt(record.dueAt);
  const { reported, amounts } = growthSince(state, now);
  const transaction = new Transaction();
  addSnapshot(transaction, account, { kind: 'daily', at, takenAt: now, quotas: quotas.map(snapshotQuota) });
  const hours = await hoursBefore(account, at, amounts.keys(), now);
  const day = dayAt(plus(at, -DAY));
  addContribution(transaction, account, day, figuresOf(quotas, amounts, hours), now);
  const goesOn = quotas.some(
    ({ used, reserved, grants, overage }) =>
      used > 0 || reserved > 0 || grants.length > 0 || overage.confirmed,
  );
  const isSettled = record.overdue.size === 0 && state.adjustments.length === 0;
  const isQuiet = !goesOn && amounts.size === 0 && isSettled && !hasOpenPast(state, now);
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
  if (!(await transaction.commit())) return RETRY;
  await tryAddDailyUsage(account, day);
  return true;
}

/**
 * Adds the day to the platform's figures. A failure is ignored, because the amounts have a scheduled task of their own.
 */
async function tryAddDailyUsage(account: AccountId, day: Day): Promise<void> {
  try {
    await addDailyUsage(account, day);
  } catch (error) {
    log.warn('day figures not added', { account, day, error: error as Error });
  }
}

/** Adds an account's remaining amounts of a day to the platform's figures, if that was not done at once. */
export async function applyContribution(key: Key): Promise<void> {
  const account = accountOf(key);
  if (account) await addDailyUsage(account, dayOfContribution(key));
}

/** Whether a past period still accepts late events. It must be closed even if the account stays inactive. */
const hasOpenPast = ({ counters }: AccountState, now: Instant): boolean =>
  counters.some(({ ref, balance }) => !balance.closed && ref.period.end <= now);

/** Returns how much each counter has grown since the last report, in all periods. */
function growthSince({ record, counters }: AccountState, now: Instant) {
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
 * Returns the usage of these counters in each hour of the day that ended at `at`. An event counted after the day was
 * added up is in the sum of a later day and in no hour; so is a whole day whose task ran a day late. Costs three
 * Queries per counter.
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
