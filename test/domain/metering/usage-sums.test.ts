import * as fc from 'fast-check';
import {
  type Amounts,
  amountsOf,
  bySpan,
  decodeAmounts,
  encodeAmounts,
  type Fold,
  fold,
  noSums,
  plusAmounts,
  spanOf,
} from '../../../functions/domain/metering/usage-sums.ts';
import { type Day, parseInstant } from '../../../functions/domain/time.ts';

const PERIOD = '2027-03-01' as Day;
const hours = fc.integer({ min: 0, max: 600_000 });
const someAmounts = fc
  .array(fc.tuple(hours, fc.integer({ min: 0, max: Number.MAX_SAFE_INTEGER })), { maxLength: 40 })
  .map((pairs): Amounts => new Map(pairs));
const sorted = (amounts: Amounts) => [...amounts].sort(([a], [b]) => a - b);

describe('encoded amounts', () => {
  it('are read back as they were', () => {
    fc.assert(
      fc.property(someAmounts, (amounts) => {
        expect([...decodeAmounts(encodeAmounts(amounts))]).toEqual(sorted(amounts));
      }),
    );
  });

  it('take five bytes for an hour of some GB, once the first hour is named', () => {
    const ofHours = (count: number): Amounts =>
      new Map(Array.from({ length: count }, (_, hour) => [500_000 + hour, 250_000_000]));
    expect(encodeAmounts(ofHours(240)).length).toBe(2 + 240 * 5);
  });

  it('are refused where they are cut short', () => {
    const bytes = encodeAmounts(new Map([[500_000, 1_000_000]]));
    expect(() => decodeAmounts(bytes.subarray(0, -1))).toThrow('cut short');
  });
});

describe('spans', () => {
  it('are ten days of hours and a month of days, named in the order of time', () => {
    const at = parseInstant('2027-03-15T12:00:00Z');
    expect([spanOf('hours', at), spanOf('days', at)]).toEqual(['2027-03-1', '2027-03']);
    const moments = ['2027-02-28T23', '2027-03-01T00', '2027-03-09T23', '2027-03-10T00', '2027-03-31T23'];
    const names = moments.map((hour) => spanOf('hours', parseInstant(`${hour}:00:00Z`)));
    expect(names).toEqual(['2027-02-2', '2027-03-0', '2027-03-0', '2027-03-1', '2027-03-3']);
  });

  it('have all amounts between them, by hour and by day', () => {
    fc.assert(
      fc.property(someAmounts, (amounts) => {
        const parts = bySpan('hours', amounts);
        expect(sorted(plusAmounts(...parts.values()))).toEqual(sorted(amounts));
        const days = plusAmounts(...bySpan('days', amounts).values());
        for (const [hour] of amounts) expect(days.has(Math.floor(hour / 24))).toBe(true);
      }),
    );
  });
});

/** What writers do with one balance: count an event, fold what was pending at some moment, empty the tally. */
type Step = { readonly add: number } | { readonly stale: number } | 'fold' | 'empty';

describe('a fold', () => {
  const steps = fc.array(
    fc.oneof(
      fc.record({ add: fc.integer({ min: 0, max: 30 }) }),
      // An attempt that was slow: it folds what was pending some steps ago.
      fc.record({ stale: fc.integer({ min: 0, max: 10 }) }),
      fc.constantFrom<Step>('fold', 'empty'),
    ),
    { maxLength: 60 },
  );

  it('counts once, repeated, extended or late, and a reader sees every event at every moment', () => {
    fc.assert(
      fc.property(steps, (sequence) => {
        let sums = noSums;
        let pending: Fold = { number: 0, amounts: new Map() };
        let truth: Amounts = new Map();
        const seen: Fold[] = [];
        for (const step of sequence) {
          if (step === 'fold') sums = fold(sums, PERIOD, pending);
          else if (step === 'empty') {
            // The write that empties the tally comes after a fold of all that it removes.
            sums = fold(sums, PERIOD, pending);
            pending = { number: pending.number + 1, amounts: new Map() };
          } else if ('add' in step) {
            const one = new Map([[step.add, step.add + 1]]);
            pending = { ...pending, amounts: plusAmounts(pending.amounts, one) };
            truth = plusAmounts(truth, one);
          } else {
            const stale = seen.at(-1 - step.stale);
            if (stale) sums = fold(sums, PERIOD, stale);
          }
          if (pending.amounts.size > 0) seen.push(pending);
          const read = pending.amounts.size > 0 ? fold(sums, PERIOD, pending) : sums;
          expect(sorted(amountsOf(read))).toEqual(sorted(truth));
        }
      }),
      { numRuns: 500 },
    );
  });

  it('changes nothing that a reader has not seen yet: a balance read before a fold adds nothing after it', () => {
    const before: Fold = { number: 0, amounts: new Map([[1, 10]]) };
    const final: Fold = { number: 0, amounts: new Map([[1, 30]]) };
    const next: Fold = { number: 1, amounts: new Map([[1, 5]]) };
    const folded = fold(fold(noSums, PERIOD, final), PERIOD, next);
    expect(fold(folded, PERIOD, before)).toBe(folded);
    expect([...amountsOf(folded)]).toEqual([[1, 35]]);
  });

  it('keeps periods apart: a late event of a day is counted in a later one', () => {
    const late = fold(noSums, '2027-04-01' as Day, { number: 0, amounts: new Map([[1, 10]]) });
    const both = fold(late, PERIOD, { number: 0, amounts: new Map([[1, 10]]) });
    expect([...amountsOf(both)]).toEqual([[1, 20]]);
  });
});
