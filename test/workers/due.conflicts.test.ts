import pMap from 'p-map';
import type { AccountId } from '../../functions/domain/accounts.ts';
import { requireMeter } from '../../functions/domain/meters.ts';
import { DAY, type Day, HOUR, type Instant, parseInstant, plus } from '../../functions/domain/time.ts';
import { useClock, wallClock } from '../../functions/runtime/clock.ts';
import { log } from '../../functions/runtime/log.ts';
import { injectConflicts } from '../../local/engine/conflicts.ts';
import { batchOf } from '../support/batches.ts';
import { openTable } from '../support/table.ts';

const NOON = parseInstant('2027-03-15T12:00:00Z');
const MIDNIGHT = parseInstant('2027-03-16T00:00:00Z');
const TODAY = '2027-03-15' as Day;
const bandwidth = requireMeter('bandwidth');

async function openWorker() {
  const { close } = await openTable();
  return {
    close,
    ...(await import('../../functions/store/accounts/accounts.ts')),
    ...(await import('../../functions/store/metering/counting.ts')),
    ...(await import('../../functions/store/keys.ts')),
    ...(await import('../../functions/store/shards.ts')),
    ...(await import('../../functions/store/table/client.ts')),
    ...(await import('../../functions/store/table/due.ts')),
    ...(await import('../../functions/store/reports/daily-usage.ts')),
    ...(await import('../../functions/store/reports/snapshots.ts')),
    work: (await import('../../functions/workers/due.ts')).handler,
  };
}

let service: Awaited<ReturnType<typeof openWorker>>;
let now: Instant = NOON;
beforeAll(async () => {
  service = await openWorker();
  log.setLogLevel('SILENT');
  useClock({ now: () => now });
});
beforeEach(() => {
  now = NOON;
});
afterAll(async () => {
  useClock(wallClock);
  await service.close();
});

let events = 0;
const count = (account: AccountId, amount: number, at: Instant) =>
  service.countUsage(account, bandwidth, [{ source: 'test', id: `event-${++events}`, at, amount }], now);

/** An account that has used bandwidth today. */
async function active(name: string, amount: number): Promise<AccountId> {
  const account = name as AccountId;
  await service.scheduleAccount(account, now);
  await count(account, amount, now);
  return account;
}

/** Works on all shards, eight at a time: with eight tasks each, 64 at once. */
const workAll = (): Promise<unknown> =>
  pMap(service.allDueShards(), (shard) => batchOf(service.work, { shard }), { concurrency: 8 });

async function figuresOf(day: Day) {
  const sum = { total: 0, accounts: 0 };
  for await (const { figures } of service.dailyUsageOf(day, day)) {
    sum.total += Number(figures.bandwidth?.total ?? 0);
    sum.accounts += figures.bandwidth?.accounts ?? 0;
  }
  return sum;
}

const dueBefore = async (at: Instant) =>
  (await Promise.all(service.allDueShards().map((shard) => service.dueIn(shard, at, 1_000)))).flat();

it('64 daily tasks at once succeed at their first try, 99 of 100 at least, and each day counts once', async () => {
  const names = Array.from({ length: 200 }, (_, n) => `user_midnight-${n}`);
  const accounts = await pMap(names, (name) => active(name, 10), { concurrency: 16 });
  now = plus(MIDNIGHT, 1_000);
  const { tally, stop } = injectConflicts(service.dynamo, { holdMs: 10 });
  await workAll();
  stop();
  // All tasks are done, none was put off: what is due next is the next day's.
  expect(await dueBefore(plus(MIDNIGHT, DAY - 1))).toEqual([]);
  expect(tally.refused / accounts.length).toBeLessThanOrEqual(0.01);
  expect(await figuresOf(TODAY)).toEqual({ total: 10 * accounts.length, accounts: accounts.length });
});

it('a task that runs hours after midnight reports the day as it was at midnight', async () => {
  const account = await active('user_late', 30);
  now = plus(MIDNIGHT, 3 * HOUR);
  await count(account, 500, plus(MIDNIGHT, HOUR));
  // Late: it happened before midnight.
  await count(account, 4, plus(MIDNIGHT, -1));
  const before = await figuresOf(TODAY);
  await workAll();
  expect((await figuresOf(TODAY)).total - before.total).toBe(34);
  const { items } = await service.listSnapshots(account, {}, { limit: 1 });
  expect(items[0]).toMatchObject({ kind: 'daily', at: MIDNIGHT, takenAt: now });
  expect(items[0]?.quotas).toContainEqual(expect.objectContaining({ meter: 'bandwidth', used: 34 }));
  now = plus(MIDNIGHT, DAY);
  await workAll();
  expect(await figuresOf('2027-03-16' as Day)).toMatchObject({ total: 500 });
});

describe('daily tasks of all accounts', () => {
  const spread = process.env.DAILY_SPREAD_MINUTES;
  afterEach(() => {
    process.env.DAILY_SPREAD_MINUTES = spread;
  });

  it('are spread over the hours after midnight, each account at its own time', () => {
    process.env.DAILY_SPREAD_MINUTES = '240';
    const offsets = Array.from({ length: 400 }, (_, n) => {
      const { dueAt } = service.nextDailyWork(`user_${n}` as AccountId, NOON);
      return service.readDueAt(dueAt) - MIDNIGHT;
    });
    expect(Math.min(...offsets)).toBeGreaterThanOrEqual(0);
    expect(Math.max(...offsets)).toBeLessThan(4 * HOUR);
    const quarters = [0, 1, 2, 3].map(
      (n) => offsets.filter((offset) => Math.floor(offset / HOUR) === n).length,
    );
    for (const inQuarter of quarters) expect(inQuarter).toBeGreaterThan(60);
    const again = service.nextDailyWork('user_7' as AccountId, plus(MIDNIGHT, 5 * HOUR));
    expect(service.readDueAt(again.dueAt) - MIDNIGHT - DAY).toBe(offsets[7]);
  });

  it('that run at an hour of their own still report whole days', async () => {
    process.env.DAILY_SPREAD_MINUTES = '240';
    const account = await active('user_spread', 3);
    const [own] = (await dueBefore(plus(NOON, 2 * DAY))).filter(({ pk }) => pk === `A#${account}`);
    expect(own?.at).toBeGreaterThan(MIDNIGHT);
    now = own?.at ?? NOON;
    await workAll();
    const { items } = await service.listSnapshots(account, {}, { limit: 1 });
    expect(items[0]).toMatchObject({ at: MIDNIGHT, takenAt: own?.at });
    const [next] = (await dueBefore(plus(NOON, 2 * DAY))).filter(({ pk }) => pk === `A#${account}`);
    expect(next?.at).toBe((own?.at ?? 0) + DAY);
  });
});
