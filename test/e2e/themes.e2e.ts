import { atOnce, cny, tally } from './support/business.ts';
import { administrator, as, expectProblem, freshKey, newcomer, someone } from './support/caller.ts';
import { promise } from './support/promise.ts';
import { buyTheme, type Creator, publish, review, submit, verdictOn } from './support/themes.ts';
import { eventually } from './support/time.ts';

let creator: Creator;
let buyer: Creator;

beforeEach(async () => {
  creator = await newcomer();
  buyer = await newcomer();
});

const themesOf = async () => (await buyer.owner.call(`GET /v1/accounts/${buyer.account}/themes`)).body.items;
const linesOf = async () =>
  (await creator.owner.call(`GET /v1/accounts/${creator.account}/earnings`)).body.items;

describe('themes', () => {
  promise('what is handed in is checked when it arrives, and on sale once it was approved', async () => {
    const submitted = await submit(creator);
    const { themeId } = submitted;
    const stranger = await as({ sub: someone() });
    expectProblem(await stranger.call(`GET /v1/themes/${themeId}`), 404, 'theme-unknown');
    expect(await verdictOn(creator, submitted)).toEqual({ state: 'passed', failed: 0 });
    expectProblem(await stranger.call(`GET /v1/themes/${themeId}`), 404, 'theme-unknown');
    await review(themeId, 'approve');
    expect((await stranger.call(`GET /v1/themes/${themeId}`)).body).toMatchObject({
      version: 1,
      creator: creator.account,
    });
    await eventually(async () => {
      const { body } = await stranger.call('GET /v1/themes?tag=e2e&limit=100');
      expect(body.items).toContainEqual(expect.objectContaining({ themeId }));
    });
  });

  promise('what is no package fails, with the check that says why', async () => {
    const verdict = await verdictOn(creator, await submit(creator), 'This is no zip.');
    expect(verdict).toEqual({ state: 'failed', failed: 1 });
  });

  promise('what is rejected is told why, and is not for sale', async () => {
    const submitted = await submit(creator);
    await verdictOn(creator, submitted);
    expect(await review(submitted.themeId, 'reject')).toBe('rejected');
    const { body } = await creator.owner.call(`GET /v1/accounts/${creator.account}/submissions`);
    expect(body.items[0].versions[0]).toMatchObject({ state: 'rejected', review: { feedback: 'Seen.' } });
    expectProblem(await buyTheme(buyer, submitted.themeId), 404, 'theme-unknown');
  });

  promise('what is bought may be used and rated, and its creator has a share of it', async () => {
    const themeId = await publish(creator);
    const { status, body } = await buyTheme(buyer, themeId);
    expect({ status, body }).toMatchObject({
      status: 201,
      body: { state: 'active', expiresAt: null, charge: { type: 'theme', amount: cny(19_900) } },
    });
    const [held] = await themesOf();
    expect(held).toMatchObject({ themeId, version: 1, rating: null });
    const stylesheet = await fetch(held.stylesheetUrl);
    expect([stylesheet.status, await stylesheet.text()]).toEqual([200, expect.stringContaining('{')]);
    const path = `PUT /v1/accounts/${buyer.account}/themes/${themeId}/rating`;
    expect((await buyer.owner.call(path, { stars: 4 })).status).toBe(200);
    expect((await buyer.owner.call(`GET /v1/themes/${themeId}`)).body).toMatchObject({
      installs: 1,
      rating: { count: 1, average: 4 },
    });
    expect(await linesOf()).toMatchObject([
      { state: 'provisional', purchaseId: body.purchaseId, share: cny(13_930), platform: cny(5_970) },
    ]);
  });

  promise('what is free is there at once, and what is declined is not', async () => {
    const free = await publish(creator, { mode: 'free' });
    expect((await buyTheme(buyer, free)).body).toMatchObject({ state: 'active', charge: null });
    const themeId = await publish(creator);
    expect((await buyTheme(buyer, themeId, 'sandbox_declined')).status).toBe(402);
    expect(await themesOf()).toMatchObject([{ themeId: free }]);
  });

  promise('a theme is bought for good once, whatever comes at once', async () => {
    const themeId = await publish(creator);
    const key = freshKey();
    const twins = await atOnce(5, () => buyTheme(buyer, themeId, 'sandbox_ok', key));
    const made = twins.filter(({ status }) => status === 201);
    expect([made.length > 0, new Set(made.map(({ body }) => body.purchaseId)).size]).toEqual([true, 1]);
    expect(tally(await atOnce(5, () => buyTheme(buyer, themeId)))).toEqual({ 409: 5 });
    expect(await themesOf()).toHaveLength(1);
  });

  promise('a refund takes the theme back, and its creator’s share', async () => {
    const themeId = await publish(creator);
    const { body } = await buyTheme(buyer, themeId);
    const path = `POST /v1/admin/charges/${body.charge.chargeId}/refunds`;
    const refunded = await (await administrator()).call(path, { reason: 'Not as shown' }, freshKey());
    expect(refunded.status).toBe(201);
    expect(await themesOf()).toEqual([]);
    const shares = (await linesOf()).map(({ share }: { share: { amount: number } }) => share.amount);
    expect(shares.toSorted()).toEqual([-13_930, 13_930]);
  });
});
