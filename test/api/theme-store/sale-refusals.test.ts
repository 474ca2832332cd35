import { type Client, openStack, someone, type TestStack } from '../../support/local-stack.ts';
import { all, freshKey } from '../../support/paying.ts';
import { expectProblem } from '../../support/problems.ts';
import { MIDMONTH, moveTo } from '../../support/service.ts';
import { buyTheme, fixed, publish } from '../../support/themes.ts';

const FREE = { mode: 'free' } as const;

let desk: TestStack;
let account: string;
let owner: Client;

beforeAll(async () => {
  desk = await openStack();
});
afterAll(() => desk.stop());
beforeEach(async () => {
  moveTo(desk, MIDMONTH);
  account = someone();
  owner = await desk.as({ sub: account });
});

const cny = (amount: number) => ({ amount, currency: 'CNY' });
const sales = () => all(owner, `/v1/accounts/${account}/theme-purchases`);
const charges = () => all(owner, `/v1/accounts/${account}/charges`);

describe('a purchase of a theme is refused', () => {
  it('without a key, or with a key used for another request', async () => {
    const [theme, other] = [
      await publish(desk, { price: fixed(1_900) }),
      await publish(desk, { price: fixed(900) }),
    ];
    expectProblem(await buyTheme(owner, theme, {}, {}), 400, 'idempotency-key-required', ['Idempotency-Key']);
    const key = freshKey();
    await buyTheme(owner, theme, {}, key);
    expectProblem(await buyTheme(owner, other, {}, key), 422, 'idempotency-key-reused');
  });

  it('when there is no such method, none at all, or another price or currency', async () => {
    const theme = await publish(desk, { price: fixed(1_900) });
    expectProblem(await buyTheme(owner, theme, { paymentMethod: 'gold' }), 400, 'payment-method-unknown', [
      '/paymentMethod',
    ]);
    const unpaid = await owner.call(`POST /v1/themes/${theme.themeId}/purchases`, {}, freshKey());
    expectProblem(unpaid, 400, 'validation-failed', ['/paymentMethod']);
    expectProblem(await buyTheme(owner, theme, { price: cny(0) }), 409, 'conflict', ['/price/amount']);
    expectProblem(
      await buyTheme(owner, theme, { price: { amount: 1_900, currency: 'USD' } }),
      422,
      'wrong-currency',
      ['/price/currency'],
    );
    expect(await sales()).toEqual([]);
    expect((await buyTheme(owner, theme, { price: cny(1_900) })).status).toBe(201);
  });

  it('for an account that is not the caller’s, or is none', async () => {
    const theme = await publish(desk, { price: FREE });
    expectProblem(await buyTheme(owner, theme, { account: someone() }), 403, 'forbidden');
    const machine = await desk.as({ sub: 'machine', scope: 'read.all' });
    expectProblem(await buyTheme(machine, theme), 400, 'validation-failed', ['/account']);
  });

  it('of a theme that is unknown, was never on sale, or is no longer', async () => {
    const nobodys = { ...(await publish(desk, { price: FREE })), themeId: `thm_${'0'.repeat(32)}` };
    expectProblem(await buyTheme(owner, nobodys), 404, 'theme-unknown');
    const draft = await publish(desk, { price: FREE, isApproved: false });
    expectProblem(await buyTheme(owner, draft), 404, 'theme-unknown');
    const creator = await desk.as({ sub: draft.creator });
    expectProblem(await buyTheme(creator, draft), 410, 'theme-not-on-sale');
    const theme = await publish(desk, { price: fixed(1_900) });
    await (await desk.as({ sub: theme.creator })).call(`PATCH /v1/themes/${theme.themeId}`, {
      delisted: true,
    });
    expectProblem(await buyTheme(owner, theme), 410, 'theme-not-on-sale');
  });

  it('when the account has it for good', async () => {
    const theme = await publish(desk, { price: fixed(1_900) });
    await buyTheme(owner, theme);
    expectProblem(await buyTheme(owner, theme), 409, 'conflict');
    expect(await charges()).toHaveLength(1);
  });

  it('when the account made it, whatever it costs', async () => {
    for (const price of [fixed(1_900), FREE]) {
      const theme = await publish(desk, { price, creator: account });
      expectProblem(await buyTheme(owner, theme), 409, 'conflict');
      const preview = `POST /v1/themes/${theme.themeId}/purchases?preview=true`;
      expectProblem(await owner.call(preview, { paymentMethod: 'sandbox_ok' }), 409, 'conflict');
    }
    expect(await sales()).toEqual([]);
    expect(await charges()).toEqual([]);
  });
});

describe('what an account bought of themes', () => {
  it('cannot be read or rated by other accounts', async () => {
    const theme = await publish(desk, { price: FREE });
    const { body } = await buyTheme(owner, theme);
    const stranger = await desk.as({ sub: someone() });
    const path = `/v1/accounts/${account}`;
    for (const route of [
      `${path}/themes`,
      `${path}/theme-purchases`,
      `${path}/theme-purchases/${body.purchaseId}`,
    ])
      expectProblem(await stranger.call(`GET ${route}`), 403, 'forbidden');
    const rating = await stranger.call(`PUT ${path}/themes/${theme.themeId}/rating`, { stars: 1 });
    expectProblem(rating, 403, 'forbidden');
    const machine = await desk.as({ sub: 'machine', scope: 'read.all' });
    expect((await machine.call(`GET ${path}/themes`)).body.items).toHaveLength(1);
  });

  it('is listed part by part without a gap', async () => {
    const bought: string[] = [];
    for (let each = 0; each < 5; each += 1)
      bought.unshift((await buyTheme(owner, await publish(desk, { price: FREE }))).body.purchaseId);
    const path = `/v1/accounts/${account}/theme-purchases`;
    const first = await owner.call(`GET ${path}?limit=3`);
    const second = await owner.call(`GET ${path}?limit=3&cursor=${first.body.nextCursor}`);
    const ids = [...first.body.items, ...second.body.items].map(({ purchaseId }) => purchaseId);
    expect([ids.toSorted(), second.body.nextCursor]).toEqual([bought.toSorted(), null]);
    expectProblem(await owner.call(`GET ${path}?cursor=none`), 400, 'validation-failed', ['cursor']);
    expectProblem(await owner.call(`GET ${path}/pur_${'0'.repeat(32)}`), 404, 'not-found');
  });
});
