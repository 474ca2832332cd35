import * as fc from 'fast-check';
import { overageCharge } from '../../../functions/domain/charges/overage-charges.ts';
import { requireMeter } from '../../../functions/domain/meters.ts';
import { cny, priceOf, type UnitPrice } from '../../../functions/domain/money.ts';
import {
  capOf,
  costOf,
  type Overage,
  overageAllowance,
  overageLines,
  withdraw,
} from '../../../functions/domain/overage/overage.ts';
import { periodOf } from '../../../functions/domain/periods.ts';
import type { Day } from '../../../functions/domain/time.ts';
import { NOW } from '../../support/arbitraries.ts';
import { accountNamed } from '../../support/grants.ts';
import { runs } from '../../support/scope.ts';

const RUNS = { numRuns: runs(1_000) };

const unitPrices: fc.Arbitrary<UnitPrice> = fc.record({
  price: fc.nat(10_000).map(cny),
  per: fc.constantFrom(1, 7, 60, 1_000, 1_000_000_000),
});

const overages: fc.Arbitrary<Overage> = fc
  .record({
    tranches: fc.array(
      fc.record({ amount: fc.integer({ min: 1, max: 20_000_000_000 }), unitPrice: unitPrices }),
      { maxLength: 5 },
    ),
    peak: fc.constant(0),
  })
  // Dear by the unit is only what is little: sums stay exact.
  .map(({ tranches, peak }) => ({
    period: '2027-03-01' as Day,
    peak,
    tranches: tranches.map(({ amount, unitPrice }, i) => ({
      quoteId: `quo_${i}`,
      amount: unitPrice.per < 1_000 ? 1 + (amount % 100_000) : amount,
      unitPrice,
    })),
  }));

const uses = fc.oneof(fc.nat(300_000), fc.integer({ min: 0, max: 120_000_000_000 }), fc.maxSafeNat());

describe('use beyond the limit', () => {
  it('never costs more than the cap that was confirmed, for any tranches and any use', () => {
    fc.assert(
      fc.property(overages, uses, (overage, beyond) => {
        const cost = costOf(overage, beyond);
        expect(cost.amount).toBeLessThanOrEqual(capOf(overage).amount);
        expect(costOf(overage, overageAllowance(overage))).toEqual(capOf(overage));
        expect(costOf(overage, 0)).toEqual(cny(0));
        const charge = overageCharge(
          accountNamed('user_1'),
          requireMeter('bandwidth'),
          periodOf(NOW),
          overage,
          beyond,
          NOW,
        );
        expect(charge?.amount ?? cny(0)).toEqual(cost);
        const lines = (charge?.lines ?? []).reduce((sum, line) => sum + line.amount.amount, 0);
        expect(lines).toBe(cost.amount);
      }),
      RUNS,
    );
  });

  it('is charged unit by unit, once, in the order of confirming, and only as far as it was confirmed', () => {
    fc.assert(
      fc.property(overages, uses, (overage, beyond) => {
        const lines = overageLines(overage, beyond);
        const charged = lines.reduce((sum, line) => sum + line.amount, 0);
        expect(charged).toBe(Math.min(beyond, overageAllowance(overage)));
        lines.forEach((line, i) => {
          const tranche = overage.tranches[i];
          expect(line.quoteId).toBe(tranche?.quoteId);
          // All but the last are filled.
          if (i < lines.length - 1) expect(line.amount).toBe(tranche?.amount);
        });
      }),
      RUNS,
    );
  });

  it('costs no less when there is more of it, and a part of a tranche no more than the whole', () => {
    fc.assert(
      fc.property(overages, uses, fc.nat(1_000_000_000), (overage, beyond, more) => {
        const further = Math.min(Number.MAX_SAFE_INTEGER, beyond + more);
        expect(costOf(overage, beyond).amount).toBeLessThanOrEqual(costOf(overage, further).amount);
        for (const line of overageLines(overage, beyond)) {
          const whole = overage.tranches.find(({ quoteId }) => quoteId === line.quoteId);
          expect(line.total.amount).toBeLessThanOrEqual(
            whole ? priceOf(whole.amount, whole.unitPrice).amount : -1,
          );
        }
      }),
      RUNS,
    );
  });
});

describe('a withdrawal', () => {
  it('never goes below what is used, owes the same for it, and leaves no room beyond', () => {
    fc.assert(
      fc.property(overages, uses, (overage, beyond) => {
        const stays = withdraw(overage, beyond);
        expect(overageAllowance(stays)).toBe(Math.min(beyond, overageAllowance(overage)));
        expect(costOf(stays, beyond)).toEqual(costOf(overage, beyond));
        expect(capOf(stays).amount).toBeLessThanOrEqual(capOf(overage).amount);
      }),
      RUNS,
    );
  });

  it('that is asked for twice is one', () => {
    fc.assert(
      fc.property(overages, uses, (overage, beyond) => {
        const once = withdraw(overage, beyond);
        expect(withdraw(once, beyond)).toEqual(once);
      }),
      RUNS,
    );
  });
});
