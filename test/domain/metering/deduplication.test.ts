import * as fc from 'fast-check';
import {
  type Bucket,
  bucketAddress,
  bucketExpiry,
  bucketOfPlace,
  type DeduplicationLog,
  type Entry,
  eventHash,
  extendLog,
  findEvent,
  hourOfPlace,
  type Identified,
  isRemembered,
  type Known,
  logTotal,
  newBucket,
  placeEvents,
  type UsageEvent,
} from '../../../functions/domain/metering/deduplication.ts';
import { nextPeriod, periodOf } from '../../../functions/domain/periods.ts';
import { DAY, hourOf, type Instant, plus } from '../../../functions/domain/time.ts';
import { amounts, entries, MOST } from '../../support/arbitraries.ts';

const START = Date.parse('2027-03-15T12:00:00Z');
/** A sum from which there is always room: these tests are about places. */
const NO_LIMIT = Number.NEGATIVE_INFINITY;
const at = (milliseconds: number) => (START + milliseconds) as Instant;
const event = (id: string, moment = 0, amount = 1): UsageEvent => ({
  source: 'test',
  id,
  at: at(moment),
  amount,
});

const hashOf = ({ source, id }: UsageEvent) => eventHash('key', source, id);
const identified = (events: readonly UsageEvent[]) =>
  events.map((each) => ({ event: each, hash: hashOf(each) }));

/** Buckets as a table keeps them: what was never written is empty. Counts what is new, as the worker does. */
class Memory {
  readonly buckets = new Map<string, Map<string, Entry[]>>();
  /** As they were read for the latest look-ups. */
  private read = new Map<string, Bucket>();

  count(events: readonly UsageEvent[]): Map<string, Entry[]> {
    const read = new Map<string, Bucket>();
    const placed = new Map<string, Entry[]>();
    const recent = new Map<string, Known>();
    let rest: readonly Identified[] = identified(events);
    while (rest.length > 0) {
      const step = placeEvents(rest, recent, read, NO_LIMIT, 0);
      for (const [place, found] of step.placed) placed.set(place, [...(placed.get(place) ?? []), ...found]);
      for (const address of step.unread) read.set(address, newBucket(this.buckets.get(address)));
      rest = step.deferred;
    }
    for (const [place, found] of placed) {
      const bucket = this.buckets.get(bucketOfPlace(place)) ?? new Map<string, Entry[]>();
      bucket.set(place, [...(bucket.get(place) ?? []), ...found]);
      this.buckets.set(bucketOfPlace(place), bucket);
    }
    this.read = new Map();
    return placed;
  }

  find(wanted: UsageEvent): Known | undefined {
    const { read } = this;
    for (;;) {
      const found = findEvent(wanted.at, hashOf(wanted), read);
      if (found.kind === 'known') return found;
      if (found.kind === 'new') return undefined;
      read.set(found.address, newBucket(this.buckets.get(found.address)));
    }
  }

  sizes(): number[] {
    return [...this.buckets.values()].map((entries) => newBucket(entries).bytes);
  }
}

const sizeOf = (placed: ReadonlyMap<string, readonly Entry[]>) => [...placed.values()].flat().length;

describe('the place of an event', () => {
  it('is its day, its hour, its minute, its second, then two bits of its hash after the other', () => {
    const moment = at(61_000);
    expect([0, 1, 2, 3, 4, 5, 27].map((level) => bucketAddress(moment, '0123456789ab', level))).toEqual([
      '2027-03-15',
      '2027-03-15T12',
      '2027-03-15T12:01',
      '2027-03-15T12:01:01',
      '2027-03-15T12:01:01#0',
      '2027-03-15T12:01:01#00',
      '2027-03-15T12:01:01#000102031011121320212223',
    ]);
  });

  it('is one bucket a day for a hundred events of bandwidth, and has the hour of each', () => {
    const memory = new Memory();
    const events = Array.from({ length: 100 }, (_, i) =>
      event(`${i}`, (i % 4) * 3_600_000, 16_384 + i * 20_000),
    );
    memory.count(events.slice(0, 50));
    memory.count(events.slice(50));
    expect([...memory.buckets.keys()]).toEqual(['2027-03-15']);
    for (const each of events) expect(hourOfPlace(memory.find(each)?.place ?? '')).toBe(hourOf(each.at));
  });

  it('is found again after any sequence of placements', () => {
    const ids = fc.integer({ min: 0, max: 600 });
    const moments = fc.constantFrom(0, 1, 59_999, 60_000, 3_600_000, 86_400_000);
    const batches = fc.array(fc.array(fc.tuple(ids, moments), { maxLength: 300 }), { maxLength: 6 });
    fc.assert(
      fc.property(batches, amounts, (sequence, amount) => {
        const memory = new Memory();
        const known = new Set<string>();
        for (const pairs of sequence) {
          const events = pairs.map(([id, moment]) => event(`${id}@${moment}`, moment, amount));
          const unseen = new Set(events.map(({ id }) => id).filter((id) => !known.has(id)));
          expect(sizeOf(memory.count(events))).toBe(unseen.size);
          for (const id of unseen) known.add(id);
          for (const each of events) expect(memory.find(each)?.entry.amount).toBe(amount);
        }
      }),
      { numRuns: 40 },
    );
  });

  it('is found again however deep it lies: 20,000 events of one moment', () => {
    const memory = new Memory();
    const events = Array.from({ length: 20_000 }, (_, i) => event(`${i}`, 0, i + 1));
    for (let start = 0; start < events.length; start += 1_000) {
      expect(sizeOf(memory.count(events.slice(start, start + 1_000)))).toBe(1_000);
    }
    expect([...memory.buckets.keys()].some((address) => /#[0-9a-f]{2}$/.test(address))).toBe(true);
    expect(memory.count(events.toReversed()).size).toBe(0);
    expect(
      events.filter((_, i) => i % 7 === 0).every((each) => memory.find(each)?.entry.amount === each.amount),
    ).toBe(true);
  });

  it('is no bucket that a write unit does not hold, or two of a day', () => {
    const memory = new Memory();
    memory.count(Array.from({ length: 5_000 }, (_, i) => event(`${i}`, 0, MOST - i)));
    const [ofDay = 0, ...others] = memory.sizes().sort((a, b) => b - a);
    expect(ofDay).toBeLessThan(1_924 + 17);
    expect(Math.max(...others)).toBeLessThan(900 + 17);
  });

  it('takes at most 12 bytes an event, keys and expiry included, of a hundred events in each hour of a day', () => {
    const memory = new Memory();
    memory.count(
      Array.from({ length: 100 }, (_, i) => event(`${i}`, -43_200_000 + i * 864_000, 16_384 + i * 20_000)),
    );
    const OF_ITEM = 90;
    expect(memory.sizes().map((bytes) => (bytes + OF_ITEM) / 100)).toEqual([expect.any(Number)]);
    expect(((memory.sizes()[0] ?? 0) + OF_ITEM) / 100).toBeLessThanOrEqual(12);
  });

  it('is not known before its bucket was read', () => {
    const events = identified([event('a'), event('b'), event('a')]);
    const step = placeEvents(events, new Map(), new Map(), 0, 0);
    expect(step).toMatchObject({ unread: new Set(['2027-03-15']), placed: new Map() });
    expect(step.deferred).toHaveLength(3);
  });
});

describe('an event that was sent again with another time', () => {
  const log = (...events: readonly UsageEvent[]) =>
    new Map(
      events.map((each) => [
        hashOf(each),
        { entry: { hash: hashOf(each), amount: each.amount, lateBy: 0 }, place: '2027-03-15/12' },
      ]),
    );

  it('is known while the log has it, whatever its time, and its buckets need not be read', () => {
    const step = placeEvents(identified([event('a', 9 * 86_400_000)]), log(event('a')), new Map(), 0, 0);
    expect(step).toMatchObject({ unread: new Set(), placed: new Map(), deferred: [] });
    expect(step.altered).toEqual([event('a', 9 * 86_400_000)]);
  });

  it('is known by the bucket of its day', () => {
    const memory = new Memory();
    memory.count([event('a')]);
    expect(memory.count([event('a', 7_200_000)]).size).toBe(0);
    expect(memory.count([event('a', -7_200_000)]).size).toBe(0);
    expect(memory.count([event('a', 86_400_000)]).size).toBe(1);
  });

  it('is known within one batch', () => {
    const memory = new Memory();
    const placed = memory.count([event('a', 0, 5), event('a', 86_400_000, 7), event('b')]);
    expect([...placed.values()].flat().map(({ amount }) => amount)).toEqual([5, 1]);
  });

  it('is distinguished from an identical repetition', () => {
    const step = (again: UsageEvent) =>
      placeEvents(identified([again]), log(event('a', 0, 5)), new Map(), 0, 0).altered.length;
    expect(step(event('a', 0, 5))).toBe(0);
    expect(step(event('a', 2_000, 5))).toBe(0);
    expect(step(event('a', 0, 6))).toBe(1);
    expect(step(event('a', 3_600_000, 5))).toBe(1);
  });
});

const journals: fc.Arbitrary<DeduplicationLog> = fc
  .array(
    fc.tuple(fc.constantFrom('2027-03-15/12', '2027-03-15T13:07', '2027-03-15T13:07#a'), fc.array(entries)),
    {
      maxLength: 3,
    },
  )
  .map((pairs) => new Map(pairs));

const flat = (...parts: readonly DeduplicationLog[]) =>
  parts
    .flatMap((journal) =>
      [...journal].flatMap(([address, list]) => list.map((entry) => `${address} ${entry.hash}`)),
    )
    .sort();

describe('a journal', () => {
  it('loses nothing when it takes more in: what does not stay moves to the pages', () => {
    fc.assert(
      fc.property(journals, journals, (before, placed) => {
        const { journal, moving } = extendLog(before, placed);
        expect(flat(journal, moving)).toEqual(flat(before, placed));
        expect(moving.size === 0 || journal === placed).toBe(true);
      }),
    );
  });

  it('moves out when it is full, and only then', () => {
    const of = (count: number, from = 0): DeduplicationLog =>
      new Map([
        [
          '2027-03-15T12',
          Array.from({ length: count }, (_, i) => ({
            hash: eventHash('key', 's', `${from + i}`),
            amount: 1,
            lateBy: 0,
          })),
        ],
      ]);
    expect(extendLog(of(50), of(50, 50)).moving.size).toBe(0);
    const full = extendLog(of(100), of(100, 100));
    expect([sizeOf(full.journal), sizeOf(full.moving)]).toEqual([100, 100]);
    expect(extendLog(new Map(), of(300))).toMatchObject({ moving: new Map() });
  });
});

describe('a sum', () => {
  const within = (amounts: readonly number[], before: number) =>
    placeEvents(
      identified(amounts.map((amount, i) => event(`${i}`, 0, amount))),
      new Map(),
      new Map([[bucketAddress(at(0), '', 0), newBucket()]]),
      before,
      0,
    );

  it('never leaves the integers that are exact, and refuses no event that fits', () => {
    fc.assert(
      fc.property(fc.array(amounts, { maxLength: 12 }), fc.integer({ min: 0, max: MOST }), (list, before) => {
        const { placed, refused } = within(list, before);
        const sum = [...placed.values()].flat().reduce((total, { amount }) => total + BigInt(amount), 0n);
        expect(BigInt(before) + sum <= BigInt(MOST)).toBe(true);
        const smallest = Math.min(...refused.map(({ amount }) => amount));
        if (refused.length > 0) expect(BigInt(before) + sum + BigInt(smallest) > BigInt(MOST)).toBe(true);
        expect([...placed.values()].flat().length + refused.length).toBe(list.length);
      }),
    );
  });

  it('is full at the very edge', () => {
    const { placed, refused } = within([3, 4, 1, 1], MOST - 5);
    expect([...placed.values()].flat().map(({ amount }) => amount)).toEqual([3, 1, 1]);
    expect(refused.map(({ amount }) => amount)).toEqual([4]);
    expect(logTotal(placed)).toBe(5);
  });
});

describe('what is remembered', () => {
  const moments = fc
    .integer({ min: 0, max: 10 * 366 * 24 })
    .map((hours) => (Date.parse('2026-01-01T00:00:00Z') + hours * 3_600_000) as Instant);

  it('is every event that the API takes, for 35 days and for as long as a queue may hold it after that', () => {
    fc.assert(
      fc.property(moments, (moment) => {
        const ACCEPTED = 35 * DAY;
        // A queue keeps a message for four days, and that of dead letters for 14; a redrive begins the four anew.
        expect(isRemembered(moment, plus(moment, ACCEPTED + 22 * DAY))).toBe(true);
      }),
    );
  });

  it('ends after twelve periods, days before its bucket may be deleted: clocks may differ, and a leap year is longer', () => {
    fc.assert(
      fc.property(moments, fc.constantFrom(0, 1, 2, 3, 4), (moment, level) => {
        const address = bucketAddress(moment, '0123456789ab', level);
        const gone = bucketExpiry(address, moment);
        expect(isRemembered(moment, plus(gone, -2 * DAY))).toBe(false);
        let period = periodOf(moment);
        for (let late = 0; late < 12; late += 1) period = nextPeriod(period);
        expect(isRemembered(moment, plus(period.end, -1))).toBe(true);
        expect(isRemembered(moment, period.end)).toBe(false);
      }),
    );
  });

  it('stays for as long again in a bucket that a late event is added to', () => {
    const moment = at(0);
    const later = plus(moment, 300 * DAY);
    expect(bucketExpiry('2027-03-15', later) - later).toBe(400 * DAY);
  });
});
