import type { AccountId } from '../../../functions/domain/accounts.ts';
import type { UsageEvent } from '../../../functions/domain/metering/deduplication.ts';
import { numberOf, type SumLevel, startOf } from '../../../functions/domain/metering/usage-sums.ts';
import { requireMeter } from '../../../functions/domain/meters.ts';
import { nextPeriod, periodOf, periodOfDay } from '../../../functions/domain/periods.ts';
import { DAY, type Day, HOUR, type Instant, parseInstant, plus } from '../../../functions/domain/time.ts';
import { Crash, injectFaults } from '../../support/faults.ts';
import { random } from '../../support/random.ts';
import { drawnBy, seed } from '../../support/scope.ts';
import { openStore, type Store } from '../../support/store.ts';

let store: Store;
beforeAll(async () => {
  store = await openStore();
});
afterAll(() => store.close());

const meter = requireMeter('bandwidth');
const march = periodOfDay('2027-03-01' as Day);
const draw = random(seed);
let users = 0;
const someone = () => `user_s${++users}` as AccountId;
let ids = 0;
const eventAt = (at: Instant, amount = 1 + draw(3_000_000)): UsageEvent => ({
  source: 'cdn',
  id: `e${++ids}`,
  at,
  amount,
});

/** What a series has to be: by hour or by day, of events that were counted, whatever counted them. */
function truthOf(level: SumLevel, events: readonly Pick<UsageEvent, 'at' | 'amount'>[]): [Instant, number][] {
  const sums = new Map<Instant, number>();
  for (const { at, amount } of events) {
    const start = startOf(level, numberOf(level, at));
    sums.set(start, (sums.get(start) ?? 0) + amount);
  }
  return [...sums].sort(([a], [b]) => a - b);
}

const seriesOf = async (account: AccountId, level: SumLevel, now: Instant) => [
  ...(await store.usageSeries(account, meter, level, plus(march.start, -60 * DAY), plus(now, HOUR), now)),
];

async function expectSeries(account: AccountId, events: readonly UsageEvent[], now: Instant): Promise<void> {
  expect(await seriesOf(account, 'hours', now)).toEqual(truthOf('hours', events));
  expect(await seriesOf(account, 'days', now)).toEqual(truthOf('days', events));
}

/** Counts events as the worker does, those of each period together. */
async function countAll(account: AccountId, events: readonly UsageEvent[], now: Instant): Promise<void> {
  for (const day of new Set(events.map(({ at }) => periodOf(at).day)))
    await store.countUsage(
      account,
      meter,
      events.filter(({ at }) => periodOf(at).day === day),
      now,
    );
}

/** Sets what an event counts for, as the API does. */
async function correct(account: AccountId, event: UsageEvent, amount: number, now: Instant): Promise<void> {
  const { correctUsage } = await import('../../../functions/store/metering/corrections.ts');
  const operation = { id: `op-${++ids}`, begunAt: now } as Parameters<typeof correctUsage>[1]['operation'];
  const corrected = await correctUsage(
    { account, meter, source: event.source, id: event.id, at: event.at },
    { amount, reason: 'Any', by: 'user_admin', operation, now },
  );
  expect(corrected?.changed).toBe(true);
}

describe(`a usage series${drawnBy}`, () => {
  it('is exact after each batch of a month: late events, duplicates, and across the close of periods', async () => {
    const account = someone();
    const counted: UsageEvent[] = [];
    let now = march.start;
    for (let batch = 0; batch < 70; batch += 1) {
      now = plus(now, draw(20 * HOUR));
      const fresh = Array.from({ length: 1 + draw(60) }, () =>
        eventAt(plus(now, -draw(draw(4) === 0 ? 34 * DAY : 12 * HOUR))),
      );
      const again = counted.slice(-40).filter(() => draw(3) === 0);
      await countAll(account, [...fresh, ...again], now);
      counted.push(...fresh);
      if (batch % 7 === 0) await expectSeries(account, counted, now);
    }
    await expectSeries(account, counted, now);
  });

  it('has corrections at once: before the fold, after it, and after the close', async () => {
    const account = someone();
    const events = Array.from({ length: 240 }, (_, hour) => eventAt(plus(march.start, hour * 2 * HOUR)));
    for (const event of events) await store.countUsage(account, meter, [event], event.at);
    let now = plus(march.start, 21 * DAY);
    const amounts = new Map(events.map(({ id, amount }) => [id, amount]));
    const check = () =>
      expectSeries(
        account,
        events.map((event) => ({ ...event, amount: amounts.get(event.id) ?? 0 })),
        now,
      );
    const steps: readonly [number, number][] = [
      [0, 5],
      [239, 7],
      [100, 0],
      [0, 11],
    ];
    for (const moment of [now, plus(march.end, 2 * DAY)]) {
      now = moment;
      for (const [index, amount] of steps) {
        const event = events[index];
        if (!event) throw new Error('There is no such event.');
        const corrected = now > march.end ? amount + 1 : amount;
        await correct(account, event, corrected, now);
        amounts.set(event.id, corrected);
        await check();
      }
    }
  });

  it('is exact after a crash before any request, and after a lost reply of any', async () => {
    for (const kind of ['crash', 'lost-reply'] as const) {
      const account = someone();
      const counted: UsageEvent[] = [];
      for (let batch = 0; batch < 4; batch += 1) {
        const events = Array.from({ length: 60 }, (_, i) =>
          eventAt(plus(march.start, (batch * 40 + i) * HOUR)),
        );
        const now = plus(march.start, 10 * DAY);
        for (let at = 0; ; at += 1) {
          const faults = injectFaults(store.dynamo, ({ index }) => {
            if (kind === 'crash') return index >= at ? kind : undefined;
            return index === at ? kind : undefined;
          });
          const outcome = await store.countUsage(account, meter, events, now).then(
            () => 'done',
            (error: unknown) => error,
          );
          const isOver = faults.requests() <= at;
          faults.stop();
          const isCounted = (await seriesOf(account, 'days', now)).reduce(
            (sum, [, amount]) => sum + amount,
            0,
          );
          const balance = await store.loadBalance({ account, meter, period: march });
          expect(isCounted).toBe(balance?.used ?? 0);
          if (isOver) break;
          if (kind === 'crash') expect(outcome).toBeInstanceOf(Crash);
        }
        counted.push(...events);
        await expectSeries(account, counted, now);
      }
    }
  });

  it('is exact when consumers race for the folds of one account', async () => {
    const account = someone();
    const now = plus(march.start, 20 * DAY);
    const batches = Array.from({ length: 24 }, () =>
      Array.from({ length: 30 }, () => eventAt(plus(march.start, draw(480) * HOUR))),
    );
    await Promise.all([...batches, ...batches].map((batch) => store.countUsage(account, meter, batch, now)));
    await expectSeries(account, batches.flat(), now);
  });
});

describe('rebuild', () => {
  it('finds sums that differ from what was counted, and puts them right while more is pending', async () => {
    const { compareBalances } = await import('../../../functions/store/rebuild/balances.ts');
    const { conditionalWrite } = await import('../../../functions/store/table/conditional-write.ts');
    const account = someone();
    const pk = `A#${account}`;
    const events = Array.from({ length: 300 }, (_, hour) => eventAt(plus(march.start, hour * HOUR)));
    const now = plus(march.start, 14 * DAY);
    for (let start = 0; start < 300; start += 20)
      await store.countUsage(account, meter, events.slice(start, start + 20), now);
    const [first] = events;
    if (!first) throw new Error('There is no event.');
    await correct(account, first, 9, now);
    const truth = events.map((event) => (event === first ? { ...event, amount: 9 } : event));
    const differences = (repair: boolean) => compareBalances(account, [], now, repair);
    expect(await differences(false)).toEqual([]);
    const harm = async (sk: string, update: string, values: Record<string, unknown>) =>
      conditionalWrite({ key: { pk, sk }, update, when: ['attribute_exists(pk)'], values });
    await harm('DAYS#bandwidth#2027-03', 'SET sums = :it', { ':it': Uint8Array.from([1, 1]) });
    const corrected = `c${numberOf('hours', first.at)}`;
    await harm('HOURS#bandwidth#2027-03-0', `REMOVE sums, latest, rev ADD ${corrected} :by`, { ':by': 5 });
    const found = await differences(false);
    expect(new Set(found.map(({ key }) => key))).toEqual(
      new Set([`${pk} DAYS#bandwidth#2027-03`, `${pk} HOURS#bandwidth#2027-03-0`]),
    );
    expect((await differences(true)).every(({ repaired }) => repaired)).toBe(true);
    expect(await differences(false)).toEqual([]);
    await expectSeries(account, truth, now);
    const more = Array.from({ length: 200 }, (_, hour) => eventAt(plus(march.start, hour * HOUR)));
    await countAll(account, more, now);
    await expectSeries(account, [...truth, ...more], now);
  });
});

describe('an event', () => {
  const early = plus(march.start, HOUR);
  const afterPeriods = (count: number): Instant => {
    let period = march;
    for (let later = 0; later < count; later += 1) period = nextPeriod(period);
    return plus(period.end, -HOUR);
  };

  it('is known and can be corrected for twelve months after its own, and not after that, deleted or not', async () => {
    const { correctUsage } = await import('../../../functions/store/metering/corrections.ts');
    const account = someone();
    const [event, other] = [eventAt(early, 100), eventAt(early, 10)];
    await store.countUsage(account, meter, [event, other], early);
    const [last, over] = [afterPeriods(12), afterPeriods(13)];
    expect((await store.countUsage(account, meter, [event], last)).counted).toBe(0);
    expect((await store.findCounted(account, meter, event, last))?.amount).toBe(100);
    await correct(account, event, 70, last);
    expect(await store.findCounted(account, meter, other, over)).toBeUndefined();
    const again = (which: UsageEvent) =>
      correctUsage(
        { account, meter, source: which.source, id: which.id, at: which.at },
        {
          amount: 1,
          reason: 'Any',
          by: 'user_admin',
          operation: { id: `op-${++ids}`, begunAt: over } as Parameters<typeof correctUsage>[1]['operation'],
          now: over,
        },
      );
    expect(await again(other)).toBeNull();
    // One that was corrected before has a record of its own, for good.
    expect((await again(event))?.step).toMatchObject({ before: 70, after: 1 });
    const { itemsIn } = await import('../../../functions/store/table/list.ts');
    const expiries: number[] = [];
    for await (const { expiresAt } of itemsIn({ pk: `A#${account}`, from: 'USE#', to: 'USE#~' }))
      expiries.push(Number(expiresAt) * 1_000);
    expect(expiries.length).toBeGreaterThan(0);
    for (const expiry of expiries) expect(expiry).toBeGreaterThan(last);
  });
});

describe('the cost of a series', () => {
  it('does not grow with events: a month by day, a year by month and a day by hour of ten thousand', async () => {
    const { counting } = await import('../../../bin/measure/capacity.ts');
    const account = someone();
    const year = parseInstant('2026-04-01T00:00:00Z');
    for (let day = 0; day < 365; day += 1) {
      const start = plus(year, day * DAY);
      const events = Array.from({ length: 28 }, (_, i) => eventAt(plus(start, (i % 24) * HOUR)));
      await store.countUsage(account, meter, events, plus(start, DAY));
    }
    const now = plus(march.end, -HOUR);
    const cost = async (level: SumLevel, from: Instant, to: Instant) => {
      let points = 0;
      const { read } = await counting(async () => {
        points = (await store.usageSeries(account, meter, level, from, to, now)).size;
      });
      return { read, points };
    };
    expect(await cost('days', march.start, march.end)).toEqual({ points: 31, read: expect.any(Number) });
    expect((await cost('days', march.start, march.end)).read).toBeLessThanOrEqual(5);
    expect((await cost('days', year, march.end)).read).toBeLessThanOrEqual(10);
    expect((await cost('hours', march.start, plus(march.start, DAY))).read).toBeLessThanOrEqual(5);
  });
});
