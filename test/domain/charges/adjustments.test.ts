import * as fc from 'fast-check';
import { type Adjustment, adjustBy, noAdjustment } from '../../../functions/domain/charges/adjustments.ts';
import { type Balance, untouched } from '../../../functions/domain/metering/balances.ts';
import { requireMeter } from '../../../functions/domain/meters.ts';
import { costOf, type Overage } from '../../../functions/domain/overage/overage.ts';
import type { Day } from '../../../functions/domain/time.ts';

const GB = 1_000_000_000;
const bandwidth = requireMeter('bandwidth');
const unitPrice = { price: { amount: 80, currency: 'CNY' }, per: GB } as const;
const MARCH = '2027-03-01' as Day;

const overage: Overage = {
  period: MARCH,
  tranches: [{ quoteId: 'quo_1', amount: 5 * GB, unitPrice }],
  peak: 0,
};

/** March, closed with so much used of 5 GB that are free and 5 GB that were confirmed beyond. */
const closedWith = (used: number): Balance => ({
  ...untouched(bandwidth),
  used,
  left: 10 * GB - used,
  overage,
  closed: true,
});

const none: Adjustment = noAdjustment('bandwidth', MARCH, 'chg_march');

describe('a correction of a closed period', () => {
  it.each([
    ['up, beyond the limit', 7 * GB, GB, 80],
    ['down, from beyond the limit', 7 * GB, -GB, -80],
    ['down, to below the limit', 7 * GB, -4 * GB, -160],
    ['up, from below the limit', 4 * GB, 2 * GB, 80],
    ['up, beyond what was confirmed', 7 * GB, 30 * GB, 240],
    ['below the limit', 2 * GB, GB, 0],
    ['within a block that was begun', 7 * GB - 1, 1, 0],
  ])('%s, comes to what the charge would have differed by', (_, used, by, effect) => {
    expect(adjustBy(none, closedWith(used), [], by)).toEqual({ ...none, difference: by, pending: effect });
  });

  it('comes to nothing where nothing beyond the limit was confirmed', () => {
    expect(adjustBy(none, { ...closedWith(7 * GB), overage: null, left: -2 * GB }, [], GB).pending).toBe(0);
  });

  it('comes to the same in one step or in many', () => {
    const used = fc.integer({ min: 0, max: 12 * GB });
    const steps = fc.array(fc.integer({ min: -GB, max: GB }), { maxLength: 8 });
    fc.assert(
      fc.property(used, steps, (before, changes) => {
        const closed = closedWith(before);
        let adjustment = none;
        for (const by of changes) adjustment = adjustBy(adjustment, closed, [], by);
        const whole = changes.reduce((sum, by) => sum + by, 0);
        const cost = (amount: number) => costOf(overage, Math.max(0, amount - 5 * GB)).amount;
        expect(adjustment.pending).toBe(cost(before + whole) - cost(before));
      }),
    );
  });
});
