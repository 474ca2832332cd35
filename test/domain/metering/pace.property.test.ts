import * as fc from 'fast-check';
import { paceOf } from '../../../functions/domain/metering/pace.ts';
import { type Meter, requireMeter } from '../../../functions/domain/meters.ts';
import { cny, priceOf } from '../../../functions/domain/money.ts';
import { capOf, type Overage } from '../../../functions/domain/overage/overage.ts';
import { type Period, periodOf } from '../../../functions/domain/periods.ts';
import { DAY, type Day, HOUR, type Instant, plus } from '../../../functions/domain/time.ts';
import { MOST, NOW } from '../../support/arbitraries.ts';

const meter: Meter = requireMeter('bandwidth');
const price = { price: cny(80), per: 1_000_000_000 };
const march: Period = periodOf(NOW);
const length = march.end - march.start;

/** From the first moment that has a pace to the last of the period. */
const moments = fc.integer({ min: HOUR, max: length - 1 }).map((elapsed) => plus(march.start, elapsed));
const overageOf = (amount: number, fen: number): Overage => ({
  period: '2027-03-01' as Day,
  peak: 0,
  tranches: [{ quoteId: 'quo_1', amount, unitPrice: { price: cny(fen), per: 1_000_000_000 } }],
});
const at = (used: number, now: Instant, limit = 0, overage: Overage | null = null) => {
  const pace = paceOf(meter, { used, limit, overage }, march, now);
  if (!pace) throw new Error('There is no pace.');
  return pace;
};

describe('the pace of a counter', () => {
  it('is use per time, never more than that and less by no whole unit', () => {
    fc.assert(
      fc.property(fc.nat(10 ** 13), moments, (used, now) => {
        const { projectedUse } = at(used, now);
        const [elapsed, whole] = [BigInt(now - march.start), BigInt(length)];
        const exact = BigInt(used) * whole;
        expect(BigInt(projectedUse) * elapsed <= exact).toBe(true);
        expect((BigInt(projectedUse) + 1n) * elapsed > exact).toBe(true);
      }),
    );
  });

  it('is never less than what was used, grows with it, and is what was used when the period ends', () => {
    fc.assert(
      fc.property(fc.maxSafeNat(), fc.maxSafeNat(), moments, (a, b, now) => {
        const [less, more] = [Math.min(a, b), Math.max(a, b)];
        const use = at(more, now).projectedUse;
        expect(use).toBeGreaterThanOrEqual(more);
        expect(use).toBeGreaterThanOrEqual(at(less, now).projectedUse);
        expect(use).toBeLessThanOrEqual(MOST);
        expect(at(more, march.end).projectedUse).toBe(more);
      }),
    );
  });

  it('costs nothing within the limit, and beyond it each started block, whatever the cap', () => {
    fc.assert(
      fc.property(fc.nat(10 ** 13), fc.nat(10 ** 13), moments, (used, limit, now) => {
        const { projectedUse, projectedOverage } = at(used, now, limit);
        expect(projectedOverage).toEqual(priceOf(Math.max(0, projectedUse - limit), price));
      }),
    );
  });

  it('costs what was confirmed at its own price, the rest at today’s', () => {
    fc.assert(
      fc.property(fc.nat(10 ** 13), fc.integer({ min: 1, max: 10 ** 12 }), moments, (used, room, now) => {
        const overage = overageOf(room, 55);
        const { projectedUse, projectedOverage } = at(used, now, 0, overage);
        const rest = priceOf(Math.max(0, projectedUse - room), price);
        if (projectedUse >= room) expect(projectedOverage.amount).toBe(capOf(overage).amount + rest.amount);
        else expect(projectedOverage.amount).toBeLessThanOrEqual(capOf(overage).amount);
      }),
    );
  });

  it('is not projected within the first hour of the period', () => {
    const used = { used: 1, limit: 10, overage: null };
    expect(paceOf(meter, used, march, march.start)).toBeNull();
    expect(paceOf(meter, used, march, plus(march.start, HOUR - 1))).toBeNull();
    expect(paceOf(meter, used, march, plus(march.start, HOUR))?.projectedUse).toBe(31 * 24);
  });

  it('of half a limit after a tenth of the period is five times that', () => {
    const now = plus(march.start, (31 * DAY) / 10);
    expect(at(2_500_000_000, now, 5_000_000_000)).toEqual({
      projectedUse: 25_000_000_000,
      projectedOverage: cny(20 * 80),
    });
  });

  it('costs nothing of a meter that cannot be had beyond its limit', () => {
    const free: Meter = { ...meter, overage: null };
    const pace = paceOf(free, { used: 10, limit: 1, overage: null }, march, NOW);
    expect(pace?.projectedOverage).toEqual(cny(0));
  });
});
