import * as fc from 'fast-check';
import { chargeIdOf } from '../../../functions/domain/ids.ts';
import { cny } from '../../../functions/domain/money.ts';
import {
  type Entitlement,
  newSale,
  planSale,
  saleCharge,
} from '../../../functions/domain/theme-store/sales.ts';
import type { Theme, ThemePrice } from '../../../functions/domain/theme-store/themes.ts';
import { aroundNow, NOW } from '../../support/arbitraries.ts';
import { operation } from '../../support/example-charge.ts';
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

  it('that was removed from the store cannot be bought by anyone, including its creator', () => {
    const theme = { ...themeOf(fixed(100)), delisted: true };
    for (const buyer of [creator, accountNamed('user_other')])
      expect(planSale(theme, buyer, null, NOW)).toEqual({ kind: 'not-on-sale' });
  });
});

describe('the charge of a sale', () => {
  it('names what is bought, and of whom', () => {
    const buyer = accountNamed('user_other');
    const sale = newSale(themeOf(fixed(100)), buyer, chargeIdOf(operation), operation);
    const card = { provider: 'sandbox', method: 'card_ok' } as const;
    const plan = { amount: cny(100), lines: [], reason: 'Northern light (thm_1)' };
    expect(saleCharge(sale, plan, card, operation)).toMatchObject({
      chargeId: sale.chargeId,
      account: buyer,
      type: 'theme',
      subject: { kind: 'theme', purchaseId: sale.purchaseId, themeId: 'thm_1', creator },
      ...plan,
      payment: { ...card, open: true },
    });
  });
});
