import { type Client, openStack, someone, type TestStack } from '../../support/local-stack.ts';
import { all, freshKey, moveClock, providerSays } from '../../support/paying.ts';
import { expectProblem } from '../../support/problems.ts';
import { MIDMONTH, moveTo } from '../../support/service.ts';
import { buyTheme, fixed, publish } from '../../support/themes.ts';

let desk: TestStack;
let admin: Client;
let account: string;
let creator: Client;

beforeAll(async () => {
  desk = await openStack();
  admin = await desk.as({ sub: 'user_admin', groups: ['admin'] });
  moveTo(desk, MIDMONTH);
});
afterAll(() => desk.stop());
beforeEach(async () => {
  account = someone('company');
  creator = await desk.as({ sub: someone(), accounts: [account] });
});

const cny = (amount: number) => ({ amount, currency: 'CNY' });
const path = (more: string) => `/v1/accounts/${account}/${more}`;
const earnings = async () => (await creator.call(`GET ${path('earnings')}`)).body;
const nothing = { available: cny(0), maturing: cny(0), paying: cny(0), paid: cny(0), nextPayoutAt: null };

/** Sells one theme to new accounts, so many times; each sale's purchase and charge. */
async function sell(price: number, times = 1, name = 'Northern light') {
  const theme = await publish(desk, { price: fixed(price), creator: account, name });
  const sold: { purchaseId: string; chargeId: string; paidAt: string }[] = [];
  for (let each = 0; each < times; each += 1) {
    const { body } = await buyTheme(await desk.as({ sub: someone() }), theme);
    sold.push({ purchaseId: body.purchaseId, chargeId: body.charge.chargeId, paidAt: body.paidAt });
  }
  return { theme, sold };
}

const refund = (chargeId: string | undefined, amount?: number) =>
  admin.call(
    `POST /v1/admin/charges/${chargeId}/refunds`,
    { reason: 'Not as shown', ...(amount === undefined ? {} : { amount: cny(amount) }) },
    freshKey(),
  );

/** The days that follow, from the business time's own; at an hour of them. */
const inDays = (days: number, time = '02:00:00'): string =>
  new Date(desk.clock.now() + days * 86_400_000).toISOString().replace(/T.*$/, `T${time}Z`);

describe('what a creator has of a sale', () => {
  it('is provisional until its day is shared out, matures after 14 days, and is there to be paid out then', async () => {
    const { theme, sold } = await sell(1_900);
    const [sale] = sold;
    const before = await earnings();
    const line = {
      lineId: expect.stringMatching(/^ern_[0-9a-f]{32}$/),
      kind: 'sale',
      state: 'provisional',
      at: sale?.paidAt,
      day: sale?.paidAt.slice(0, 10),
      purchaseId: sale?.purchaseId,
      refundId: null,
      themeId: theme.themeId,
      name: theme.name,
      net: cny(1_900),
      share: cny(1_330),
      platform: cny(570),
      terms: 1,
      tiers: [{ rate: 7_000, sales: cny(1_900), share: cny(1_330) }],
      cuts: [],
      maturesAt: inDays(15, '00:00:00.000'),
    };
    expect(before).toEqual({
      items: [line],
      nextCursor: null,
      balance: nothing,
      year: {
        year: 2027,
        netSales: cny(0),
        share: cny(0),
        tier: { rate: 7_000, upTo: cny(10_000_000) },
        yearCap: { cap: cny(200_000_000), left: cny(200_000_000) },
      },
      themes: [{ themeId: theme.themeId, share: cny(0), cap: cny(100_000_000), left: cny(100_000_000) }],
      terms: {
        version: 1,
        from: '2020-01-01',
        tiers: [
          { upTo: cny(10_000_000), rate: 7_000 },
          { upTo: cny(50_000_000), rate: 6_000 },
          { upTo: null, rate: 5_000 },
        ],
        themeCap: cny(100_000_000),
        yearCap: cny(200_000_000),
        minimumFee: cny(100),
        leastPayout: cny(10_000),
      },
      payouts: [],
      payoutAccount: null,
    });
    await moveClock(desk, inDays(1));
    const shared = await earnings();
    expect(shared.items).toEqual([{ ...line, lineId: before.items[0].lineId, state: 'maturing' }]);
    expect([shared.balance.maturing, shared.year.netSales, shared.themes[0].share]).toEqual([
      cny(1_330),
      cny(1_900),
      cny(1_330),
    ]);
    await moveClock(desk, inDays(14));
    const ripe = await earnings();
    expect([ripe.items[0].state, ripe.balance.available, ripe.balance.maturing]).toEqual([
      'available',
      cny(1_330),
      cny(0),
    ]);
  });

  it('is nothing of what waits for its payment, and its own when that comes', async () => {
    const theme = await publish(desk, { price: fixed(1_900), creator: account });
    const buyer = await desk.as({ sub: someone() });
    const { body } = await buyTheme(buyer, theme, { paymentMethod: 'sandbox_async' });
    expect((await earnings()).items).toEqual([]);
    for (let times = 0; times < 3; times += 1) await providerSays(desk, body.charge.chargeId, 'succeeded');
    expect((await earnings()).items).toMatchObject([{ purchaseId: body.purchaseId, share: cny(1_330) }]);
  });

  it('leaves the platform its least fee', async () => {
    await sell(150);
    expect((await earnings()).items).toMatchObject([
      { share: cny(50), platform: cny(100), cuts: [{ kind: 'minimumFee', amount: cny(55) }] },
    ]);
  });
});

describe('a refund', () => {
  it('takes its part of the share back, before and after the day is shared out, and in the end all of it', async () => {
    const { sold } = await sell(1_900, 2);
    await refund(sold[0]?.chargeId);
    await refund(sold[1]?.chargeId, 900);
    const shares = async () => (await earnings()).items.map(({ share }: { share: unknown }) => share);
    expect((await shares()).reduce((sum: number, { amount }: { amount: number }) => sum + amount, 0)).toBe(
      700,
    );
    await moveClock(desk, inDays(1));
    const { balance, year } = await earnings();
    expect([balance.maturing, year.netSales, year.share]).toEqual([cny(700), cny(1_000), cny(700)]);
    await refund(sold[1]?.chargeId);
    await moveClock(desk, inDays(1));
    const after = await earnings();
    expect([after.balance.maturing, after.year.netSales, after.year.share]).toEqual([cny(0), cny(0), cny(0)]);
    expect(after.items[0]).toMatchObject({
      kind: 'refund',
      purchaseId: sold[1]?.purchaseId,
      net: cny(-1_000),
      share: cny(-700),
      platform: cny(-300),
    });
  });

  it('of what was paid out already is carried against what comes', async () => {
    await creator.call(`PUT ${path('payout-account')}`, { destination: 'sandbox_ok' });
    const { sold } = await sell(20_000);
    await moveClock(desk, inDays(60));
    expect((await earnings()).balance).toMatchObject({ available: cny(0), paid: cny(14_000) });
    await refund(sold[0]?.chargeId);
    await moveClock(desk, inDays(1));
    expect((await earnings()).balance).toMatchObject({ available: cny(-14_000), paid: cny(14_000) });
    await sell(30_000);
    await moveClock(desk, inDays(60));
    expect((await earnings()).balance).toMatchObject({ available: cny(7_000), paid: cny(14_000) });
  });
});

describe('a payout', () => {
  it('is made on the first of the month, of CNY 100 or more, to where the creator said', async () => {
    await sell(10_000);
    await moveClock(desk, inDays(40));
    expect(await all(creator, path('payouts'))).toEqual([]);
    await creator.call(`PUT ${path('payout-account')}`, { destination: 'sandbox_ok' });
    await moveClock(desk, inDays(31));
    expect(await all(creator, path('payouts'))).toEqual([]);
    await sell(10_000);
    await moveClock(desk, inDays(50));
    const [payout, ...others] = await all<Record<string, unknown>>(creator, path('payouts'));
    expect([payout, others]).toEqual([
      {
        payoutId: expect.stringMatching(/^pyt_[0-9a-f]{32}$/),
        state: 'paid',
        amount: cny(14_000),
        createdAt: expect.stringMatching(/-01T06:0/),
        settledAt: expect.stringMatching(/-01T06:0/),
        failure: null,
        provider: 'sandbox',
        destination: '…x_ok',
      },
      [],
    ]);
    expect((await earnings()).payouts).toEqual([payout]);
  });

  it('that fails says why, and is tried again in the next month', async () => {
    await creator.call(`PUT ${path('payout-account')}`, { destination: 'sandbox_declined' });
    await sell(20_000);
    await moveClock(desk, inDays(50));
    const failed = await all<{ state: string; failure: string | null }>(creator, path('payouts'));
    expect(failed[0]).toMatchObject({ state: 'failed', failure: expect.stringMatching(/\w{3}/) });
    expect((await earnings()).balance).toMatchObject({
      available: cny(14_000),
      paying: cny(0),
      paid: cny(0),
    });
    await creator.call(`PUT ${path('payout-account')}`, { destination: 'sandbox_ok' });
    await moveClock(desk, inDays(31));
    const [latest] = await all<{ state: string }>(creator, path('payouts'));
    expect([latest?.state, (await earnings()).balance.paid]).toEqual(['paid', cny(14_000)]);
  });
});

describe('where payouts go', () => {
  it('is set by the creator, shown by its end, and there after that', async () => {
    expectProblem(await creator.call(`GET ${path('payout-account')}`), 404, 'not-found');
    const set = await creator.call(`PUT ${path('payout-account')}`, {
      provider: 'sandbox',
      destination: 'sandbox_ok',
    });
    expect(set).toMatchObject({
      status: 200,
      body: { provider: 'sandbox', destination: '…x_ok', updatedAt: expect.any(String) },
    });
    expect((await creator.call(`GET ${path('payout-account')}`)).body).toEqual(set.body);
    const { body } = await admin.call(`GET /v1/admin/audit?account=${account}`);
    expect(body.items[0]).toMatchObject({ action: 'payout-account.set', account });
  });

  it('has the form of the provider, and is of no other', async () => {
    const put = (body: unknown) => creator.call(`PUT ${path('payout-account')}`, body);
    expectProblem(await put({ destination: 'acct_1' }), 400, 'validation-failed', ['/destination']);
    expectProblem(await put({ provider: 'stripe', destination: 'sandbox_ok' }), 400, 'validation-failed', [
      '/provider',
    ]);
    expectProblem(await put({}), 400, 'validation-failed', ['/destination']);
  });
});

describe('what a creator earned', () => {
  it('cannot be read by other accounts', async () => {
    const stranger = await desk.as({ sub: someone() });
    for (const what of ['earnings', 'payouts', 'payout-account'])
      expectProblem(await stranger.call(`GET ${path(what)}`), 403, 'forbidden');
    const put = await stranger.call(`PUT ${path('payout-account')}`, { destination: 'sandbox_ok' });
    expectProblem(put, 403, 'forbidden');
    const machine = await desk.as({ sub: 'machine', scope: 'read.all' });
    expect((await machine.call(`GET ${path('earnings')}`)).status).toBe(200);
    expectProblem(
      await machine.call(`PUT ${path('payout-account')}`, { destination: 'sandbox_ok' }),
      403,
      'forbidden',
    );
  });

  it('is listed part by part, the newest first, with no gap where a day is shared out meanwhile', async () => {
    const { sold } = await sell(1_900, 3);
    await moveClock(desk, inDays(1));
    const { sold: later } = await sell(900, 3);
    const expected = [...sold, ...later].map(({ purchaseId }) => purchaseId).reverse();
    const first = await creator.call(`GET ${path('earnings')}?limit=2`);
    await moveClock(desk, inDays(1));
    const second = await creator.call(`GET ${path('earnings')}?limit=2&cursor=${first.body.nextCursor}`);
    const third = await creator.call(`GET ${path('earnings')}?limit=2&cursor=${second.body.nextCursor}`);
    const ids = [first, second, third].flatMap(({ body }) =>
      body.items.map((line: { purchaseId: string }) => line.purchaseId),
    );
    expect([ids, third.body.nextCursor]).toEqual([expected, null]);
    const bad = await creator.call(`GET ${path('earnings')}?cursor=none`);
    expectProblem(bad, 400, 'validation-failed', ['cursor']);
  });

  it('is the same as CSV, which runs nothing in a spreadsheet', async () => {
    const { sold, theme } = await sell(150, 1, '=HYPERLINK("http://x")');
    await refund(sold[0]?.chargeId, 30);
    await sell(1_900);
    const csv = async (cursor: string | null) =>
      creator.call<string>(
        `GET ${path('earnings')}?limit=2${cursor === null ? '' : `&cursor=${cursor}`}`,
        undefined,
        { accept: 'text/csv' },
      );
    const first = await csv(null);
    expect([first.status, first.headers.get('content-type')]).toEqual([200, 'text/csv; charset=utf-8']);
    const second = await csv(first.headers.get('x-next-cursor'));
    expect(second.headers.get('x-next-cursor')).toBe(null);
    const [head, refunded] = [first.body.split('\n')[0], first.body.split('\n')[2]];
    expect(head).toBe(
      'lineId,at,day,kind,state,maturesAt,purchaseId,refundId,themeId,name,net,share,platform,currency,rates,cuts,terms,netDecimal,shareDecimal,platformDecimal',
    );
    expect(refunded).toContain(
      `,${theme.themeId},"'=HYPERLINK(""http://x"")",-30,-10,-20,CNY,,,1,-0.30,-0.10,-0.20`,
    );
    expect(second.body.split('\n')[1]).toContain(',150,50,100,CNY,7000,minimumFee 55,1,1.50,0.50,1.00');
  });
});
