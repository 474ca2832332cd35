import * as fc from 'fast-check';
import { daysOf, timesOf } from '../../web/src/components/span.ts';
import { usageSearch } from '../../web/src/screens/usage/search.ts';
import { isFineEnough, partsOf, spanBefore, spanOf } from '../../web/src/screens/usage/span.ts';

const NOW = Date.parse('2026-11-25T18:40:00Z');
const between = (from: string, to: string) => ({ from: Date.parse(from), to: Date.parse(to) });

describe('the time that is shown', () => {
  it.each([
    ['hours48', '2026-11-23T19:00:00Z'],
    ['days30', '2026-10-27T00:00:00Z'],
    ['period', '2026-11-01T00:00:00Z'],
    ['months12', '2025-12-01T00:00:00Z'],
  ] as const)('%s ends with the running hour', (range, from) => {
    expect(spanOf({ range }, NOW)).toEqual(between(from, '2026-11-25T19:00:00Z'));
  });

  it('stays the same for an hour, so that what is polled is one question', () => {
    expect(spanOf({}, NOW)).toEqual(spanOf({}, NOW + 19 * 60_000));
  });

  it('is what the address says when it was chosen', () => {
    const search = usageSearch({ from: '2026-10-01', to: '2026-10-08T00:00:00Z', range: 'days30' });
    expect(search).toMatchObject({ range: 'chosen' });
    expect(spanOf(search, NOW)).toEqual(between('2026-10-01T00:00:00Z', '2026-10-08T00:00:00Z'));
  });

  it('reads back from a form the days that it was filled in with', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 40_000 }), fc.integer({ min: 0, max: 1_000 }), (day, more) => {
        const span = { from: day * 86_400_000, to: (day + more + 1) * 86_400_000 };
        const { first, last } = daysOf(span);
        const times = timesOf(first, last);
        expect(times && between(times.from, times.to)).toEqual(span);
      }),
    );
  });

  it('may be a year of hours, and no more of them than ten answers of the API hold', () => {
    const year = spanOf({ range: 'months12' }, NOW);
    expect(isFineEnough(year, 'hour')).toBe(true);
    expect(isFineEnough({ ...year, from: year.from - 60 * 86_400_000 }, 'hour')).toBe(false);
    expect(isFineEnough(between('2000-01-01T00:00:00Z', '2026-01-01T00:00:00Z'), 'day')).toBe(true);
  });

  it.each([
    ['hour', 3_600_000],
    ['day', 86_400_000],
  ] as const)('is asked for by the %s in parts that have every point once', (by, length) => {
    const moment = fc.integer({ min: 0, max: 2e12 });
    fc.assert(
      fc.property(moment, fc.integer({ min: 1, max: 9_990 * length }), (from, lasts) => {
        const span = { from, to: from + lasts };
        // As the API cuts: from the start of an hour or a day, as long as one begins before the end.
        const starts = ({ from, to }: typeof span) => {
          const first = Math.floor(from / length);
          return Array.from({ length: Math.ceil(to / length) - first }, (_, index) => first + index);
        };
        const parts = partsOf(span, by).map(starts);
        expect(parts.flat()).toEqual(starts(span));
        expect(Math.max(...parts.map((part) => part.length))).toBeLessThanOrEqual(1_000);
      }),
    );
  });
});

describe('the time before', () => {
  it('is as long and ends where the other begins', () => {
    const span = spanOf({ range: 'hours48' }, NOW);
    expect(spanBefore(span, 'hour', 'hours48')).toEqual(
      between('2026-11-21T19:00:00Z', '2026-11-23T19:00:00Z'),
    );
  });

  it('of a period is the month before, up to the same hour of it', () => {
    const span = spanOf({ range: 'period' }, NOW);
    expect(spanBefore(span, 'day', 'period')).toEqual(
      between('2026-10-01T00:00:00Z', '2026-10-25T19:00:00Z'),
    );
  });

  it('never runs into the period itself when the month before is the shorter', () => {
    const span = between('2027-03-01T00:00:00Z', '2027-03-31T12:00:00Z');
    expect(spanBefore(span, 'day', 'period')).toEqual(
      between('2027-02-01T00:00:00Z', '2027-03-01T00:00:00Z'),
    );
  });

  it('of months is as many whole months', () => {
    const span = spanOf({ range: 'months12' }, NOW);
    expect(spanBefore(span, 'month', 'months12')).toEqual(
      between('2024-12-01T00:00:00Z', '2025-12-01T00:00:00Z'),
    );
  });
});

describe('an address', () => {
  it('of which nothing can be shown still opens the page', () => {
    expect(
      usageSearch({ meter: 7, by: 'second', range: 'ever', from: 'x', to: '2026-10-08', compare: 'yes' }),
    ).toEqual({});
  });

  it('that says it is chosen without its times falls back to the usual range', () => {
    expect(usageSearch({ range: 'chosen' })).toEqual({});
  });
});
