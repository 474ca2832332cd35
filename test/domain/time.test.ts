import * as fc from 'fast-check';
import { isDue, nextPeriod, periodOf, periodOfDay, periodsBetween } from '../../functions/domain/periods.ts';
import {
  countPoints,
  type Granularity,
  type Point,
  pointsOf,
  sumsOf,
} from '../../functions/domain/reports/series.ts';
import {
  DAY,
  HOUR,
  hourOf,
  type Instant,
  iso,
  leaseEnd,
  parseInstant,
  plus,
  startOfHour,
} from '../../functions/domain/time.ts';
import { instants } from '../support/arbitraries.ts';

describe('a billing period', () => {
  it('is the calendar month in UTC that a moment lies in, and they follow each other without a gap', () => {
    fc.assert(
      fc.property(instants, (at) => {
        const period = periodOf(at);
        expect(period.start <= at && at < period.end).toBe(true);
        expect(iso(period.start)).toBe(`${iso(at).slice(0, 7)}-01T00:00:00.000Z`);
        expect(periodOfDay(period.day)).toEqual(period);
        expect(nextPeriod(period).start).toBe(period.end);
        expect(periodOf(plus(period.end, -1))).toEqual(period);
      }),
    );
  });

  it('counts how many come between two', () => {
    fc.assert(
      fc.property(instants, fc.integer({ min: 0, max: 40 }), (at, months) => {
        let later = periodOf(at);
        for (let month = 0; month < months; month += 1) later = nextPeriod(later);
        expect(periodsBetween(periodOf(at), later)).toBe(months);
        expect(periodsBetween(later, periodOf(at)) + months).toBe(0);
      }),
    );
  });

  it('may be closed from exactly a day after its end', () => {
    const february = periodOf(parseInstant('2028-02-29T23:59:59.999Z'));
    expect(iso(february.end)).toBe('2028-03-01T00:00:00.000Z');
    expect(isDue(february, parseInstant('2028-03-01T23:59:59.999Z'))).toBe(false);
    expect(isDue(february, parseInstant('2028-03-02T00:00:00.000Z'))).toBe(true);
  });
});

describe('a series of points', () => {
  const spans = fc.tuple(instants, fc.integer({ min: 1, max: 400 * DAY }));
  const grains = fc.constantFrom<Granularity>('hour', 'day', 'month');

  it('covers its span without gap or overlap', () => {
    fc.assert(
      fc.property(spans, grains, ([from, length], granularity) => {
        const to = plus(from, length);
        const points = pointsOf(from, to, granularity);
        const [first] = points;
        expect(first && first.start <= from && from < first.end).toBe(true);
        const isWhole = ({ start, end }: Point, i: number): boolean =>
          start < to && end > start && end === (points[i + 1]?.start ?? end);
        expect(points.every(isWhole)).toBe(true);
        expect((points.at(-1)?.end ?? 0) >= to).toBe(true);
        expect(countPoints(from, to, granularity)).toBe(points.length);
      }),
      { numRuns: 40 },
    );
  });

  it('has each hour in the one point that covers it', () => {
    const offsets = fc.uniqueArray(fc.integer({ min: 0, max: 399 * 24 }), { maxLength: 50 });
    fc.assert(
      fc.property(instants, grains, offsets, (from, granularity, hours) => {
        const points = pointsOf(from, plus(from, 400 * DAY), granularity);
        const used = hours.map(
          (offset, i) => [startOfHour(hourOf(plus(from, offset * HOUR))), i + 1] as const,
        );
        const expected = points.map(({ start, end }) =>
          used.reduce((sum, [at, amount]) => (at >= start && at < end ? sum + amount : sum), 0),
        );
        expect(sumsOf(points, granularity, new Map(used))).toEqual(expected);
      }),
      { numRuns: 30 },
    );
  });

  it('is empty when it ends where it begins, or before', () => {
    fc.assert(
      fc.property(instants, grains, fc.integer({ min: 0, max: 400 * DAY }), (at, granularity, back) => {
        const start = pointsOf(at, plus(at, 1), granularity)[0]?.start ?? at;
        expect(pointsOf(at, plus(start, -back), granularity)).toEqual([]);
        expect(countPoints(at, plus(start, -back), granularity)).toBe(0);
      }),
    );
  });

  it('is counted at no cost, however long it is', () => {
    const [first, last] = ['1970-01-31T00:00:00Z', '8999-12-31T23:59:59.999Z'].map(parseInstant);
    const before = process.cpuUsage();
    const counts = (['hour', 'day', 'month'] as const).map((granularity) =>
      countPoints(first as Instant, last as Instant, granularity),
    );
    const { user } = process.cpuUsage(before);
    expect(counts).toEqual([61_623_000, 2_567_625, 84_360]);
    expect(user).toBeLessThan(50_000);
  });
});

describe('a lease', () => {
  it('lasts at least as long as was asked for, and less than a second more', () => {
    fc.assert(
      fc.property(instants, fc.integer({ min: 1, max: 86_400 }), (at, length) => {
        const lasts = leaseEnd(at, length) - at;
        expect(lasts).toBeGreaterThanOrEqual(length * 1_000);
        expect(lasts).toBeLessThan((length + 1) * 1_000);
        expect(leaseEnd(at, length) % 1_000).toBe(0);
      }),
    );
  });
});
