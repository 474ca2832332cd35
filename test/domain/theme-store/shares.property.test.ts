import * as fc from 'fast-check';
import { apportion } from '../../../functions/domain/apportion.ts';
import {
  refundedShare,
  type ShareTerms,
  splitSale,
  termsOf,
} from '../../../functions/domain/theme-store/shares.ts';
import type { Day } from '../../../functions/domain/time.ts';
import { runs } from '../../support/scope.ts';
import { shareTermsOf } from '../../support/sharing.ts';

const RUNS = { numRuns: runs(1_000) };
const TODAY = '2027-03-10' as Day;
const ours = termsOf(TODAY);

const prices = fc.oneof(fc.integer({ min: 1, max: 300 }), fc.integer({ min: 1, max: 60_000_000 }));
const standings = fc.record({
  netSales: fc.integer({ min: 0, max: 80_000_000 }),
  yearShare: fc.integer({ min: 0, max: 250_000_000 }),
  themeShare: fc.integer({ min: 0, max: 150_000_000 }),
});
const none = { netSales: 0, yearShare: 0, themeShare: 0 };

describe('a share', () => {
  it('and what the platform keeps are the price, whatever the terms', () => {
    fc.assert(
      fc.property(prices, standings, shareTermsOf(), (price, standing, terms) => {
        const { share, platform, tiers, cuts } = splitSale(price, standing, terms);
        expect(share + platform).toBe(price);
        expect(share).toBeGreaterThanOrEqual(0);
        expect(platform).toBeGreaterThanOrEqual(Math.min(price, terms.minimumFee));
        expect(tiers.reduce((sum, part) => sum + part.sales, 0)).toBe(price);
        const cut = cuts.reduce((sum, { amount }) => sum + amount, 0);
        expect(tiers.reduce((sum, part) => sum + part.share, 0)).toBe(share + cut);
      }),
      RUNS,
    );
  });

  it('of each tier is less than one off its exact part', () => {
    fc.assert(
      fc.property(prices, standings, shareTermsOf(), (price, standing, terms) => {
        for (const { rate, sales, share } of splitSale(price, standing, terms).tiers) {
          const off = BigInt(share) * 10_000n - BigInt(sales) * BigInt(rate);
          expect(off > -10_000n && off < 10_000n).toBe(true);
        }
      }),
      RUNS,
    );
  });

  it('never goes beyond a cap', () => {
    fc.assert(
      fc.property(prices, standings, shareTermsOf(), (price, standing, terms) => {
        const { share } = splitSale(price, standing, terms);
        expect(share).toBeLessThanOrEqual(Math.max(0, terms.themeCap - standing.themeShare));
        expect(share).toBeLessThanOrEqual(Math.max(0, terms.yearCap - standing.yearShare));
      }),
      RUNS,
    );
  });

  it('of a sale across a tier is what one up to it and one from it come to, but for a unit', () => {
    fc.assert(
      fc.property(fc.integer({ min: 400, max: 9_000_000 }), (half) => {
        const edge = ours.tiers[0]?.upTo ?? 0;
        const whole = splitSale(2 * half, { ...none, netSales: edge - half }, ours);
        const below = splitSale(half, { ...none, netSales: edge - half }, ours);
        const above = splitSale(half, { ...none, netSales: edge }, ours);
        expect(whole.tiers.map(({ rate, sales }) => [rate, sales])).toEqual([
          [7_000, half],
          [6_000, half],
        ]);
        expect(Math.abs(whole.share - below.share - above.share)).toBeLessThanOrEqual(1);
      }),
      RUNS,
    );
  });

  it('goes back in steps that add up to all of it, never more than its part', () => {
    fc.assert(
      fc.property(prices, fc.array(fc.double({ min: 0, max: 1, noNaN: true })), (price, cuts) => {
        const { share } = splitSale(price, none, ours);
        const steps = [...cuts.map((cut) => Math.floor(cut * price)), price].sort((a, b) => a - b);
        let last = 0;
        for (const refunded of steps) {
          const back = refundedShare(share, refunded, price);
          expect(back).toBeGreaterThanOrEqual(last);
          expect(BigInt(back) * BigInt(price) <= BigInt(share) * BigInt(refunded)).toBe(true);
          last = back;
        }
        expect(last).toBe(share);
      }),
      RUNS,
    );
  });
});

describe('the terms', () => {
  it('are those of the table: 70, 60, 50 percent, and caps', () => {
    const at = (netSales: number) => splitSale(10_000, { ...none, netSales }, ours);
    expect(at(0)).toMatchObject({ share: 7_000, platform: 3_000, cuts: [] });
    expect(at(10_000_000).share).toBe(6_000);
    expect(at(50_000_000).share).toBe(5_000);
    expect(splitSale(10_000, { ...none, themeShare: 99_999_000 }, ours)).toMatchObject({
      share: 1_000,
      cuts: [{ kind: 'themeCap', amount: 6_000 }],
    });
    expect(splitSale(10_000, { ...none, yearShare: 200_000_000 }, ours)).toMatchObject({
      share: 0,
      platform: 10_000,
      cuts: [{ kind: 'yearCap', amount: 7_000 }],
    });
    expect(splitSale(200, none, ours)).toMatchObject({
      share: 100,
      cuts: [{ kind: 'minimumFee', amount: 40 }],
    });
    expect(splitSale(60, none, ours)).toMatchObject({ share: 0, platform: 60 });
  });

  it('of a day are the latest that had begun', () => {
    const next: ShareTerms = { ...ours, version: 2, from: '2027-04-01' as Day };
    expect(termsOf('2027-03-31' as Day, [ours, next]).version).toBe(1);
    expect(termsOf('2027-04-01' as Day, [ours, next]).version).toBe(2);
  });
});

describe('apportioning', () => {
  it('adds up, and leaves no part one or more off its exact share', () => {
    const weights = fc.array(fc.bigInt({ min: 0n, max: 10n ** 15n }), { minLength: 1, maxLength: 9 });
    fc.assert(
      fc.property(fc.maxSafeNat(), weights, (total, parts) => {
        const sum = parts.reduce((all, part) => all + part, 0n);
        fc.pre(sum > 0n);
        const given = apportion(total, parts);
        expect(given.reduce((all, part) => all + BigInt(part), 0n)).toBe(BigInt(total));
        given.forEach((part, place) => {
          const off = BigInt(part) * sum - BigInt(total) * (parts[place] ?? 0n);
          expect(off > -sum && off < sum).toBe(true);
        });
      }),
      RUNS,
    );
  });

  it('gives the remainder to the greatest, of equals to the first', () => {
    expect(apportion(2, [1n, 1n, 1n])).toEqual([1, 1, 0]);
    expect(apportion(10, [25n, 75n])).toEqual([3, 7]);
  });
});
