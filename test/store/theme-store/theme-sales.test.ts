import { expiryOf, mayUse } from '../../../functions/domain/theme-store/sales.ts';
import type { Theme } from '../../../functions/domain/theme-store/themes.ts';
import { DAY, HOUR, parseInstant, plus } from '../../../functions/domain/time.ts';
import { faultKinds, injectFaults } from '../../support/faults.ts';
import {
  bundle,
  fixed,
  openThemeStore,
  someAccount,
  type ThemeStore,
  themeOf,
} from '../../support/theme-sales.ts';

const NOON = parseInstant('2027-03-10T12:00:00Z');

let store: ThemeStore;

beforeAll(async () => {
  store = await openThemeStore();
});
afterAll(() => store.close());

const rightTo = async (theme: Theme, buyer: Parameters<ThemeStore['loadEntitlement']>[0]) =>
  (await store.loadEntitlement(buyer, theme.themeId))?.value;

describe('a purchase of a theme', () => {
  it('gives the theme when, and only when, it was paid for', async () => {
    const [theme, buyer] = [themeOf(someAccount(), fixed(5_000)), someAccount()];
    const sale = await store.begin(theme, buyer, NOON);
    expect(await store.listEntitlements(buyer, { limit: 10, now: NOON })).toEqual({
      items: [],
      nextCursor: null,
    });
    expect(await store.loadThemeFigures(theme.themeId)).toMatchObject({ installs: 0, sold: 0 });
    await store.settle(sale, 'succeeded', NOON);
    const { items } = await store.listEntitlements(buyer, { limit: 10, now: NOON });
    expect(items).toMatchObject([{ themeId: theme.themeId, since: NOON, buying: null }]);
    expect(await store.loadSale(buyer, sale.purchaseId)).toMatchObject({
      value: { state: 'active', paidAt: NOON },
    });
    expect(await store.loadThemeFigures(theme.themeId)).toMatchObject({ installs: 1, sold: 1 });
  });

  it('gives nothing when it is declined, and may be begun again then', async () => {
    const [theme, buyer] = [themeOf(someAccount(), fixed(5_000)), someAccount()];
    const sale = await store.begin(theme, buyer, NOON);
    await store.settle(sale, 'failed', NOON);
    expect((await store.loadSale(buyer, sale.purchaseId))?.value.state).toBe('failed');
    expect(await rightTo(theme, buyer)).toMatchObject({ terms: [], buying: null, since: null });
    expect(await store.loadUnallocatedEntries(theme.creator, 10)).toEqual([]);
    await store.buy(theme, buyer, NOON);
    expect(await rightTo(theme, buyer)).toMatchObject({ since: NOON });
  });

  it('is never made twice for good: not while one waits for its payment, not when it was paid', async () => {
    const [theme, buyer] = [themeOf(someAccount(), fixed(5_000)), someAccount()];
    const tried = await Promise.allSettled(Array.from({ length: 8 }, () => store.begin(theme, buyer, NOON)));
    const begun = tried.flatMap((each) => (each.status === 'fulfilled' ? [each.value] : []));
    const refused = tried.flatMap((each) => (each.status === 'rejected' ? [each.reason.code] : []));
    expect(begun).toHaveLength(1);
    expect(refused).toEqual(Array.from({ length: 7 }, () => 'purchase-pending'));
    for (const sale of begun) await store.settle(sale, 'succeeded', NOON);
    await expect(store.begin(theme, buyer, NOON)).rejects.toMatchObject({ code: 'conflict' });
  });

  it('of a free theme is made once, however often, and nothing is shared out', async () => {
    const [theme, buyer] = [themeOf(someAccount(), { mode: 'free' }), someAccount()];
    const tried = await Promise.allSettled(Array.from({ length: 5 }, () => store.begin(theme, buyer, NOON)));
    expect(tried.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect(await rightTo(theme, buyer)).toMatchObject({ terms: [{ durationDays: null }] });
    expect(await store.loadThemeFigures(theme.themeId)).toMatchObject({ installs: 1, sold: 0 });
    expect(await store.loadUnallocatedEntries(theme.creator, 10)).toEqual([]);
  });
});

describe('the right to a theme', () => {
  it('of a bundle ends by itself, and goes on from its end when it is bought again', async () => {
    const [theme, buyer] = [themeOf(someAccount(), bundle(900, 30)), someAccount()];
    await store.buy(theme, buyer, NOON);
    await store.buy(theme, buyer, plus(NOON, 10 * DAY));
    const right = await rightTo(theme, buyer);
    if (!right) throw new Error('There is no right.');
    expect(expiryOf(right.terms)).toBe(plus(NOON, 60 * DAY));
    expect([59, 60].map((days) => mayUse(right, plus(NOON, days * DAY)))).toEqual([true, false]);
    expect(await store.listEntitlements(buyer, { limit: 9, now: plus(NOON, 60 * DAY) })).toMatchObject({
      items: [],
    });
    // After it has ended, it begins anew.
    await store.buy(theme, buyer, plus(NOON, 90 * DAY));
    expect(expiryOf((await rightTo(theme, buyer))?.terms ?? [])).toBe(plus(NOON, 120 * DAY));
    expect(await store.loadThemeFigures(theme.themeId)).toMatchObject({ installs: 1, sold: 3 });
  });

  it('keeps the second term when the first is refunded, from its payment', async () => {
    const [theme, buyer] = [themeOf(someAccount(), bundle(900, 30)), someAccount()];
    const first = await store.buy(theme, buyer, NOON);
    await store.buy(theme, buyer, plus(NOON, 10 * DAY));
    await store.refund(first, null, plus(NOON, 11 * DAY));
    expect(expiryOf((await rightTo(theme, buyer))?.terms ?? [])).toBe(plus(NOON, 40 * DAY));
    expect((await store.loadSale(buyer, first.purchaseId))?.value.state).toBe('refunded');
    expect(await store.loadThemeFigures(theme.themeId)).toMatchObject({ installs: 1, sold: 1 });
  });

  it('bought without expiry over a bundle does not expire, and is the bundle again after its refund', async () => {
    const [theme, buyer] = [themeOf(someAccount(), bundle(900, 30)), someAccount()];
    await store.buy(theme, buyer, NOON);
    const forGood = await store.buy({ ...theme, price: fixed(5_000) }, buyer, plus(NOON, DAY));
    expect(expiryOf((await rightTo(theme, buyer))?.terms ?? [])).toBeNull();
    await store.refund(forGood, null, plus(NOON, 2 * DAY));
    expect(expiryOf((await rightTo(theme, buyer))?.terms ?? [])).toBe(plus(NOON, 30 * DAY));
  });

  it('stays after a partial refund, and is revoked with the last part', async () => {
    const [theme, buyer] = [themeOf(someAccount(), fixed(5_000)), someAccount()];
    const sale = await store.buy(theme, buyer, NOON);
    await store.refund(sale, 2_000, plus(NOON, HOUR));
    expect((await store.listEntitlements(buyer, { limit: 9, now: plus(NOON, HOUR) })).items).toHaveLength(1);
    await store.refund(sale, null, plus(NOON, 2 * HOUR));
    expect((await store.listEntitlements(buyer, { limit: 9, now: plus(NOON, DAY) })).items).toEqual([]);
    expect(await store.loadUnallocatedEntries(theme.creator, 9)).toMatchObject([
      { kind: 'sale', amount: 5_000 },
      { kind: 'refund' },
      { kind: 'refund' },
    ]);
  });
});

describe('a rating', () => {
  const rate = (theme: Theme, account: ReturnType<typeof someAccount>, stars: number) =>
    store.rateTheme({ account, themeId: theme.themeId, stars, now: NOON });

  it('is for who has bought the theme, also when their time is over', async () => {
    const [theme, buyer] = [themeOf(someAccount(), bundle(900, 1)), someAccount()];
    expect(await rate(theme, buyer, 5)).toBe('no-buyer');
    const sale = await store.begin({ ...theme, price: fixed(900) }, buyer, NOON);
    expect(await rate(theme, buyer, 5)).toBe('no-buyer');
    await store.settle(sale, 'failed', NOON);
    await store.buy(theme, buyer, plus(NOON, -9 * DAY));
    expect(await rate(theme, buyer, 5)).toBe('rated');
    expect(await store.loadThemeFigures(theme.themeId)).toMatchObject({ ratings: 1, stars: 5 });
  });

  it('is one for each buyer, the latest, however many come at once', async () => {
    const [theme, buyer] = [themeOf(someAccount(), fixed(900)), someAccount()];
    await store.buy(theme, buyer, NOON);
    await Promise.all(Array.from({ length: 10 }, (_, n) => rate(theme, buyer, 1 + (n % 5))));
    const kept = await store.loadRating(buyer, theme.themeId);
    expect(await store.loadThemeFigures(theme.themeId)).toMatchObject({
      ratings: 1,
      stars: kept?.value.stars,
    });
  });

  it('goes with the whole refund, even of one that comes at the same time', async () => {
    for (let race = 0; race < 8; race += 1) {
      const [theme, buyer] = [themeOf(someAccount(), fixed(900)), someAccount()];
      const sale = await store.buy(theme, buyer, NOON);
      if (race % 2 === 0) await rate(theme, buyer, 2);
      await Promise.all([store.refund(sale, null, NOON), rate(theme, buyer, 4)]);
      expect(await store.loadRating(buyer, theme.themeId)).toBeUndefined();
      expect(await store.loadThemeFigures(theme.themeId)).toEqual({
        installs: 1,
        sold: 0,
        ratings: 0,
        stars: 0,
      });
    }
  });
});

describe('a theme that sells well', () => {
  it('has every one of 100 sales at once: one right, one entry each, all counted', async () => {
    const theme = themeOf(someAccount(), fixed(5_000));
    const buyers = Array.from({ length: 100 }, () => someAccount());
    await Promise.all(buyers.map((buyer) => store.buy(theme, buyer, NOON)));
    const entries = await store.loadUnallocatedEntries(theme.creator, 1_000);
    expect(entries).toHaveLength(100);
    expect(new Set(entries.map(({ purchaseId }) => purchaseId)).size).toBe(100);
    expect(await store.loadThemeFigures(theme.themeId)).toMatchObject({ installs: 100, sold: 100 });
    const rights = await Promise.all(buyers.map((buyer) => rightTo(theme, buyer)));
    expect(rights.map((right) => right?.terms.length)).toEqual(buyers.map(() => 1));
  });

  it('counts a payment once that is reported ten times at once', async () => {
    const [theme, buyer] = [themeOf(someAccount(), bundle(900, 30)), someAccount()];
    const sale = await store.begin(theme, buyer, NOON);
    await Promise.all(Array.from({ length: 10 }, () => store.settle(sale, 'succeeded', NOON)));
    expect(await store.loadUnallocatedEntries(theme.creator, 9)).toHaveLength(1);
    expect(expiryOf((await rightTo(theme, buyer))?.terms ?? [])).toBe(plus(NOON, 30 * DAY));
    expect(await store.loadThemeFigures(theme.themeId)).toMatchObject({ installs: 1, sold: 1 });
  });
});

describe('what follows from a payment, or a refund', () => {
  /** Does it with a fault at its n-th request, for every n that it gets to, and then again. */
  const atEachRequest = async (
    prepare: () => Promise<() => Promise<unknown>>,
    check: (at: number) => Promise<void>,
  ) => {
    for (const kind of faultKinds)
      for (let at = 0; ; at += 1) {
        const run = await prepare();
        const faults = injectFaults(store.dynamo, ({ index }) =>
          (kind === 'crash' ? index >= at : index === at) ? kind : undefined,
        );
        await run().catch(() => {});
        faults.stop();
        await run();
        await check(at);
        if (faults.requests() <= at) break;
      }
  };

  it('is granted once, wherever the payment was interrupted before it is reported again', async () => {
    let theme = themeOf(someAccount(), bundle(900, 30));
    let buyer = someAccount();
    await atEachRequest(
      async () => {
        theme = themeOf(someAccount(), bundle(900, 30));
        buyer = someAccount();
        const sale = await store.begin(theme, buyer, NOON);
        return () => store.settle(sale, 'succeeded', NOON);
      },
      async () => {
        expect(await store.loadUnallocatedEntries(theme.creator, 9)).toMatchObject([
          { kind: 'sale', amount: 900 },
        ]);
        expect(await rightTo(theme, buyer)).toMatchObject({ terms: [{ durationDays: 30 }] });
        expect(await store.loadThemeFigures(theme.themeId)).toMatchObject({ installs: 1, sold: 1 });
      },
    );
  });

  it('is revoked once, wherever the refund was interrupted before it is reported again', async () => {
    let theme = themeOf(someAccount(), fixed(900));
    let buyer = someAccount();
    await atEachRequest(
      async () => {
        theme = themeOf(someAccount(), fixed(900));
        buyer = someAccount();
        const sale = await store.buy(theme, buyer, NOON);
        await store.rateTheme({ account: buyer, themeId: theme.themeId, stars: 3, now: NOON });
        const settle = await store.beginRefund(sale, null, plus(NOON, HOUR));
        return settle;
      },
      async () => {
        expect((await store.loadUnallocatedEntries(theme.creator, 9)).map(({ kind }) => kind)).toEqual([
          'sale',
          'refund',
        ]);
        expect(await rightTo(theme, buyer)).toMatchObject({ terms: [] });
        expect(await store.loadThemeFigures(theme.themeId)).toEqual({
          installs: 1,
          sold: 0,
          ratings: 0,
          stars: 0,
        });
      },
    );
  });

  it('is the same when the provider reports it: a refund made there, or a lost dispute', async () => {
    const { applyStored } = await import('../../../functions/payments/collection/events.ts');
    const { storePaymentEvent } = await import('../../../functions/store/charges/payment-events.ts');
    for (const told of [
      { type: 'payment.refunded', refunded: 900 },
      { type: 'dispute.closed', won: false },
    ]) {
      const [theme, buyer] = [themeOf(someAccount(), fixed(900)), someAccount()];
      const sale = await store.begin(theme, buyer, NOON);
      const facts = { account: buyer, chargeId: sale.chargeId ?? '', reference: 'pay' };
      const event = { ...facts, ...told, eventId: `evt_${sale.purchaseId}` };
      const { key } = await storePaymentEvent('sandbox', event, plus(NOON, HOUR));
      for (let time = 0; time < 2; time += 1) await applyStored(key, plus(NOON, HOUR));
      expect(
        (await store.loadUnallocatedEntries(theme.creator, 9)).map(({ kind, amount }) => [kind, amount]),
      ).toEqual([
        ['sale', 900],
        ['refund', 900],
      ]);
      expect((await store.loadSale(buyer, sale.purchaseId))?.value.state).toBe('refunded');
      expect(await rightTo(theme, buyer)).toMatchObject({ terms: [] });
    }
  });
});
