import * as fc from 'fast-check';
import {
  burn,
  carryOver,
  correctCarried,
  expireGrantOf,
  type Grant,
  granted,
  provisionalGrants,
} from '../../../functions/domain/metering/grants.ts';
import { NOW } from '../../support/arbitraries.ts';
import { live, type Month, months } from '../../support/months.ts';
import { runs } from '../../support/scope.ts';

const RUNS = { numRuns: runs(1_000) };

const amounts = fc.integer({ min: 0, max: 1_000 });
const uses = fc.integer({ min: 0, max: 5_000 });

/** Packs, of which some end at the same moment and some never. */
const grantLists: fc.Arbitrary<Grant[]> = fc
  .array(fc.record({ amount: amounts, expiresAt: fc.constantFrom(null, NOW, NOW + 1, NOW + 2) }), {
    maxLength: 6,
  })
  .map((list) => list.map((grant, i) => ({ ...grant, grantId: `g${i}`, packType: 'cap_50' }) as Grant));

const sum = (numbers: Iterable<number>): number => [...numbers].reduce((total, number) => total + number, 0);

describe('burning down', () => {
  it('takes every unit of use from exactly one source, and none gives more than it has', () => {
    fc.assert(
      fc.property(grantLists, uses, amounts, (grants, used, free) => {
        const burning = burn(used, free, grants);
        expect(burning.free + sum(burning.byGrant.values()) + burning.beyond).toBe(used);
        expect(burning.free).toBe(Math.min(used, free));
        for (const { grantId, amount } of grants) {
          const taken = burning.byGrant.get(grantId) ?? -1;
          expect(taken >= 0 && taken <= amount).toBe(true);
        }
        expect(burning.beyond).toBe(Math.max(0, used - free - granted(grants)));
      }),
      RUNS,
    );
  });

  it('is the same in whatever order grants are stored, including those with the same expiry', () => {
    fc.assert(
      fc.property(grantLists, fc.infiniteStream(fc.nat()), uses, amounts, (grants, keys, used, free) => {
        const shuffled = grants
          .map((grant) => ({ grant, key: keys.next().value }))
          .sort((a, b) => a.key - b.key)
          .map(({ grant }) => grant);
        const [one, other] = [burn(used, free, grants), burn(used, free, shuffled)];
        expect([...other.byGrant]).toEqual([...one.byGrant]);
        expect([other.free, other.beyond]).toEqual([one.free, one.beyond]);
      }),
      RUNS,
    );
  });

  it('does not mind in which order packs end that end together', () => {
    fc.assert(
      fc.property(grantLists, uses, amounts, (grants, used, free) => {
        const ids = grants.map(({ grantId }) => grantId);
        const end = (order: readonly string[]) =>
          order.reduce(
            (left, grantId) => expireGrantOf(used, free, left, grantId),
            grants as readonly Grant[],
          );
        expect(end(ids.toReversed())).toEqual(end(ids));
      }),
      RUNS,
    );
  });

  it('burns what was burnt, and no more, of a pack that ended in mid-month', () => {
    fc.assert(
      fc.property(grantLists, uses, uses, amounts, (grants, used, more, free) => {
        const before = burn(used, free, grants);
        const ended = expireGrantOf(used, free, grants, 'g0');
        const later = burn(used + more, free, ended);
        for (const { grantId } of grants.filter((grant) => grant.grantId === 'g0'))
          expect(later.byGrant.get(grantId)).toBe(before.byGrant.get(grantId));
        expect(carryOver(used + more, free, ended).some(({ grantId }) => grantId === 'g0')).toBe(false);
      }),
      RUNS,
    );
  });

  it('changes nothing when an expiry or a correction is repeated', () => {
    fc.assert(
      fc.property(grantLists, uses, uses, amounts, (grants, used, more, free) => {
        const once = expireGrantOf(used, free, grants, 'g0');
        expect(expireGrantOf(used + more, free, once, 'g0')).toEqual(once);
        const carried = carryOver(used, free, grants);
        const corrected = correctCarried(provisionalGrants(grants), carried);
        expect(correctCarried(corrected, carried)).toEqual(corrected);
      }),
      RUNS,
    );
  });
});

describe('a month that was begun before the one before it was closed', () => {
  it('never lets more be burnt of a pack than was bought, however much use comes late', () => {
    const facts = fc.record({ grants: grantLists, used: uses, late: uses, next: uses, free: amounts });
    fc.assert(
      fc.property(facts, fc.boolean(), ({ grants, used, late, next, free }, endsEarly) => {
        const begun = provisionalGrants(carryOver(used, free, grants));
        const running = endsEarly ? expireGrantOf(next, free, begun, 'g0') : begun;
        const left = carryOver(used + late, free, grants);
        const corrected = correctCarried(running, left);
        const [first, second] = [burn(used + late, free, grants), burn(next, free, corrected)];
        for (const { grantId, amount } of grants) {
          const burnt = (first.byGrant.get(grantId) ?? 0) + (second.byGrant.get(grantId) ?? 0);
          const rest = carryOver(next, free, corrected).find((grant) => grant.grantId === grantId)?.amount;
          expect(burnt).toBeLessThanOrEqual(amount);
          // What did not end early is burnt or left: nothing is lost by the correction.
          if (!(endsEarly && grantId === 'g0')) expect(burnt + (rest ?? 0)).toBe(amount);
        }
      }),
      RUNS,
    );
  });
});

describe('any sequence of months', () => {
  const seed = fc.integer({ min: 0, max: 2_000 });

  it('neither creates nor destroys: bought is burnt, expired, refunded or left, to the unit', () => {
    fc.assert(
      fc.property(months, seed, (history, free) => {
        const { bought, burnt, expired, refunded, left } = live(history, free);
        for (const [grantId, amount] of bought) {
          const of = (part: ReadonlyMap<string, number>) => part.get(grantId) ?? 0;
          expect({ grantId, sum: of(burnt) + of(expired) + of(refunded) + of(left) }).toEqual({
            grantId,
            sum: amount,
          });
        }
      }),
      RUNS,
    );
  });

  it('pays for each unit of use once: free, or of a pack, or beyond', () => {
    fc.assert(
      fc.property(months, seed, (history, free) => {
        const { used, fromFree, burnt, beyond } = live(history, free);
        expect(fromFree + sum(burnt.values()) + beyond).toBe(used);
      }),
      RUNS,
    );
  });

  it('comes to the same whether use came before or after a purchase of the same month', () => {
    const swapped = (history: readonly Month[]): Month[] =>
      history.map((month) => {
        const calm = month.filter(({ kind }) => kind === 'buy' || kind === 'use');
        return [...calm.filter(({ kind }) => kind === 'use'), ...calm.filter(({ kind }) => kind === 'buy')];
      });
    const straight = (history: readonly Month[]): Month[] =>
      history.map((month) => month.filter(({ kind }) => kind === 'buy' || kind === 'use'));
    fc.assert(
      fc.property(months, seed, (history, free) => {
        expect(live(swapped(history), free)).toEqual(live(straight(history), free));
      }),
      RUNS,
    );
  });
});
