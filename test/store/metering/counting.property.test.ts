import fc from 'fast-check';
import type { AccountId } from '../../../functions/domain/accounts.ts';
import type { UsageEvent } from '../../../functions/domain/metering/deduplication.ts';
import { requireMeter } from '../../../functions/domain/meters.ts';
import { nextPeriod, periodOf } from '../../../functions/domain/periods.ts';
import { HOUR, type Instant } from '../../../functions/domain/time.ts';
import { Crash, injectFaults } from '../../support/faults.ts';
import { openStore, type Store } from '../../support/store.ts';

let store: Store;
beforeAll(async () => {
  store = await openStore();
});
afterAll(() => store.close());

const meter = requireMeter('bandwidth');
const noon = Date.UTC(2026, 10, 23, 12) as Instant;
let users = 0;
const someone = () => `user_p${++users}` as AccountId;

/** Events of a few hours: often the same ones, so that duplicates and full pages both happen. */
const someEvents = (most: number) =>
  fc.array(
    fc.record({
      id: fc.integer({ min: 0, max: most }),
      // A repeated event is the same event: its time and amount follow from its id.
      spread: fc.constantFrom(1, 3),
    }),
    { minLength: 1, maxLength: most },
  );

const eventOf = ({ id, spread }: { id: number; spread: number }): UsageEvent => ({
  source: `source-${spread}`,
  id: String(id),
  at: (noon - (id % spread) * HOUR - (id % 7) * 60_000) as Instant,
  amount: 1 + ((id * 7_919) % 3_000_000),
});

const truth = (events: readonly UsageEvent[]): number =>
  [...new Map(events.map((event) => [`${event.source} ${event.id}`, event])).values()].reduce(
    (sum, event) => sum + event.amount,
    0,
  );

async function used(account: AccountId, at = noon): Promise<number> {
  return (await store.loadBalance({ account, meter, period: periodOf(at) }))?.used ?? 0;
}

async function seriesTotal(account: AccountId): Promise<number> {
  const from = (noon - 40 * 24 * HOUR) as Instant;
  const sums = await store.usageSeries(account, meter, 'hours', from, (noon + HOUR) as Instant, noon);
  return [...sums.values()].reduce((sum, amount) => sum + amount, 0);
}

it('counts each event once: any batches, any order, any number of deliveries', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(someEvents(60), { minLength: 1, maxLength: 6 }), async (batches) => {
      const account = someone();
      const events = batches.map((batch) => batch.map(eventOf));
      for (const batch of [...events, ...events.toReversed()])
        await store.countUsage(account, meter, batch, noon);
      expect(await used(account)).toBe(truth(events.flat()));
      expect(await seriesTotal(account)).toBe(truth(events.flat()));
    }),
    { numRuns: 25 },
  );
});

it('counts each event once when consumers work on the same account at the same time', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(someEvents(80), { minLength: 4, maxLength: 10 }), async (batches) => {
      const account = someone();
      const events = batches.map((batch) => batch.map(eventOf));
      await Promise.all([...events, ...events].map((batch) => store.countUsage(account, meter, batch, noon)));
      expect(await used(account)).toBe(truth(events.flat()));
      expect(await seriesTotal(account)).toBe(truth(events.flat()));
    }),
    { numRuns: 8 },
  );
});

it('finds every event again when an hour fills page after page, down to the digits of the hash', async () => {
  const account = someone();
  const events = Array.from(
    { length: 3_000 },
    (_, i): UsageEvent => ({
      source: 'flood',
      id: String(i),
      at: (noon + (i % 2) * 60_000) as Instant,
      amount: 1 + i,
    }),
  );
  for (let i = 0; i < events.length; i += 300)
    await store.countUsage(account, meter, events.slice(i, i + 300), noon);
  for (let i = 0; i < events.length; i += 500)
    expect((await store.countUsage(account, meter, events.slice(i, i + 500), noon)).counted).toBe(0);
  expect(await used(account)).toBe(truth(events));
  for (const event of [events[0], events[1_499], events[2_999]])
    expect(event && (await store.findCounted(account, meter, event, noon))?.amount).toBe(event?.amount);
});

it('a crash before any request, then a redelivery, changes nothing in the end', async () => {
  const account = someone();
  const batches = Array.from({ length: 6 }, (_, b) =>
    Array.from({ length: 60 }, (_, i) => eventOf({ id: b * 40 + i, spread: 3 })),
  );
  for (const batch of batches) {
    for (let allowed = 0; ; allowed += 1) {
      const faults = injectFaults(store.dynamo, ({ index }) => (index >= allowed ? 'crash' : undefined));
      const outcome = await store.countUsage(account, meter, batch, noon).then(
        () => 'done',
        (error: unknown) => error,
      );
      faults.stop();
      // Entries that lie in the journal and on their page already are seen once.
      expect(await seriesTotal(account)).toBe(await used(account));
      if (outcome === 'done') break;
      expect(outcome).toBeInstanceOf(Crash);
    }
  }
  expect(await used(account)).toBe(truth(batches.flat()));
  expect(await seriesTotal(account)).toBe(truth(batches.flat()));
});

describe('events around the end of a period', () => {
  const inOctober = Date.UTC(2026, 9, 31, 23, 30) as Instant;
  const october = periodOf(inOctober);
  const november = nextPeriod(october);
  const december = nextPeriod(november);
  const hoursAfter = (period: typeof october, hours: number) => (period.end + hours * HOUR) as Instant;
  const event = (id: string, amount: number): UsageEvent => ({ source: 'edge', id, at: inOctober, amount });
  const usedIn = async (account: AccountId, period: typeof october) =>
    (await store.loadBalance({ account, meter, period }))?.used ?? 0;

  it('count to their own period within the grace, to the next open one after it, each once', async () => {
    const account = someone();
    await store.countUsage(account, meter, [event('on-time', 5)], inOctober);
    await store.countUsage(account, meter, [event('in-grace', 7)], hoursAfter(october, 23));
    const moments = [hoursAfter(october, 24), hoursAfter(november, 1), hoursAfter(november, 25)];
    for (const moment of moments) {
      const all = [event('on-time', 5), event('in-grace', 7), event('late', 11)];
      await store.countUsage(account, meter, all, moment);
    }
    expect(await usedIn(account, october)).toBe(12);
    expect(await usedIn(account, november)).toBe(11);
    expect(await usedIn(account, december)).toBe(0);
    expect(await store.findCounted(account, meter, event('late', 11), noon)).toEqual({
      amount: 11,
      period: november,
      late: true,
      at: inOctober,
    });
  });

  it('count once when consumers disagree on whether the grace is over', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.boolean(), { minLength: 6, maxLength: 12 }), async (sides) => {
        const account = someone();
        const ids = ['a', 'b', 'c', 'd'];
        await Promise.all(
          sides.map((isAfter, i) =>
            store.countUsage(
              account,
              meter,
              ids.slice(i % 4).map((id) => event(id, 10)),
              hoursAfter(october, isAfter ? 24 : 23),
            ),
          ),
        );
        const total = (await usedIn(account, october)) + (await usedIn(account, november));
        expect(total).toBe(10 * new Set(sides.flatMap((_, i) => ids.slice(i % 4))).size);
      }),
      { numRuns: 12 },
    );
  });
});
