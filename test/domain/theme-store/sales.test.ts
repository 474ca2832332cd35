import * as fc from 'fast-check';
import { type Entitlement, planSale } from '../../../functions/domain/theme-store/sales.ts';
import type { Theme, ThemePrice } from '../../../functions/domain/theme-store/themes.ts';
import { aroundNow, NOW } from '../../support/arbitraries.ts';
import { accountNamed } from '../../support/grants.ts';
import { bundle, fixed } from '../../support/themes.ts';

const creator = accountNamed('user_creator');
const prices: fc.Arbitrary<ThemePrice> = fc.oneof(
  fc.constant<ThemePrice>({ mode: 'free' }),
  fc.integer({ min: 1, max: 10 ** 9 }).map(fixed),
  fc
    .tuple(fc.integer({ min: 1, max: 10 ** 9 }), fc.integer({ min: 1, max: 400 }))
    .map(([a, d]) => bundle(a, d)),
);
const themeOf = (price: ThemePrice): Theme => ({
  themeId: 'thm_1',
  creator,
  name: 'Northern light',
  description: '',
  tags: [],
  price,
  createdAt: NOW,
  latest: 1,
  onSale: 1,
  files: { folder: 'published/thm_1/1/0/', previews: [] },
  listedAt: NOW,
  delisted: false,
});
const rights: fc.Arbitrary<Entitlement | null> = fc.option(
  aroundNow.map((paidAt) => ({
    account: creator,
    themeId: 'thm_1',
    name: 'Northern light',
    creator,
    terms: [{ purchaseId: 'pur_1', paidAt, durationDays: 1 }],
    since: paidAt,
    buying: null,
  })),
);

describe('a theme', () => {
  it('is never sold to who made it, at whatever price, and to anybody else it is', () => {
    fc.assert(
      fc.property(prices, rights, (price, right) => {
        const theme = themeOf(price);
        expect(planSale(theme, creator, right, NOW)).toEqual({ kind: 'own-work' });
        expect(planSale(theme, accountNamed('user_other'), null, NOW).kind).toBe('plan');
      }),
    );
  });

  it('that is off the store is on sale to nobody, who made it or not', () => {
    const theme = { ...themeOf(fixed(100)), delisted: true };
    for (const buyer of [creator, accountNamed('user_other')])
      expect(planSale(theme, buyer, null, NOW)).toEqual({ kind: 'not-on-sale' });
  });
});
