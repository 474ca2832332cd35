import * as fc from 'fast-check';
import { SlotLife, type SlotOperation } from '../../support/slot-life.ts';

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

/** Graces that end at one moment: which of their slots goes must not depend on how they are merged. */
const equalEnds: readonly SlotOperation[] = [
  { kind: 'buy', amount: 1 },
  { kind: 'buy', amount: 1 },
  { kind: 'buy', amount: 2 },
  { kind: 'buy', amount: 2 },
  { kind: 'buy', amount: 1 },
  { kind: 'allocate', count: 4, lease: null },
  { kind: 'allocate', count: 5, lease: null },
  { kind: 'refund', pick: 0 },
  { kind: 'pass', hours: 42, worksOnTime: true },
  { kind: 'pass', hours: 2, worksOnTime: true },
  { kind: 'refund', pick: 1 },
  { kind: 'buy', amount: 2 },
  { kind: 'pass', hours: 76, worksOnTime: false },
  { kind: 'buy', amount: 1 },
  { kind: 'allocate', count: 1, lease: null },
  { kind: 'buy', amount: 1 },
  { kind: 'allocate', count: 1, lease: null },
  { kind: 'refund', pick: 7 },
  { kind: 'renew', pick: 0 },
  { kind: 'pass', hours: 9, worksOnTime: true },
  { kind: 'pass', hours: 9, worksOnTime: true },
  { kind: 'buy', amount: 1 },
  { kind: 'release', pick: 0 },
  { kind: 'pass', hours: 27, worksOnTime: true },
  { kind: 'pass', hours: 27, worksOnTime: true },
];

/** A slot that a loss could name although no release of it was planned, so that no announcement listed it. */
const namedTooEarly: readonly SlotOperation[] = [
  { kind: 'buy', amount: 1 },
  { kind: 'allocate', count: 3, lease: null },
  { kind: 'renew', pick: 0 },
  { kind: 'buy', amount: 1 },
  { kind: 'buy', amount: 1 },
  { kind: 'pass', hours: 72, worksOnTime: true },
  { kind: 'buy', amount: 3 },
  { kind: 'buy', amount: 1 },
  { kind: 'renew', pick: 9 },
  { kind: 'buy', amount: 1 },
  { kind: 'allocate', count: 2, lease: null },
  { kind: 'pass', hours: 35, worksOnTime: true },
  { kind: 'allocate', count: 4, lease: null },
  { kind: 'pass', hours: 72, worksOnTime: true },
  { kind: 'buy', amount: 1 },
  { kind: 'pass', hours: 39, worksOnTime: true },
  { kind: 'renew', pick: 14 },
  { kind: 'buy', amount: 2 },
  { kind: 'pass', hours: 27, worksOnTime: true },
  { kind: 'refund', pick: 13 },
  { kind: 'buy', amount: 1 },
  { kind: 'pass', hours: 67, worksOnTime: false },
  { kind: 'buy', amount: 2 },
  { kind: 'pass', hours: 55, worksOnTime: true },
  { kind: 'allocate', count: 1, lease: null },
  { kind: 'pass', hours: 70, worksOnTime: true },
];

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
      { numRuns: 1_500, endOnFailure: true, examples: [[[...equalEnds]], [[...namedTooEarly]]] },
    );
    expect(Math.min(released, announced)).toBeGreaterThan(500);
  });
});
