import { countPoints, type Granularity, pointsOf, sumsOf } from '../../../functions/domain/reports/series.ts';
import { iso, parseInstant, plus } from '../../../functions/domain/time.ts';

const from = parseInstant('2027-02-27T22:30:00Z');
const to = parseInstant('2027-03-01T01:00:00Z');
const startsOf = (granularity: Granularity) => pointsOf(from, to, granularity).map(({ start }) => iso(start));

describe('the points of a range', () => {
  it('are the hours, days or months that it touches, its end excluded', () => {
    expect(startsOf('hour')).toHaveLength(27);
    expect(startsOf('day')).toEqual([
      '2027-02-27T00:00:00.000Z',
      '2027-02-28T00:00:00.000Z',
      '2027-03-01T00:00:00.000Z',
    ]);
    expect(startsOf('month')).toEqual(['2027-02-01T00:00:00.000Z', '2027-03-01T00:00:00.000Z']);
    expect(pointsOf(from, parseInstant('2027-03-01T00:00:00Z'), 'month')).toHaveLength(1);
  });

  it.each(['hour', 'day', 'month'] as const)('are as many as are counted: by the %s', (granularity) => {
    for (const end of [plus(from, 1), to, parseInstant('2028-03-01T00:00:00Z')])
      expect(pointsOf(from, end, granularity)).toHaveLength(countPoints(from, end, granularity));
    for (const end of [from, plus(from, -1)]) expect(countPoints(from, end, granularity)).toBe(0);
  });
});

it('adds up the hours of each point, and leaves out those of no point', () => {
  const hours = new Map([
    [parseInstant('2027-02-27T23:00:00Z'), 1],
    [parseInstant('2027-02-28T00:00:00Z'), 2],
    [parseInstant('2027-02-28T23:00:00Z'), 4],
    [parseInstant('2027-03-02T00:00:00Z'), 8],
  ]);
  expect(sumsOf(pointsOf(from, to, 'day'), 'day', hours)).toEqual([1, 6, 0]);
  expect(sumsOf(pointsOf(from, to, 'month'), 'month', hours)).toEqual([7, 8]);
});
