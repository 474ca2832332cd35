import { type Client, openStack, someone, type TestStack } from '../../support/local-stack.ts';
import { all, freshKey } from '../../support/paying.ts';
import { expectProblem } from '../../support/problems.ts';
import { MIDMONTH, moveTo } from '../../support/service.ts';

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

const ok = { packType: 'cap_10', paymentMethod: 'sandbox_ok' };
const buy = (body: unknown, key: Record<string, string>, query = '') =>
  owner.call(`POST /v1/accounts/${account}/purchases${query}`, body, key);
const reserve = (body: unknown, key: Record<string, string>) =>
  owner.call(`POST /v1/accounts/${account}/reservations`, body, key);
const isReplay = (answer: { headers: Headers }) => answer.headers.get('idempotency-replayed') === 'true';
const purchases = () => all(owner, `/v1/accounts/${account}/purchases`);

describe('the same request under one key', () => {
  it('may order its fields and space them in another way', async () => {
    const key = freshKey();
    const first = await buy('{"packType":"cap_10","paymentMethod":"sandbox_ok"}', key);
    const again = await buy('{ "paymentMethod" : "sandbox_ok",\n "packType" : "cap_10" }', key);
    expect([first.status, again.status, again.body]).toEqual([201, 201, first.body]);
    expect([isReplay(first), isReplay(again)]).toEqual([false, true]);
    expect(await purchases()).toHaveLength(1);
  });

  it('may write a number in another way, escape its text, and name the default of its query', async () => {
    const key = freshKey();
    const first = await reserve('{"meter":"transcoding","amount":60}', key);
    const again = await reserve('{"meter":"trans\\u0063oding","amount":60.0}', key);
    expect([first.status, again.body, isReplay(again)]).toEqual([201, first.body, true]);
    const keyed = freshKey();
    await buy(ok, keyed);
    const spelled = await buy(ok, keyed, '?preview=false');
    expect([spelled.status, isReplay(spelled)]).toEqual([201, true]);
  });

  it('is another when a value, a field or the account differs', async () => {
    const key = freshKey();
    await reserve({ meter: 'transcoding', amount: 60 }, key);
    for (const body of [
      { meter: 'transcoding', amount: 61 },
      { meter: 'bandwidth', amount: 60 },
      { meter: 'transcoding', amount: 60, leaseSeconds: 60 },
    ])
      expectProblem(await reserve(body, key), 422, 'idempotency-key-reused');
    expectProblem(await buy(ok, key), 422, 'idempotency-key-reused');
  });
});

describe('a key', () => {
  it('is not used up by a request that was refused before anything happened', async () => {
    const key = freshKey();
    expectProblem(await buy({ ...ok, packType: 'cap_11' }, key), 404, 'pack-unknown', ['/packType']);
    expectProblem(await buy({ ...ok, packType: '' }, key), 400, 'validation-failed', ['/packType']);
    const dollars = { ...ok, price: { amount: 2_900, currency: 'USD' } };
    expectProblem(await buy(dollars, key), 422, 'wrong-currency', ['/price/currency']);
    const seen = { ...ok, price: { amount: 1, currency: 'CNY' } };
    expectProblem(await buy(seen, key), 409, 'conflict', ['/price/amount']);
    const first = await buy(ok, key);
    expect([first.status, isReplay(first)]).toEqual([201, false]);
    expectProblem(await buy({ ...ok, packType: 'cap_50' }, key), 422, 'idempotency-key-reused');
    expect(await purchases()).toHaveLength(1);
  });

  it('that was freed by a refusal can be used again for the same request', async () => {
    const admin = await desk.as({ sub: 'user_admin', groups: ['admin'] });
    const key = freshKey();
    const packType = `cap_later_${Date.now()}`;
    expectProblem(await buy({ ...ok, packType }, key), 404, 'pack-unknown', ['/packType']);
    await admin.call(`PUT /v1/admin/packs/${packType}`, {
      name: 'Later',
      kind: 'capacity',
      grants: { storage: 1_000 },
      price: { amount: 500, currency: 'CNY' },
      mode: 'oneTime',
      durationDays: 30,
    });
    expect((await buy({ ...ok, packType }, key)).status).toBe(201);
  });

  it('keeps a declined payment: that is an outcome', async () => {
    const key = freshKey();
    const order = { packType: 'cap_10', paymentMethod: 'sandbox_declined' };
    const first = await buy(order, key);
    const again = await buy(order, key);
    expect([first.status, again.status, isReplay(again)]).toEqual([402, 402, true]);
    expect(again.body).toEqual(first.body);
    expectProblem(await buy(ok, key), 422, 'idempotency-key-reused');
    expect(await purchases()).toHaveLength(1);
  });
});

describe('many of one request at once', () => {
  it('have one effect, and all but one say that they repeat it', async () => {
    const key = freshKey();
    const answers = await Promise.all(Array.from({ length: 12 }, () => buy(ok, key)));
    expect(new Set(answers.map(({ status, body }) => `${status} ${body.purchaseId}`)).size).toBe(1);
    expect(answers.filter(isReplay)).toHaveLength(11);
    expect(await purchases()).toHaveLength(1);
  });

  it('all refused, leave the key free', async () => {
    const key = freshKey();
    const answers = await Promise.all(
      Array.from({ length: 12 }, () => buy({ ...ok, packType: 'cap_11' }, key)),
    );
    expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 404));
    expect((await buy(ok, key)).status).toBe(201);
  });
});
