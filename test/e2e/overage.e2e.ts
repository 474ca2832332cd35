import { cny, GB, quotaOf, use } from './support/business.ts';
import { type Caller, expectProblem, freshKey, machine, newcomer } from './support/caller.ts';
import { promise } from './support/promise.ts';

let account: string;
let owner: Caller;

beforeEach(async () => {
  ({ account, owner } = await newcomer());
});

const path = (more: string) => `/v1/accounts/${account}/${more}`;
const quote = async (amount: number) => {
  const { status, body } = await owner.call(`POST ${path('overage-quotes')}`, { meter: 'bandwidth', amount });
  expect(status).toBe(201);
  return body;
};
const confirm = (quoteId: string, headers: Readonly<Record<string, string>> = freshKey()) =>
  owner.call(`POST ${path('overage-confirmations')}`, { quoteId }, headers);

describe('overage', () => {
  promise('is quoted to the cent, confirmed once, and then used up to what was quoted', async () => {
    const meters = await machine();
    const offer = await quote(3 * GB);
    expect(offer).toMatchObject({ unitPrice: { price: cny(80), per: GB }, total: cny(240) });
    const key = freshKey();
    const confirmed = await confirm(offer.quoteId, key);
    expect(confirmed).toMatchObject({ status: 201, body: { meter: 'bandwidth', cap: cny(240) } });
    expect((await confirm(offer.quoteId, key)).headers.get('idempotency-replayed')).toBe('true');
    await use(meters, account, 6 * GB);
    expect(await quotaOf(owner, account, 'bandwidth')).toMatchObject({
      state: 'overage',
      used: 6 * GB,
      overage: { confirmed: true, cap: cny(240), estimate: cny(80) },
    });
    await use(meters, account, 3 * GB);
    expect((await quotaOf(owner, account, 'bandwidth')).state).toBe('blocked');
    const { body } = await owner.call(`POST ${path('quota-checks')}`, { meter: 'bandwidth', amount: 1 });
    expect(body).toMatchObject({ allowed: false, reason: 'hard-blocked' });
  });

  promise('is withdrawn; what was used of it stays owed', async () => {
    const meters = await machine();
    expect((await confirm((await quote(2 * GB)).quoteId)).status).toBe(201);
    await use(meters, account, 6 * GB);
    const route = path('overage-confirmations/bandwidth');
    expect((await owner.call(`GET ${route}`)).body).toMatchObject({ used: GB, estimate: cny(80) });
    expect((await owner.call(`DELETE ${route}`)).status).toBeLessThan(300);
    expect((await quotaOf(owner, account, 'bandwidth')).overage.estimate).toEqual(cny(80));
  });

  promise('is confirmed with the account’s own quote only', async () => {
    const stranger = await newcomer();
    const { body } = await stranger.owner.call(`POST /v1/accounts/${stranger.account}/overage-quotes`, {
      meter: 'bandwidth',
      amount: GB,
    });
    expectProblem(await confirm(body.quoteId), 404, 'not-found');
  });
});
