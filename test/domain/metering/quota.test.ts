import * as fc from 'fast-check';
import { untouched } from '../../../functions/domain/metering/balances.ts';
import type { Grant } from '../../../functions/domain/metering/grants.ts';
import { burnDown, checkQuota, quotaOf, stateOf } from '../../../functions/domain/metering/quota.ts';
import { type Meter, requireMeter } from '../../../functions/domain/meters.ts';
import { cny, priceOf } from '../../../functions/domain/money.ts';
import { catalogue, packsThatFit } from '../../../functions/domain/packs/packs.ts';
import { periodOf } from '../../../functions/domain/periods.ts';
import { aroundNow, MOST, NOW } from '../../support/arbitraries.ts';

const meter: Meter = requireMeter('bandwidth');
const free: Meter = { ...meter, overage: null };

describe('the state of a quota', () => {
  it('warns from exactly 80 % and is exceeded from exactly 100 %, of any limit', () => {
    fc.assert(
      fc.property(fc.maxSafeNat(), fc.maxSafeNat(), (limit, used) => {
        const isOver = used >= limit;
        const isNear = BigInt(used) * 5n >= BigInt(limit) * 4n;
        expect(stateOf(meter, used, limit)).toBe(isOver ? 'exceeded' : isNear ? 'warning' : 'ok');
      }),
    );
  });

  it.each([
    [0, 10, 'ok'],
    [7, 10, 'ok'],
    [8, 10, 'warning'],
    [9, 10, 'warning'],
    [10, 10, 'exceeded'],
    [2, 3, 'ok'],
    [0, 1, 'ok'],
    [1, 1, 'exceeded'],
    [0, 0, 'exceeded'],
    [7_205_759_403_792_792, MOST, 'ok'],
    [7_205_759_403_792_793, MOST, 'warning'],
    [MOST - 1, MOST, 'warning'],
    [MOST, MOST, 'exceeded'],
  ])('of %d used of %d is %s', (used, limit, state) => {
    expect(stateOf(meter, used, limit)).toBe(state);
  });
});

const grantLists: fc.Arbitrary<Grant[]> = fc
  .array(
    fc.record({
      packType: fc.constant('cap_50'),
      amount: fc.integer({ min: 1, max: 1_000 }),
      expiresAt: fc.option(aroundNow),
    }),
    { maxLength: 6 },
  )
  .map((grants) => grants.map((grant, i) => ({ ...grant, grantId: `g${i}` })));

describe('what burns first', () => {
  const uses = fc.integer({ min: 0, max: 10_000 });
  const frees = fc.integer({ min: 0, max: 1_000 });

  it('takes every unit from one source, none from a source more than it has', () => {
    fc.assert(
      fc.property(grantLists, uses, frees, (grants, used, ownFree) => {
        const limit = ownFree + grants.reduce((sum, { amount }) => sum + amount, 0);
        const burns = burnDown(meter, used, grants, limit);
        expect(burns.reduce((sum, burn) => sum + burn.used, 0)).toBe(used);
        const within = burns.filter(({ source }) => source !== 'overage');
        expect(within.reduce((sum, { amount }) => sum + amount, 0)).toBe(limit);
        expect(within.every((burn) => burn.used >= 0 && burn.used <= burn.amount)).toBe(true);
        const withoutOverage = burnDown(free, used, grants, limit);
        expect(withoutOverage.reduce((sum, burn) => sum + burn.used, 0)).toBe(Math.min(used, limit));
      }),
    );
  });

  it('empties what is free, then what ends first, before it touches the next', () => {
    fc.assert(
      fc.property(grantLists, uses, frees, (grants, used, ownFree) => {
        const limit = ownFree + grants.reduce((sum, { amount }) => sum + amount, 0);
        const [first, ...rest] = burnDown(meter, used, grants, limit);
        const ends = rest
          .filter(({ source }) => source !== 'overage')
          .map(
            ({ source }) =>
              grants.find(({ grantId }) => grantId === source)?.expiresAt ?? Number.POSITIVE_INFINITY,
          );
        expect(first?.source).toBe('free');
        expect(ends).toEqual([...ends].sort((a, b) => a - b));
        const all = [first, ...rest].filter((burn) => burn !== undefined);
        const firstTouched = all.findIndex((burn) => burn.used < burn.amount);
        if (firstTouched >= 0)
          expect(all.slice(firstTouched + 1).every((burn) => burn.used === 0)).toBe(true);
      }),
    );
  });

  it('is the same in whatever order the grants are stored', () => {
    fc.assert(
      fc.property(grantLists, uses, (grants, used) => {
        expect(burnDown(meter, used, grants.toReversed(), 5_000)).toEqual(
          burnDown(meter, used, grants, 5_000),
        );
      }),
    );
  });
});

describe('a quota', () => {
  it('never promises more than there is, and a check allows exactly what remains', () => {
    const facts = fc.record({
      used: fc.nat(2_000),
      left: fc.integer({ min: -500, max: 2_000 }),
      held: fc.nat(500),
    });
    fc.assert(
      fc.property(
        facts,
        aroundNow,
        fc.integer({ min: 1, max: 3_000 }),
        ({ used, left, held }, until, wanted) => {
          const holds = new Map([['h', { amount: held, until }]]);
          const quota = quotaOf(meter, { ...untouched(meter), used, left, holds }, periodOf(NOW), NOW, false);
          const isHeld = until > NOW;
          expect(quota).toMatchObject({ limit: used + left + held, used, reserved: isHeld ? held : 0 });
          expect(quota.remaining).toBe(Math.max(0, left + (isHeld ? 0 : held)));
          const allowed = wanted <= quota.remaining;
          const reason = allowed ? null : 'quota-exceeded';
          expect(checkQuota(quota, wanted)).toEqual({ allowed, reason, remaining: quota.remaining });
        },
      ),
    );
  });
});

describe('money', () => {
  it('is asked for each started block, never for a part of one', () => {
    const prices = fc.integer({ min: 0, max: 1_000_000 });
    const blocks = fc.integer({ min: 1, max: 1_000_000_000 });
    fc.assert(
      fc.property(fc.nat(), blocks, prices, (units, per, price) => {
        const { amount, currency } = priceOf(units, { price: cny(price), per });
        expect({ amount, currency }).toEqual({ amount: Math.ceil(units / per) * price, currency: 'CNY' });
      }),
    );
  });

  it.each([
    [0, 0],
    [1, 350],
    [1_000_000_000, 350],
    [1_000_000_001, 700],
    [MOST, 9_007_200 * 350],
  ])('for %d bytes of storage beyond the limit is %d fen', (units, fen) => {
    expect(priceOf(units, { price: cny(350), per: 1_000_000_000 })).toEqual(cny(fen));
  });
});

describe('the packs on offer', () => {
  it('are named once, sell +10 GB for CNY 29.00, and slots by 5, 20, 50 and 100', () => {
    const names = catalogue.map(({ packType }) => packType);
    expect(new Set(names).size).toBe(names.length);
    expect(catalogue.find(({ packType }) => packType === 'cap_10')).toMatchObject({
      grants: { storage: 10_000_000_000 },
      price: { amount: 2_900, currency: 'CNY' },
    });
    const sizes = [5, 20, 50, 100];
    const slots = catalogue.filter(({ kind }) => kind === 'jobSlots');
    expect(slots.map(({ packType }) => packType)).toEqual([
      ...sizes.map((size) => `slots_${size}`),
      ...sizes.map((size) => `slots_${size}_sub`),
    ]);
    expect(slots.map(({ grants }) => grants)).toEqual([...sizes, ...sizes].map((jobSlots) => ({ jobSlots })));
  });

  it('fit when they make room for all that is missing', () => {
    const named = (missing: number) =>
      packsThatFit(catalogue, 'storage', missing).map(({ packType }) => packType);
    expect(named(10_000_000_000)).toEqual(['cap_10', 'cap_50', 'cap_200']);
    expect(named(10_000_000_001)).toEqual(['cap_50', 'cap_200']);
    expect(named(200_000_000_001)).toEqual([]);
  });
});
