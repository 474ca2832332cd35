import { type Balance, untouched, withPeak } from '../../../functions/domain/metering/balances.ts';
import { requireMeter } from '../../../functions/domain/meters.ts';
import { cny } from '../../../functions/domain/money.ts';
import type { Overage } from '../../../functions/domain/overage/overage.ts';
import { periodOf } from '../../../functions/domain/periods.ts';
import { NOW } from '../../support/arbitraries.ts';

const [gauge, counter] = [requireMeter('storage'), requireMeter('bandwidth')];
const overageOf = (amount: number, peak: number): Overage => ({
  period: periodOf(NOW).day,
  peak,
  tranches: [{ quoteId: 'quo_1', amount, unitPrice: { price: cny(1), per: 1 } }],
});

/** A balance with a limit of 1,000 and `used`, of which `allowed` beyond the limit is confirmed. */
const balanceOf = (used: number, overage: Overage | null = null, allowed = 0): Balance => ({
  ...untouched(gauge),
  used,
  left: 1_000 + allowed - used,
  overage,
});

describe('the peak of an overage that is being confirmed', () => {
  it('of a gauge starts at what is stored above the limit', () => {
    expect(withPeak(gauge, overageOf(500, 0), balanceOf(1_200)).peak).toBe(200);
    expect(withPeak(gauge, overageOf(500, 0), balanceOf(900)).peak).toBe(0);
  });

  it('of a gauge never falls, and counts from the limit without what was confirmed before', () => {
    const before = overageOf(300, 250);
    expect(withPeak(gauge, overageOf(800, 250), balanceOf(1_100, before, 300)).peak).toBe(250);
    expect(withPeak(gauge, overageOf(800, 0), balanceOf(1_290, before, 300)).peak).toBe(290);
  });

  it('of a counter stays as it is', () => {
    const confirmed = overageOf(500, 0);
    expect(withPeak(counter, confirmed, balanceOf(1_200))).toBe(confirmed);
  });
});
