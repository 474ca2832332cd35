import { allOf, buy, type ChargeView, chargesOf, owe } from '../../support/charges.ts';
import { type Answered, type Client, openStack, someone, type TestStack } from '../../support/local-stack.ts';
import { freshKey } from '../../support/paying.ts';
import { expectProblem } from '../../support/problems.ts';
import { MIDMONTH, moveTo, quotaOf } from '../../support/service.ts';

let desk: TestStack;
let account: string;
let owner: Client;
let admin: Client;
const boss = someone();

beforeAll(async () => {
  desk = await openStack();
  admin = await desk.as({ sub: boss, groups: ['admin'] });
});
afterAll(() => desk.stop());
beforeEach(async () => {
  moveTo(desk, MIDMONTH);
  account = someone('company');
  owner = await desk.as({ sub: someone(), accounts: [account] });
});

const NOBODYS = `chg_${'0'.repeat(32)}`;
const money = (amount: number, currency = 'CNY') => ({ amount, currency });
const refund = (chargeId: string, body: object = {}, headers: Record<string, string> = freshKey()) =>
  admin.call(`POST /v1/admin/charges/${chargeId}/refunds`, { reason: 'Goodwill', ...body }, headers);
const waive = (chargeId: string, headers: Record<string, string> = freshKey()) =>
  admin.call(`POST /v1/admin/charges/${chargeId}/waivers`, { reason: 'Our error' }, headers);
const chargeOf = async (chargeId: string): Promise<ChargeView> =>
  (await owner.call(`GET /v1/accounts/${account}/charges/${chargeId}`)).body;
const figuresOf = async (packType: string) =>
  (await admin.call('GET /v1/admin/packs')).body.items.find(
    (each: { packType: string }) => each.packType === packType,
  );
const isReplay = (answer: Answered) => answer.headers.get('idempotency-replayed');

describe('what is for administrators', () => {
  it.each([
    ['GET /v1/admin/revenue', undefined],
    ['GET /v1/admin/packs', undefined],
    ['PUT /v1/admin/packs/cap_10', { name: 'Mine' }],
    ['DELETE /v1/admin/packs/cap_10', undefined],
    ['GET /v1/admin/usage', undefined],
    ['GET /v1/admin/outstanding', undefined],
    [`POST /v1/admin/charges/${NOBODYS}/refunds`, { reason: 'Mine' }],
    [`POST /v1/admin/charges/${NOBODYS}/waivers`, { reason: 'Mine' }],
    [`POST /v1/admin/charges/${NOBODYS}/refunds?preview=true`, { reason: 'Mine' }],
    ['GET /v1/admin/audit', undefined],
  ])('is forbidden to everybody else: %s', async (route, body) => {
    const machine = await desk.as({ sub: 'm', scope: 'usage.write slots.write read.all' });
    const grouped = await desk.as({ sub: someone(), groups: ['admins', 'staff'] });
    for (const client of [owner, machine, grouped])
      expectProblem(await client.call(route, body, freshKey()), 403, 'forbidden');
  });
});

describe('a refund', () => {
  it('in parts returns the payment to the cent, and then revokes the purchase', async () => {
    moveTo(desk, '2027-06-15T12:10:00Z');
    const figures = await figuresOf('cap_10');
    const { charge, purchaseId } = await buy(owner, account);
    expect((await quotaOf(owner, account, 'storage')).limit).toBe(12_000_000_000);
    const first = await refund(charge.chargeId, { amount: money(900) });
    expect(first).toMatchObject({
      status: 201,
      body: { type: 'refund', status: 'succeeded', amount: money(900), reason: 'Goodwill' },
    });
    expect(await chargeOf(charge.chargeId)).toMatchObject({ status: 'succeeded', refunded: money(900) });
    expect((await quotaOf(owner, account, 'storage')).limit).toBe(12_000_000_000);
    expectProblem(await refund(charge.chargeId, { amount: money(2_001) }), 422, 'refund-too-large', [
      '/amount',
    ]);
    expect((await refund(charge.chargeId)).body).toMatchObject({ amount: money(2_000) });
    expect(await chargeOf(charge.chargeId)).toMatchObject({ status: 'refunded', refunded: money(2_900) });
    const { body } = await owner.call(`GET /v1/accounts/${account}/purchases/${purchaseId}`);
    expect(body.state).toBe('refunded');
    expect((await quotaOf(owner, account, 'storage')).limit).toBe(2_000_000_000);
    await desk.drain();
    expect(await figuresOf('cap_10')).toEqual({
      ...figures,
      sold: figures.sold + 1,
      refunded: figures.refunded + 1,
    });
    expectProblem(await refund(charge.chargeId), 409, 'conflict');
  });

  it('is what its preview said', async () => {
    const { charge, purchaseId } = await buy(owner, account);
    for (const [amount, left, takesBack] of [
      [900, 2_000, null],
      [2_000, 0, purchaseId],
    ] as const) {
      const order = { amount: money(amount), reason: 'Goodwill' };
      const before = await chargesOf(owner, account);
      const path = `POST /v1/admin/charges/${charge.chargeId}/refunds`;
      const plan = await admin.call(`${path}?preview=true`, order);
      expect(plan).toMatchObject({ status: 200, body: { left: money(left), takesBack } });
      expect(await chargesOf(owner, account)).toEqual(before);
      const made = await admin.call(path, order, freshKey());
      const same = { chargeId: 1, createdAt: 1, status: 1, settledAt: 1 };
      expect({ ...made.body, ...same }).toEqual({ ...plan.body.refund, ...same });
    }
  });

  it('is made once for each key', async () => {
    const { charge } = await buy(owner, account);
    const key = freshKey();
    const answers = await Promise.all(
      [1, 2, 3].map(() => refund(charge.chargeId, { amount: money(1_000) }, key)),
    );
    const again = await refund(charge.chargeId, { amount: money(1_000) }, key);
    expect(new Set([...answers, again].map(({ body }) => JSON.stringify(body))).size).toBe(1);
    expect(isReplay(again)).toBe('true');
    expect(await chargeOf(charge.chargeId)).toMatchObject({ refunded: money(1_000) });
    expectProblem(await refund(charge.chargeId, { amount: money(1) }, key), 422, 'idempotency-key-reused');
  });

  it('never refunds more than was paid, however many arrive at once', async () => {
    const { charge } = await buy(owner, account);
    const answers = await Promise.all(
      [1_000, 1_000, 1_000, 1_000].map((amount) => refund(charge.chargeId, { amount: money(amount) })),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 201, 422, 422]);
    await desk.drain();
    expect(await chargeOf(charge.chargeId)).toMatchObject({ refunded: money(2_000), status: 'succeeded' });
  });

  it('is of what was paid alone, in our money, with a reason', async () => {
    const { charge } = await buy(owner, account);
    const { chargeId } = charge;
    expectProblem(await refund(chargeId, { amount: money(1, 'USD') }), 422, 'wrong-currency', [
      '/amount/currency',
    ]);
    for (const amount of [0, -1, 0.5, 2 ** 53])
      expectProblem(await refund(chargeId, { amount: money(amount) }), 400, 'validation-failed', [
        '/amount/amount',
      ]);
    expectProblem(await refund(chargeId, { reason: '' }), 400, 'validation-failed', ['/reason']);
    expectProblem(await refund(chargeId, {}, {}), 400, 'idempotency-key-required', ['Idempotency-Key']);
    expectProblem(await refund(NOBODYS), 404, 'not-found');
    expectProblem(await refund('x'), 400, 'validation-failed', ['chargeId']);
    expectProblem(await refund(await owe(desk, account, 5)), 409, 'conflict');
    const made = await refund(chargeId, { amount: money(1) });
    expectProblem(await refund(made.body.chargeId), 409, 'conflict');
  });
});

describe('a waiver', () => {
  it('lets a debt go, and the account with it, at once', async () => {
    const chargeId = await owe(desk, account, 240);
    moveTo(desk, '2027-03-29T12:12:00Z');
    await desk.drain();
    expect((await quotaOf(owner, account, 'storage')).state).toBe('blocked');
    const plan = await admin.call(`POST /v1/admin/charges/${chargeId}/waivers?preview=true`, {
      reason: 'Our error',
    });
    expect((await chargeOf(chargeId)).status).toBe('pending');
    const key = freshKey();
    const waived = await waive(chargeId, key);
    expect(waived.status).toBe(201);
    expect(waived.body).toEqual({ ...plan.body, settledAt: waived.body.settledAt });
    expect(waived.body).toMatchObject({ chargeId, status: 'waived', amount: money(240), dueAt: null });
    expect((await quotaOf(owner, account, 'storage')).state).toBe('ok');
    const again = await waive(chargeId, key);
    expect({ body: again.body, replay: isReplay(again) }).toEqual({ body: waived.body, replay: 'true' });
    await desk.drain();
    expect((await quotaOf(owner, account, 'storage')).state).toBe('ok');
  });

  it('is of a debt alone', async () => {
    const { charge } = await buy(owner, account);
    expectProblem(await waive(charge.chargeId), 409, 'conflict');
    expectProblem(await waive(NOBODYS), 404, 'not-found');
    const chargeId = await owe(desk, account, 240);
    expectProblem(await waive(chargeId, {}), 400, 'idempotency-key-required', ['Idempotency-Key']);
    expect((await waive(chargeId)).status).toBe(201);
    moveTo(desk, '2027-03-15T12:20:00Z');
    expectProblem(await waive(chargeId), 409, 'conflict');
  });
});

describe('a pack type', () => {
  const terms = {
    name: 'A little more',
    kind: 'capacity',
    grants: { storage: 1_000, transcoding: 60 },
    price: money(100),
    mode: 'oneTime',
    durationDays: 30,
  };
  const set = (packType: string, parts: object = {}) =>
    admin.call(`PUT /v1/admin/packs/${packType}`, { ...terms, ...parts });
  const offers = async () =>
    (await owner.call('GET /v1/packs')).body.items.map((each: { packType: string }) => each.packType);

  it('is added, sold, changed without touching what was sold, retired, and counted all along', async () => {
    const added = await set('little');
    expect(added).toMatchObject({ status: 201, body: { packType: 'little', ...terms, retired: false } });
    expect(await figuresOf('little')).toMatchObject({ sold: 0, active: 0, revenue: money(0) });
    expect(await offers()).toContain('little');
    const { purchaseId } = await buy(owner, account, 'little');
    expect((await set('little', { price: money(200) })).status).toBe(200);
    const kept = await owner.call(`GET /v1/accounts/${account}/purchases/${purchaseId}`);
    expect(kept.body.terms.price).toEqual(money(100));
    for (let twice = 0; twice < 2; twice += 1)
      expect((await admin.call('DELETE /v1/admin/packs/little')).status).toBe(204);
    expect(await offers()).not.toContain('little');
    expect(await figuresOf('little')).toEqual({
      packType: 'little',
      name: 'A little more',
      retired: true,
      sold: 1,
      active: 1,
      renewed: 0,
      expired: 0,
      refunded: 0,
      revenue: money(100),
    });
    const lines = await allOf<{ action: string; target: string }>(admin, '/v1/admin/audit', 50);
    const own = lines.filter(({ target }) => target === 'little');
    expect(own.map(({ action }) => action).sort()).toEqual(['pack.retired', 'pack.set', 'pack.set']);
    expect(own[0]).toMatchObject({ by: boss, account: null });
  });

  it.each([
    [{ grants: {} }, ['/grants']],
    [{ grants: { gold: 1 } }, ['/grants/gold']],
    [{ grants: JSON.parse('{"storage":1,"__proto__":{"storage":2}}') }, ['/grants/__proto__']],
    [{ grants: { storage: 1, constructor: 1, toString: 1 } }, ['/grants/constructor', '/grants/toString']],
    [{ grants: { storage: 0 } }, ['/grants/storage']],
    [{ grants: { jobSlots: 1 } }, ['/grants/jobSlots']],
    [{ kind: 'jobSlots' }, ['/grants/storage', '/grants/transcoding']],
    [{ mode: 'subscription', durationDays: null }, ['/durationDays']],
    [{ durationDays: 0 }, ['/durationDays']],
    [{ price: money(0), colour: 'red' }, ['/price/amount', '/colour']],
  ])('is refused with terms that make no sense: %j', async (parts, paths) => {
    expectProblem(await set('odd', parts), 400, 'validation-failed', paths);
  });

  it('has a price in our money, and a name of its own', async () => {
    expectProblem(await set('odd', { price: money(100, 'EUR') }), 422, 'wrong-currency', ['/price/currency']);
    expectProblem(await set('a%23b'), 400, 'validation-failed', ['packType']);
    expectProblem(await admin.call('DELETE /v1/admin/packs/odd'), 404, 'pack-unknown');
  });
});
