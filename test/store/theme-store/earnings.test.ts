import type { AccountId } from '../../../functions/domain/accounts.ts';
import { lastAllocatableDay } from '../../../functions/domain/theme-store/allocation.ts';
import { afterHoldPeriod, earnedIn, maturesAt } from '../../../functions/domain/theme-store/earnings.ts';
import { nextPayoutAt } from '../../../functions/domain/theme-store/payouts.ts';
import { DAY, type Day, HOUR, type Instant, parseInstant, plus } from '../../../functions/domain/time.ts';
import { faultKinds, injectFaults } from '../../support/faults.ts';
import { refundEntry, saleEntry } from '../../support/sharing.ts';
import {
  dayAfter,
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

const balanceOf = async (creator: AccountId, now: Instant) => {
  const { available, maturing, paying, paid } = afterHoldPeriod((await store.loadLedger(creator)).value, now);
  const waiting = Object.values(maturing).reduce((sum, share) => sum + share, 0);
  return { available, maturing: waiting, paying, paid };
};

const payTo = (account: AccountId, destination: string) =>
  store.savePayoutAccount({ account, provider: 'sandbox', destination, by: account, now: NOON });

/** What a creator has in the end, without ids. */
async function accountOf(creator: AccountId, now: Instant) {
  const lines = (await store.linesOf(creator)).map(({ kind, net, share, platform }) => [
    kind,
    net,
    share,
    platform,
  ]);
  const ledger = (await store.loadLedger(creator)).value;
  return {
    lines: lines.sort(),
    years: ledger.years,
    open: (await store.loadUnallocatedEntries(creator, 100)).length,
    balance: await balanceOf(creator, now),
    payouts: (await store.listPayouts(creator, { limit: 9 })).items.map(({ state, amount }) => [
      state,
      amount,
    ]),
  };
}

/** Entries of one day, as the transactions that settle charges write them: 24 sales of two themes, three refunds. */
async function busyDay(creator: AccountId): Promise<void> {
  const { Transaction } = await import('../../../functions/store/table/transaction.ts');
  const transaction = new Transaction();
  const sales = Array.from({ length: 24 }, (_, n) =>
    saleEntry(`pur_${n}`, n % 2 ? 199 : 5_000, plus(NOON, n), `thm_${n % 2}`, creator),
  );
  const refunds = sales
    .slice(0, 3)
    .map((sale, n) => refundEntry(`chg_${n}`, sale, n === 2 ? 1_234 : sale.amount, plus(NOON, HOUR)));
  for (const entry of [...sales, ...refunds]) store.addUnallocatedEntry(transaction, entry);
  expect(await transaction.commit()).toBe(true);
}

describe('a day', () => {
  it('is shared out an hour after its end, by its due work, and not before', async () => {
    const [creator, buyer] = [someAccount(), someAccount()];
    await store.buy(themeOf(creator, fixed(10_000)), buyer, NOON);
    const end = parseInstant('2027-03-11T01:00:00Z');
    expect(lastAllocatableDay(plus(end, -1))).toBe('2027-03-09');
    await store.workOff(creator, plus(end, -1));
    expect(await store.linesOf(creator)).toEqual([]);
    expect(await store.loadProvisional(creator, NOON)).toMatchObject([{ share: 7_000, platform: 3_000 }]);
    await store.workOff(creator, end);
    expect(await store.linesOf(creator)).toMatchObject([
      { kind: 'sale', net: 10_000, share: 7_000, platform: 3_000, cuts: [], terms: 1 },
    ]);
    expect(await store.loadUnallocatedEntries(creator, 9)).toEqual([]);
    expect(await balanceOf(creator, end)).toEqual({ available: 0, maturing: 7_000, paying: 0, paid: 0 });
    expect(await balanceOf(creator, maturesAt(NOON))).toMatchObject({ available: 7_000, maturing: 0 });
  });

  it('comes to the same lines when it is shared out eight times at once', async () => {
    const [one, many] = [someAccount(), someAccount()];
    for (const creator of [one, many]) await busyDay(creator);
    const now = dayAfter(NOON);
    await store.allocateDays(one, now);
    await Promise.all(Array.from({ length: 8 }, () => store.allocateDays(many, now)));
    expect(await accountOf(many, now)).toEqual(await accountOf(one, now));
    expect((await store.linesOf(one)).length).toBe(27);
  });

  it('comes to the same lines when sharing out ends at any of its requests, and is done again', async () => {
    const model = someAccount();
    await busyDay(model);
    const now = dayAfter(NOON);
    await store.allocateDays(model, now);
    const expected = await accountOf(model, now);
    for (const kind of faultKinds)
      for (let at = 0; ; at += 1) {
        const creator = someAccount();
        await busyDay(creator);
        const faults = injectFaults(store.dynamo, ({ index }) =>
          (kind === 'crash' ? index >= at : index === at) ? kind : undefined,
        );
        await store.allocateDays(creator, now).catch(() => {});
        faults.stop();
        await store.allocateDays(creator, now);
        expect({ kind, at, ...(await accountOf(creator, now)) }).toEqual({ kind, at, ...expected });
        if (faults.requests() <= at) break;
      }
  });

  it('takes a sale that comes when it was shared out along with the next run', async () => {
    const creator = someAccount();
    const theme = themeOf(creator, fixed(10_000));
    await store.buy(theme, someAccount(), NOON);
    const late = await store.begin(theme, someAccount(), NOON);
    const now = dayAfter(NOON);
    await store.workOff(creator, now);
    // Its process was halted since noon.
    await store.settle(late, 'succeeded', NOON);
    await store.workOff(creator, plus(now, HOUR));
    expect((await store.linesOf(creator)).map(({ share }) => share)).toEqual([7_000, 7_000]);
    expect((await store.loadLedger(creator)).value.years['2027']).toEqual({
      netSales: 20_000,
      share: 14_000,
    });
  });

  it('splits a sale that crosses a tier, and says so', async () => {
    const creator = someAccount();
    await store.buy(themeOf(creator, fixed(9_999_000)), someAccount(), NOON);
    await store.buy(themeOf(creator, fixed(3_001)), someAccount(), plus(NOON, 1));
    await store.allocateDays(creator, dayAfter(NOON));
    const [second] = await store.linesOf(creator);
    expect(second).toMatchObject({
      tiers: [
        { rate: 7_000, sales: 1_000, share: 700 },
        { rate: 6_000, sales: 2_001, share: 1_201 },
      ],
      share: 1_901,
      platform: 1_100,
    });
  });
});

describe('a refund', () => {
  const PRICE = 20_000;
  const SHARE = 14_000;

  it('before the day is over comes to nothing; after it, to the same', async () => {
    for (const waits of [0, 3 * DAY, 20 * DAY]) {
      const creator = someAccount();
      const sale = await store.buy(themeOf(creator, fixed(PRICE)), someAccount(), NOON);
      const at = plus(NOON, waits);
      if (waits > 0) await store.workOff(creator, plus(at, -1));
      await store.refund(sale, 6_667, at);
      await store.refund(sale, null, plus(at, 1));
      const now = dayAfter(at);
      await store.allocateDays(creator, now);
      const ledger = (await store.loadLedger(creator)).value;
      expect(earnedIn(ledger)).toBe(0);
      expect(ledger.years).toEqual({ 2027: { netSales: 0, share: 0 } });
      expect((await store.loadThemeShare(creator, sale.themeId)).value.share).toBe(0);
      const back = (await store.linesOf(creator)).filter(({ kind }) => kind === 'refund');
      expect(back.map(({ net }) => net).sort((a, b) => a - b)).toEqual([-13_333, -6_667]);
      expect(back.reduce((sum, { share }) => sum + share, 0)).toBe(-SHARE);
    }
  });

  it('after the payout leaves less than nothing, which is carried against what comes', async () => {
    const creator = someAccount();
    await payTo(creator, 'sandbox_ok');
    const theme = themeOf(creator, fixed(PRICE));
    const sale = await store.buy(theme, someAccount(), NOON);
    await store.workOff(creator, dayAfter(NOON));
    const first = nextPayoutAt(maturesAt(NOON));
    await store.workOff(creator, first);
    expect(await balanceOf(creator, first)).toEqual({ available: 0, maturing: 0, paying: 0, paid: SHARE });
    await store.refund(sale, null, plus(first, HOUR));
    const after = dayAfter(plus(first, HOUR));
    await store.workOff(creator, after);
    expect(await balanceOf(creator, after)).toEqual({
      available: -SHARE,
      maturing: 0,
      paying: 0,
      paid: SHARE,
    });
    // Two more: one makes up for it, one is paid out.
    for (const n of [1, 2]) await store.buy(theme, someAccount(), plus(after, n));
    await store.workOff(creator, dayAfter(after));
    const second = nextPayoutAt(maturesAt(after));
    await store.workOff(creator, second);
    expect(await balanceOf(creator, second)).toEqual({
      available: 0,
      maturing: 0,
      paying: 0,
      paid: 2 * SHARE,
    });
    expect((await accountOf(creator, second)).payouts).toEqual([
      ['paid', SHARE],
      ['paid', SHARE],
    ]);
  });
});

describe('a payout', () => {
  const matured = plus(maturesAt(NOON), HOUR);
  const first = nextPayoutAt(matured);

  /** A creator with so much to be paid out, at the first of the month. */
  const earner = async (price: number, destination?: string): Promise<AccountId> => {
    const creator = someAccount();
    if (destination !== undefined) await payTo(creator, destination);
    await store.buy(themeOf(creator, fixed(price)), someAccount(), NOON);
    await store.allocateDays(creator, dayAfter(NOON));
    return creator;
  };

  it('is made on the first of a month, at six, and never of what has not matured', async () => {
    const creator = await earner(20_000, 'sandbox_ok');
    expect(first).toBe(parseInstant('2027-04-01T06:00:00Z'));
    await store.workOff(creator, plus(first, -1));
    expect((await accountOf(creator, first)).payouts).toEqual([]);
    await store.buy(themeOf(creator, fixed(50_000)), someAccount(), parseInstant('2027-03-30T00:00:00Z'));
    await store.workOff(creator, first);
    expect((await accountOf(creator, first)).payouts).toEqual([['paid', 14_000]]);
    expect(await balanceOf(creator, first)).toEqual({
      available: 0,
      maturing: 35_000,
      paying: 0,
      paid: 14_000,
    });
    const again = nextPayoutAt(first);
    await store.workOff(creator, again);
    expect((await accountOf(creator, again)).payouts).toEqual([
      ['paid', 35_000],
      ['paid', 14_000],
    ]);
    // Nothing is left: nothing is due any more.
    expect((await store.loadLedger(creator)).value.payoutAt).toBeNull();
  });

  it('waits for CNY 100, and for a payout account', async () => {
    const poor = await earner(14_284, 'sandbox_ok');
    const homeless = await earner(20_000);
    for (const creator of [poor, homeless]) {
      await store.workOff(creator, first);
      expect((await accountOf(creator, first)).payouts).toEqual([]);
      expect((await store.loadLedger(creator)).value.payoutAt).toBe(nextPayoutAt(first));
    }
    await payTo(homeless, 'sandbox_ok');
    await store.workOff(homeless, nextPayoutAt(first));
    expect((await accountOf(homeless, first)).payouts).toEqual([['paid', 14_000]]);
  });

  it('that is declined is available again, and tried again next month', async () => {
    const creator = await earner(20_000, 'sandbox_declined');
    await store.workOff(creator, first);
    expect(await balanceOf(creator, first)).toEqual({ available: 14_000, maturing: 0, paying: 0, paid: 0 });
    const { items } = await store.listPayouts(creator, { limit: 9 });
    expect(items).toMatchObject([
      { state: 'failed', failure: 'The bank rejected the payout.', amount: 14_000 },
    ]);
    await store.workOff(creator, plus(first, 5 * DAY));
    expect((await accountOf(creator, first)).payouts).toHaveLength(1);
    await payTo(creator, 'sandbox_ok');
    await store.workOff(creator, nextPayoutAt(first));
    expect((await accountOf(creator, first)).payouts).toEqual([
      ['paid', 14_000],
      ['failed', 14_000],
    ]);
  });

  it('is one, of all that is there, wherever it is cut short, and when it is begun twice at once', async () => {
    const { dueWork } = await import('../../../functions/schedules/work.ts');
    const { ledgerKey } = await import('../../../functions/store/theme-store/theme-keys.ts');
    for (const kind of faultKinds)
      for (let at = 0; ; at += 1) {
        const creator = await earner(20_000, 'sandbox_ok');
        const faults = injectFaults(store.dynamo, ({ index }) =>
          (kind === 'crash' ? index >= at : index === at) ? kind : undefined,
        );
        await dueWork.payout(ledgerKey(creator), first).catch(() => {});
        faults.stop();
        await Promise.all([
          store.workOff(creator, plus(first, 5 * 60_000)),
          store.workOff(creator, plus(first, 5 * 60_000)),
        ]);
        const { payouts, balance } = await accountOf(creator, first);
        expect({ kind, at, payouts, balance }).toEqual({
          kind,
          at,
          payouts: [['paid', 14_000]],
          balance: { available: 0, maturing: 0, paying: 0, paid: 14_000 },
        });
        if (faults.requests() <= at) break;
      }
  });
});

describe('the revenue', () => {
  it('has the gross, refunds and shares of the ledger entries, and can be recomputed from them', async () => {
    const { revenueIn } = await import('../../../functions/store/reports/figures.ts');
    const { rebuild } = await import('../../../functions/store/rebuild/rebuild.ts');
    const sumsOf = async (day: string) => {
      const total: Record<string, number> = {};
      for await (const { sums } of revenueIn({ from: day as Day, to: day as Day }))
        for (const [name, amount] of Object.entries(sums)) total[name] = (total[name] ?? 0) + Number(amount);
      return total;
    };
    const at = parseInstant('2027-07-05T09:00:00Z');
    const creator = someAccount();
    const sale = await store.buy(themeOf(creator, fixed(7_777)), someAccount(), at);
    await store.buy(themeOf(creator, fixed(333)), someAccount(), plus(at, 1));
    await store.refund(sale, 1_000, plus(at, DAY));
    const now = dayAfter(plus(at, DAY));
    await store.allocateDays(creator, now);
    const lines = await store.linesOf(creator);
    const shareOn = (kind: string) =>
      lines.reduce((sum, line) => sum + (line.kind === kind ? line.share : 0), 0);
    expect(await sumsOf('2027-07-05')).toEqual({ 'theme.gross': 8_110, 'theme.share': shareOn('sale') });
    expect(await sumsOf('2027-07-06')).toEqual({ 'theme.refunds': 1_000, 'theme.share': shareOn('refund') });
    expect(await rebuild({ repair: false, now })).toEqual([]);
    await store.rateTheme({ account: sale.account, themeId: sale.themeId, stars: 4, now });
    await store.refund(sale, null, now);
    expect(await rebuild({ repair: false, now })).toEqual([]);
  });

  it('is found where it was tampered with, and so is a figure of a theme, or a ledger', async () => {
    const { conditionalWrite } = await import('../../../functions/store/table/conditional-write.ts');
    const { revenueKey } = await import('../../../functions/store/keys.ts');
    const { ledgerKey, themeFiguresKey } = await import('../../../functions/store/theme-store/theme-keys.ts');
    const { rebuild } = await import('../../../functions/store/rebuild/rebuild.ts');
    const at = parseInstant('2027-08-05T09:00:00Z');
    const [creator, buyer] = [someAccount(), someAccount()];
    const theme = themeOf(creator, fixed(7_000));
    await store.buy(theme, buyer, at);
    const now = dayAfter(at);
    await store.allocateDays(creator, now);
    const tamper = (key: { pk: string; sk: string }, path: string, names: Record<string, string>) =>
      conditionalWrite({
        key: { pk: key.pk, sk: key.sk },
        update: `SET ${path} = ${path} + :by`,
        when: ['attribute_exists(pk)'],
        names,
        values: { ':by': 7 },
      });
    await tamper(revenueKey('2027-08-05' as Day, creator), '#a', { '#a': 'theme.share' });
    await tamper(themeFiguresKey(theme.themeId, buyer), '#a', { '#a': 'sold' });
    await tamper(ledgerKey(creator), '#a.paid', { '#a': 'record' });
    const found = (await rebuild({ repair: true, now })).map(({ what, stored, computed, repaired }) => [
      what,
      Number(stored) - Number(computed),
      repaired,
    ]);
    expect(found.sort()).toEqual([
      ['earnings.balance', 7, false],
      ['sold', 7, true],
      ['theme.share', 7, true],
    ]);
  });
});
