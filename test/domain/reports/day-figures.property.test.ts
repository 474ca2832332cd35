import * as fc from 'fast-check';
import { weekdayOf } from '../../../functions/domain/calendar.ts';
import { addExact, type ExactInteger, exactView } from '../../../functions/domain/exact-integers.ts';
import {
  type DayFigures,
  figuresAfter,
  type MeterFigures,
  sumOfFigures,
  weekOf,
} from '../../../functions/domain/reports/day-figures.ts';
import type { Day } from '../../../functions/domain/time.ts';

const hours = fc.array(fc.nat(1_000_000), { minLength: 24, maxLength: 24 });
const sum = (amounts: readonly ExactInteger[]) => amounts.reduce<number>((a, b) => a + Number(b), 0);

/** What accounts used on a day; some had counted use only after it. */
const usages: fc.Arbitrary<Record<string, MeterFigures>[]> = fc.array(
  fc.record({ own: hours, isTold: fc.boolean() }).map(({ own, isTold }) => ({
    bandwidth: { amount: sum(own), used: sum(own), limit: 1_000, ...(isTold && { hours: own }) },
    storage: { amount: 5, used: 5, limit: 10 },
  })),
  { maxLength: 8 },
);
const daysOfYear = fc
  .integer({ min: 0, max: 364 })
  .map((day) => new Date(Date.UTC(2027, 0, 1 + day)).toISOString().slice(0, 10) as Day);

const figuresOf = (all: readonly Record<string, MeterFigures>[]): DayFigures =>
  all.reduce<DayFigures>((figures, usage, i) => figuresAfter(figures, `user_${i}`, usage), {});

describe('the figures of a day', () => {
  it('hold each hour of every account once, however they are split over shards', () => {
    fc.assert(
      fc.property(usages, usages, (a, b) => {
        const together = figuresOf([...a, ...b]);
        const apart = sumOfFigures([figuresOf(a), figuresOf(b)]);
        expect(apart.bandwidth?.hours).toEqual(together.bandwidth?.hours);
        const told = [...a, ...b].map(({ bandwidth }) => bandwidth?.hours ?? []);
        expect(sum(together.bandwidth?.hours ?? [])).toBe(sum(told.map(sum)));
        expect(together.storage?.hours).toBeUndefined();
      }),
    );
  });
});

describe('a sum over accounts', () => {
  it('is exact at any size, and answered as text beyond 2^53 - 1', () => {
    const whole = fc.bigInt(-(2n ** 70n), 2n ** 70n);
    fc.assert(
      fc.property(whole, whole, (a, b) => {
        const sum = addExact(a, b);
        expect(BigInt(sum)).toBe(a + b);
        const isSafe = Number.isSafeInteger(Number(a + b)) && BigInt(Number(a + b)) === a + b;
        expect(exactView(sum)).toBe(isSafe ? Number(a + b) : (a + b).toString());
      }),
    );
    const most = Number.MAX_SAFE_INTEGER;
    expect([addExact(most, 0), addExact(most, 1), addExact(-most, -1)]).toEqual([
      most,
      2n ** 53n,
      -(2n ** 53n),
    ]);
  });

  it('holds what every account used, though no number could', () => {
    const full = { storage: { amount: Number.MAX_SAFE_INTEGER, used: Number.MAX_SAFE_INTEGER, limit: 10 } };
    const figures = figuresOf([full, full, full]);
    expect(figures.storage?.total).toBe(3n * (2n ** 53n - 1n));
    expect(sumOfFigures([figures, figures]).storage?.total).toBe(6n * (2n ** 53n - 1n));
  });
});

describe('the week of usage', () => {
  it('holds all that the hours of its days hold, each under its day of the week', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(daysOfYear, usages), { maxLength: 10 }), (some) => {
        const days = some.map(([day, all]) => ({ day, figures: figuresOf(all) }));
        const week = weekOf(days);
        for (let weekday = 1; weekday <= 7; weekday += 1) {
          const own = days.filter(({ day }) => weekdayOf(day) === weekday);
          const expected = own.map(({ figures }) => sum(figures.bandwidth?.hours ?? []));
          const found = week.filter((each) => each.weekday === weekday);
          expect(sum(found.map(({ amount }) => amount))).toBe(sum(expected));
        }
        expect(week.length).toBeLessThanOrEqual(7 * 24);
        expect(week.every(({ amount, meter }) => amount > 0 && meter === 'bandwidth')).toBe(true);
      }),
    );
  });

  it('begins on Monday', () => {
    expect(['2027-03-15', '2027-03-20', '2027-03-21'].map((day) => weekdayOf(day as Day))).toEqual([1, 6, 7]);
  });
});
