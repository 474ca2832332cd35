import * as fc from 'fast-check';
import { SlotLife, type SlotOperation } from '../support/slot-life.ts';

const operations: fc.Arbitrary<SlotOperation> = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.record({ kind: fc.constant('buy' as const), amount: fc.integer({ min: 1, max: 5 }) }),
  },
  {
    weight: 8,
    arbitrary: fc.record({
      kind: fc.constant('allocate' as const),
      count: fc.integer({ min: 1, max: 6 }),
      lease: fc.oneof(
        { weight: 5, arbitrary: fc.constant(null) },
        { weight: 1, arbitrary: fc.integer({ min: 1, max: 100 }) },
      ),
    }),
  },
  {
    weight: 5,
    arbitrary: fc.record({
      kind: fc.constantFrom('renew' as const, 'refund', 'refund', 'release'),
      pick: fc.nat(20),
    }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constant('pass' as const),
      hours: fc.integer({ min: 1, max: 80 }),
      worksOnTime: fc.boolean(),
    }),
  },
);

describe('slots beyond the limit', () => {
  it('have 72 hours from an announcement that names them, and no more, whatever happens', () => {
    let [released, announced] = [0, 0];
    fc.assert(
      fc.property(fc.array(operations, { minLength: 25, maxLength: 70 }), (history) => {
        const life = new SlotLife();
        for (const operation of history) life.do(operation);
        expect(life.complaints).toEqual([]);
        released += life.released;
        announced += life.announced;
      }),
      { numRuns: 1_500, endOnFailure: true },
    );
    expect(Math.min(released, announced)).toBeGreaterThan(500);
  });
});
