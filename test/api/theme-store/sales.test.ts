import { type Client, openStack, someone, type TestStack } from '../../support/local-stack.ts';
import { all, freshKey, moveClock, providerSays } from '../../support/paying.ts';
import { expectProblem } from '../../support/problems.ts';
import { MIDMONTH, moveTo, problemType, timeOf } from '../../support/service.ts';
import { bundle, buyTheme, fixed, publish } from '../../support/themes.ts';

const DAY = 86_400;
const FREE = { mode: 'free' } as const;

let desk: TestStack;
let account: string;
let owner: Client;
let admin: Client;

beforeAll(async () => {
  desk = await openStack();
  admin = await desk.as({ sub: 'user_admin', groups: ['admin'] });
});
afterAll(() => desk.stop());
beforeEach(async () => {
  moveTo(desk, MIDMONTH);
  account = someone();
  owner = await desk.as({ sub: account });
});

interface Held {
  readonly themeId: string;
  readonly expiresAt: string | null;
  readonly rating: number | null;
  readonly stylesheetUrl: string;
}

const cny = (amount: number) => ({ amount, currency: 'CNY' });
const themes = () => all<Held>(owner, `/v1/accounts/${account}/themes`);
const sales = () =>
  all<{ purchaseId: string; state: string }>(owner, `/v1/accounts/${account}/theme-purchases`);
const charges = () => all<{ status: string }>(owner, `/v1/accounts/${account}/charges`);
const rate = (themeId: string, stars: number) =>
  owner.call(`PUT /v1/accounts/${account}/themes/${themeId}/rating`, { stars });
const refund = (chargeId: string, amount?: number) =>
  admin.call(
    `POST /v1/admin/charges/${chargeId}/refunds`,
    { reason: 'Not as shown', ...(amount === undefined ? {} : { amount: cny(amount) }) },
    freshKey(),
  );
const figuresOf = async (themeId: string) => {
  const { installs, rating } = (await owner.call(`GET /v1/themes/${themeId}`)).body;
  return { installs, rating };
};

describe('a theme that is bought', () => {
  it('for good may be used once it is paid, and has its charge', async () => {
    const theme = await publish(desk, { price: fixed(1_900) });
    const { status, body } = await buyTheme(owner, theme);
    expect(status).toBe(201);
    expect(body).toEqual({
      purchaseId: expect.stringMatching(/^pur_[0-9a-f]{32}$/),
      account,
      themeId: theme.themeId,
      name: theme.name,
      creator: theme.creator,
      price: fixed(1_900),
      state: 'active',
      createdAt: expect.stringMatching(/^2027-03-15T12:10/),
      paidAt: expect.stringMatching(/^2027-03-15T12:10/),
      expiresAt: null,
      charge: expect.objectContaining({
        type: 'theme',
        amount: cny(1_900),
        status: 'succeeded',
        subject: {
          kind: 'theme',
          purchaseId: body.purchaseId,
          themeId: theme.themeId,
          creator: theme.creator,
        },
        lines: [{ kind: 'theme', description: theme.name, quantity: 1, amount: cny(1_900) }],
      }),
      payment: { provider: 'sandbox' },
    });
    expect(await themes()).toEqual([
      {
        themeId: theme.themeId,
        name: theme.name,
        creator: theme.creator,
        version: 1,
        since: body.paidAt,
        expiresAt: null,
        rating: null,
        stylesheetUrl: expect.stringContaining(`/published/${theme.themeId}/1/0/theme.css?`),
      },
    ]);
    const one = await owner.call(`GET /v1/accounts/${account}/theme-purchases/${body.purchaseId}`);
    expect([one.status, one.body]).toEqual([200, { ...body, charge: one.body.charge }]);
    const { charge: _, payment: __, expiresAt: ___, ...listed } = body;
    expect(await sales()).toEqual([listed]);
    expect(await figuresOf(theme.themeId)).toMatchObject({ installs: 1 });
  });

  it('that is free is there at once, without a charge or a method of payment', async () => {
    const theme = await publish(desk, { price: FREE });
    const { status, body } = await owner.call(`POST /v1/themes/${theme.themeId}/purchases`, {}, freshKey());
    expect([status, body.state, body.charge, body.payment]).toEqual([201, 'active', null, null]);
    expect(await themes()).toMatchObject([{ themeId: theme.themeId, expiresAt: null }]);
    expect(await charges()).toEqual([]);
    expectProblem(await buyTheme(owner, theme), 409, 'conflict');
  });

  it('for a time ends with it, and bought again lasts longer by the whole of it', async () => {
    const theme = await publish(desk, { price: bundle(900) });
    const first = await buyTheme(owner, theme);
    const end = Date.parse(first.body.paidAt) + 30 * DAY * 1_000;
    expect(first.body.expiresAt).toBe(new Date(end).toISOString());
    moveTo(desk, timeOf(desk, 10 * DAY));
    const again = await buyTheme(owner, theme);
    const later = new Date(end + 30 * DAY * 1_000).toISOString();
    expect([again.body.expiresAt, (await themes())[0]?.expiresAt]).toEqual([later, later]);
    moveTo(desk, timeOf(desk, 49 * DAY));
    expect(await themes()).toHaveLength(1);
    moveTo(desk, timeOf(desk, 2 * DAY));
    expect(await themes()).toEqual([]);
    const anew = await buyTheme(owner, theme);
    expect(anew.body.expiresAt).toBe(new Date(Date.parse(anew.body.paidAt) + 30 * DAY * 1_000).toISOString());
    expect(await figuresOf(theme.themeId)).toMatchObject({ installs: 1 });
  });

  it('keeps its terms when the price changes, and may be used when it is no longer sold', async () => {
    const theme = await publish(desk, { price: fixed(1_900) });
    const { body } = await buyTheme(owner, theme);
    const creator = await desk.as({ sub: theme.creator });
    await creator.call(`PATCH /v1/themes/${theme.themeId}`, { price: fixed(9_900), delisted: true });
    expect((await sales())[0]).toMatchObject({ purchaseId: body.purchaseId, price: fixed(1_900) });
    expect(await themes()).toHaveLength(1);
    expect((await rate(theme.themeId, 4)).status).toBe(200);
  });

  it('may be for a company that the buyer acts for', async () => {
    const company = someone('company');
    const buyer = await desk.as({ sub: account, accounts: [company] });
    const theme = await publish(desk, { price: fixed(1_900) });
    const { body } = await buyTheme(buyer, theme, { account: company });
    expect([body.account, body.state]).toEqual([company, 'active']);
    expect(await themes()).toEqual([]);
    expect(await all(buyer, `/v1/accounts/${company}/themes`)).toHaveLength(1);
  });
});

describe('the payment of a theme', () => {
  it('that is declined gives nothing, and the theme can be bought by another method', async () => {
    const theme = await publish(desk, { price: fixed(1_900) });
    const { status, body } = await buyTheme(owner, theme, { paymentMethod: 'sandbox_declined' });
    expect([status, body.type, body.charge.status]).toEqual([402, problemType('payment-declined'), 'failed']);
    expect([await themes(), await sales()]).toMatchObject([[], [{ state: 'failed' }]]);
    expect((await buyTheme(owner, theme)).body.state).toBe('active');
  });

  it('that arrives later grants the theme then, once however often it is reported', async () => {
    const theme = await publish(desk, { price: bundle(900) });
    const { status, body } = await buyTheme(owner, theme, { paymentMethod: 'sandbox_async' });
    expect([status, body.state, body.payment.checkoutUrl]).toEqual([
      201,
      'pendingPayment',
      expect.stringContaining(body.charge.chargeId),
    ]);
    expect(await themes()).toEqual([]);
    for (let times = 0; times < 3; times += 1) await providerSays(desk, body.charge.chargeId, 'succeeded');
    const [held] = await themes();
    const [sale] = await all<{ paidAt: string; state: string }>(
      owner,
      `/v1/accounts/${account}/theme-purchases`,
    );
    expect(sale?.state).toBe('active');
    expect(Date.parse(held?.expiresAt ?? '') - Date.parse(sale?.paidAt ?? '')).toBe(30 * DAY * 1_000);
  });

  it('that is still to come keeps the theme from being bought for good twice, until it is given up', async () => {
    const theme = await publish(desk, { price: fixed(1_900) });
    const { body } = await buyTheme(owner, theme, { paymentMethod: 'sandbox_async' });
    const again = await buyTheme(owner, theme);
    expect(again).toMatchObject({
      status: 409,
      body: { type: problemType('purchase-pending'), purchaseId: body.purchaseId },
    });
    await moveClock(desk, timeOf(desk, DAY + 60));
    expect(await sales()).toMatchObject([{ state: 'failed' }]);
    expect((await buyTheme(owner, theme)).body.state).toBe('active');
  });
});

describe('fifty purchases at once', () => {
  const times = <T>(count: number, make: () => Promise<T>): Promise<T[]> =>
    Promise.all(Array.from({ length: count }, make));
  const fifty = <T>(make: () => Promise<T>): Promise<T[]> => times(50, make);

  it('under one key are one', async () => {
    const theme = await publish(desk, { price: fixed(1_900) });
    const key = freshKey();
    const answers = await fifty(() => buyTheme(owner, theme, {}, key));
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([201]));
    expect(new Set(answers.map(({ body }) => body.purchaseId)).size).toBe(1);
    expect([await charges(), await sales(), await themes()].map(({ length }) => length)).toEqual([1, 1, 1]);
    const replay = await buyTheme(owner, theme, {}, key);
    expect(replay.headers.get('idempotency-replayed')).toBe('true');
  });

  it('under fifty keys sell what is for good once', async () => {
    const theme = await publish(desk, { price: fixed(1_900) });
    const answers = await fifty(() => buyTheme(owner, theme));
    const bought = answers.filter(({ status }) => status === 201);
    expect(bought).toHaveLength(1);
    const refused = answers
      .filter(({ status }) => status !== 201)
      .map(({ status, body }) => [status, body.type]);
    // Pending while the one is being paid, in conflict once it is.
    for (const each of refused)
      expect([
        [409, problemType('purchase-pending')],
        [409, problemType('conflict')],
      ]).toContainEqual(each);
    expect([await charges(), await sales(), await themes()].map(({ length }) => length)).toEqual([1, 1, 1]);
  });

  it('under twenty keys are twenty times what is for a time', async () => {
    const theme = await publish(desk, { price: bundle(900, 1) });
    const answers = await times(20, () => buyTheme(owner, theme));
    expect(answers.map(({ status, body }) => [status, body.state])).toEqual(
      Array.from({ length: 20 }, () => [201, 'active']),
    );
    const ends = answers.map(({ body }) => Date.parse(body.paidAt));
    const end = Date.parse((await themes())[0]?.expiresAt ?? '');
    expect(end - Math.min(...ends)).toBe(20 * DAY * 1_000);
    expect(await figuresOf(theme.themeId)).toMatchObject({ installs: 1 });
  });

  it('by fifty accounts are theirs, each', async () => {
    const theme = await publish(desk, { price: fixed(1_900) });
    const answers = await fifty(async () => buyTheme(await desk.as({ sub: someone() }), theme));
    expect(new Set(answers.map(({ body }) => body.state))).toEqual(new Set(['active']));
    expect(await figuresOf(theme.themeId)).toMatchObject({ installs: 50 });
  });
});

describe('a preview', () => {
  it('says what would be done, to the cent, and does nothing', async () => {
    const theme = await publish(desk, { price: bundle(900) });
    await buyTheme(owner, theme);
    const [held] = await themes();
    const route = `POST /v1/themes/${theme.themeId}/purchases?preview=true`;
    const preview = await owner.call(route, { paymentMethod: 'sandbox_ok' });
    expect(preview).toMatchObject({
      status: 200,
      body: { preview: true, account, themeId: theme.themeId, amount: cny(900), startsAt: held?.expiresAt },
    });
    expect([(await charges()).length, (await themes())[0]?.expiresAt]).toEqual([1, held?.expiresAt]);
    const { body } = await buyTheme(owner, theme);
    expect([body.charge.amount, body.charge.lines, body.expiresAt]).toEqual([
      preview.body.amount,
      preview.body.lines,
      preview.body.endsAt,
    ]);
  });

  it('of what is free comes to nothing', async () => {
    const theme = await publish(desk, { price: FREE });
    const { status, body } = await owner.call(`POST /v1/themes/${theme.themeId}/purchases?preview=true`, {});
    expect([status, body.amount, body.lines, body.endsAt]).toEqual([200, cny(0), [], null]);
    expect(await themes()).toEqual([]);
  });
});

describe('a rating', () => {
  it('is one for each buyer, and the latest counts', async () => {
    const theme = await publish(desk, { price: FREE });
    await buyTheme(owner, theme);
    for (const stars of [2, 4])
      expect((await rate(theme.themeId, stars)).body).toEqual({ themeId: theme.themeId, stars });
    expect((await themes())[0]?.rating).toBe(4);
    const other = await desk.as({ sub: someone() });
    const { body } = await buyTheme(other, theme);
    await other.call(`PUT /v1/accounts/${body.account}/themes/${theme.themeId}/rating`, { stars: 5 });
    expect(await figuresOf(theme.themeId)).toEqual({ installs: 2, rating: { count: 2, average: 4.5 } });
  });

  it('is for those who bought, also when their time is over, and has one to five stars', async () => {
    const theme = await publish(desk, { price: bundle(900, 1) });
    expectProblem(await rate(theme.themeId, 5), 409, 'conflict');
    await buyTheme(owner, theme);
    moveTo(desk, timeOf(desk, 2 * DAY));
    expect((await rate(theme.themeId, 5)).status).toBe(200);
    for (const stars of [0, 6, 2.5])
      expectProblem(await rate(theme.themeId, stars), 400, 'validation-failed', ['/stars']);
    expectProblem(await rate(`thm_${'0'.repeat(32)}`, 5), 404, 'theme-unknown');
  });
});

describe('a refund of a theme', () => {
  it('as a whole takes the theme and its rating back; it can be bought again', async () => {
    const theme = await publish(desk, { price: fixed(1_900) });
    const { body } = await buyTheme(owner, theme);
    await rate(theme.themeId, 1);
    expect((await refund(body.charge.chargeId)).status).toBe(201);
    expect([await themes(), await sales()]).toMatchObject([[], [{ state: 'refunded' }]]);
    expect(await figuresOf(theme.themeId)).toMatchObject({ rating: { count: 0, average: null } });
    expectProblem(await rate(theme.themeId, 1), 409, 'conflict');
    expect((await buyTheme(owner, theme)).body.state).toBe('active');
  });

  it('in part is money only', async () => {
    const theme = await publish(desk, { price: fixed(1_900) });
    const { body } = await buyTheme(owner, theme);
    expect((await refund(body.charge.chargeId, 900)).status).toBe(201);
    expect([(await themes()).length, (await sales())[0]?.state]).toEqual([1, 'active']);
    await refund(body.charge.chargeId);
    expect(await themes()).toEqual([]);
  });

  it('of one of two times leaves the other, from when it was paid', async () => {
    const theme = await publish(desk, { price: bundle(900) });
    const first = await buyTheme(owner, theme);
    moveTo(desk, timeOf(desk, 10 * DAY));
    const second = await buyTheme(owner, theme);
    await refund(first.body.charge.chargeId);
    const end = Date.parse(second.body.paidAt) + 30 * DAY * 1_000;
    expect((await themes())[0]?.expiresAt).toBe(new Date(end).toISOString());
  });
});
