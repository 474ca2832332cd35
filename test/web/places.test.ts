import * as fc from 'fast-check';
import { labelled, marksWithin, placeOf, scaleSteps } from '../../web/src/components/chart/places.ts';

const days = (count: number, start = '2026-11-01T00:00:00Z') =>
  Array.from({ length: count }, (_, index) => ({
    at: new Date(Date.parse(start) + index * 86_400_000).toISOString(),
    value: index,
  }));

describe('the place of a moment', () => {
  it('lies between the points around it', () => {
    expect(placeOf('2026-11-01T00:00:00Z', days(3))).toBe(0);
    expect(placeOf('2026-11-02T12:00:00Z', days(3))).toBe(1.5);
  });

  it('is within the last point for as long as that lasts, and nowhere after', () => {
    expect(placeOf('2026-11-03T12:00:00Z', days(3))).toBe(2.5);
    expect(placeOf('2026-11-04T00:00:01Z', days(3))).toBeNull();
    expect(placeOf('2026-10-31T23:59:59Z', days(3))).toBeNull();
    expect(placeOf('2026-11-01T00:00:00Z', [])).toBeNull();
  });

  it('follows time: a later moment never lies further left', () => {
    const moment = fc.date({ min: new Date('2026-11-01'), max: new Date('2026-11-10'), noInvalidDate: true });
    fc.assert(
      fc.property(moment, moment, (one, other) => {
        const [first, second] = one <= other ? [one, other] : [other, one];
        const points = days(10);
        const places = [first, second].map((each) => placeOf(each.toISOString(), points) ?? 0);
        expect(places[0]).toBeLessThanOrEqual(places[1] ?? 0);
      }),
    );
  });

  it('orders marks by time and drops those outside', () => {
    const marks = [
      { at: '2026-11-03T00:00:00Z', label: 'ends' },
      { at: '2026-11-02T00:00:00Z', label: 'begins' },
      { at: '2027-11-02T00:00:00Z', label: 'later' },
    ];
    expect(marksWithin(marks, days(5)).map(({ label }) => label)).toEqual(['begins', 'ends']);
  });
});

describe('labels', () => {
  it('are never more than there is room for', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 9_000 }),
        fc.integer({ min: 1, max: 20 }),
        fc.constantFrom('hour', 'day', 'month' as const),
        (count, room, step) => {
          expect(labelled(days(count), step, room).length).toBeLessThanOrEqual(room);
        },
      ),
    );
  });

  it('stand at Mondays when weeks are counted', () => {
    const points = days(30);
    const weekdays = labelled(points, 'day', 6).map((place) => new Date(points[place]?.at ?? '').getUTCDay());
    expect(new Set(weekdays)).toEqual(new Set([1]));
  });
});

describe('the steps of a scale', () => {
  it.each(['byte', 'second', 'slot', 'CNY'])('of %s are whole and rise', (unit) => {
    const steps = scaleSteps(unit);
    expect(steps.every(Number.isSafeInteger)).toBe(true);
    expect(steps).toEqual(steps.toSorted((one, other) => one - other));
  });
});
