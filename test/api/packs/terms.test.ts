import { type Answered, type Client, openStack, someone, type TestStack } from '../../support/local-stack.ts';
import { buy, freshKey, moveClock, providerSays } from '../../support/paying.ts';
import { expectProblem } from '../../support/problems.ts';
import { moveTo, problemType, quotaOf } from '../../support/service.ts';
import { fixed, publish } from '../../support/themes.ts';

const GB = 1_000_000_000;
const DAY = 86_400_000;

let desk: TestStack;
let account: string;
let owner: Client;
let admin: Client;
let packType: string;

beforeAll(async () => {
  desk = await openStack();
  admin = await desk.as({ sub: someone(), groups: ['admin'] });
});
afterAll(() => desk.stop());
beforeEach(async () => {
  moveTo(desk, '2027-05-12T12:00:00Z');
  account = someone();
  owner = await desk.as({ sub: account });
  packType = `pack_${account.slice('user_'.length)}`;
  await set({});
});

const terms = {
  name: '10 GB',
  kind: 'capacity',
  grants: { storage: 10 * GB },
  price: { amount: 2_900, currency: 'CNY' },
  mode: 'oneTime',
  durationDays: 30,
};
const set = (change: object) => admin.call(`PUT /v1/admin/packs/${packType}`, { ...terms, ...change });
const price = (amount: number) => ({ amount, currency: 'CNY' });
const order = (query: string, body: object) =>
  owner.call(
    `POST /v1/accounts/${account}/purchases${query}`,
    { packType, paymentMethod: 'sandbox_ok', ...body },
    freshKey(),
  );
const renew = (purchaseId: string, query = '', body: object = {}) =>
  owner.call(
    `POST /v1/accounts/${account}/purchases/${purchaseId}/renewals${query}`,
    { paymentMethod: 'sandbox_ok', ...body },
    freshKey(),
  );

const expectChanged = (answer: Answered) =>
  expect(answer).toMatchObject({
    status: 409,
    body: { type: problemType('terms-changed'), errors: [{ path: '/termsDigest' }] },
  });

describe('the terms of a preview', () => {
  it('are what is bought, and refuse a purchase when anything of them has changed', async () => {
    const { body: seen } = await order('?preview=true', {});
    expect(seen.terms).toEqual({ packType, ...terms });
    for (const change of [
      { grants: { storage: GB } },
      { durationDays: 1 },
      { mode: 'subscription' },
      { name: 'Another' },
      { price: price(2_800) },
    ]) {
      await set(change);
      const refused = await order('', { termsDigest: seen.termsDigest });
      expectChanged(refused);
      expect(refused.body.terms).toEqual({ packType, ...terms, ...change });
      const again = await order('?preview=true', {});
      expect(again.body.termsDigest).toBe(refused.body.termsDigest);
    }
    await set({});
    const { status, body } = await order('', { termsDigest: seen.termsDigest });
    expect([status, body.terms]).toEqual([201, seen.terms]);
    expectProblem(await order('', { termsDigest: 'x' }), 400, 'validation-failed', ['/termsDigest']);
  });
});

describe('a theme', () => {
  it('is not bought when it is for a time instead of for good', async () => {
    const theme = await publish(desk, { price: fixed(1_900) });
    const route = `POST /v1/themes/${theme.themeId}/purchases`;
    const buyer = { paymentMethod: 'sandbox_ok' };
    const { body: seen } = await owner.call(`${route}?preview=true`, buyer, freshKey());
    expect(seen.terms).toMatchObject({ themeId: theme.themeId, price: fixed(1_900) });
    const week = { mode: 'bundle', amount: price(1_900), durationDays: 7 };
    await admin.call(`PATCH /v1/themes/${theme.themeId}`, { price: week });
    const changed = await owner.call(route, { ...buyer, termsDigest: seen.termsDigest }, freshKey());
    expectChanged(changed);
    expect(changed.body.terms).toEqual({ ...seen.terms, price: week });
    await admin.call(`PATCH /v1/themes/${theme.themeId}`, { price: fixed(1_900) });
    const { status } = await owner.call(route, { ...buyer, termsDigest: seen.termsDigest }, freshKey());
    expect(status).toBe(201);
  });
});

describe('a renewal', () => {
  it('costs the lower of the price sold for and the list price, as its preview says', async () => {
    const { body } = await buy(desk, owner, account, packType);
    await set({ price: price(3_900) });
    const dear = await renew(body.purchaseId, '?preview=true');
    expect(dear.body).toMatchObject({ amount: price(2_900), terms: { price: price(2_900) } });
    await set({ price: price(1_900) });
    expectChanged(await renew(body.purchaseId, '', { termsDigest: dear.body.termsDigest }));
    const cheap = await renew(body.purchaseId, '?preview=true');
    expect(cheap.body).toMatchObject({ amount: price(1_900), lines: [{ amount: price(1_900) }] });
    const { status, body: renewed } = await renew(body.purchaseId, '', {
      termsDigest: cheap.body.termsDigest,
    });
    expect([status, renewed.charge.amount]).toEqual([201, price(1_900)]);
  });

  it('does not cost what a smaller or shorter pack costs, nor what is no longer sold', async () => {
    const { body } = await buy(desk, owner, account, packType);
    const amount = async () => (await renew(body.purchaseId, '?preview=true')).body.amount.amount;
    await set({ grants: { storage: GB }, price: price(400) });
    expect(await amount()).toBe(2_900);
    await set({ durationDays: 1, price: price(400) });
    expect(await amount()).toBe(2_900);
    await set({ grants: { storage: 20 * GB }, price: price(400) });
    expect(await amount()).toBe(400);
    await admin.call(`DELETE /v1/admin/packs/${packType}`);
    expect(await amount()).toBe(2_900);
  });

  it('starts at its payment when its whole term has passed before', async () => {
    await set({ durationDays: 1 });
    const { body } = await buy(desk, owner, account, packType);
    const ended = Date.parse(body.endsAt);
    const at = (days: number) => new Date(ended + days * DAY).toISOString();
    await moveClock(desk, at(2.9));
    const { body: begun } = await renew(body.purchaseId, '', { paymentMethod: 'sandbox_async' });
    await moveClock(desk, at(3.5));
    expect((await quotaOf(owner, account, 'storage')).limit).toBe(2 * GB);
    expect(await providerSays(desk, begun.charge.chargeId, 'succeeded')).toBe(200);
    expect((await quotaOf(owner, account, 'storage')).limit).toBe(12 * GB);
    const { body: now } = await owner.call(`GET /v1/accounts/${account}/purchases/${body.purchaseId}`);
    expect(now).toMatchObject({ state: 'active' });
    expect(Date.parse(now.endsAt)).toBeGreaterThanOrEqual(ended + 4.5 * DAY);
    expect(Date.parse(now.endsAt) - Date.parse(now.startsAt)).toBe(DAY);
  });
});

describe('a pack', () => {
  it('has an upper bound of price and of what it grants', async () => {
    expectProblem(await set({ price: price(100_000_000) }), 400, 'validation-failed', ['/price/amount']);
    const much = Number.MAX_SAFE_INTEGER;
    expectProblem(await set({ grants: { storage: much } }), 400, 'validation-failed', ['/grants/storage']);
    const largest = { price: price(99_999_999), grants: { storage: 100_000 * GB } };
    expect((await set(largest)).status).toBe(200);
    await order('', {});
    for (const report of ['revenue', 'packs']) {
      expect((await admin.call(`GET /v1/admin/${report}`)).status).toBe(200);
    }
  });
});
