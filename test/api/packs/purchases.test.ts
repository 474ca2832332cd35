import { type Client, openStack, someone, type TestStack } from '../../support/local-stack.ts';
import { all, buy, freshKey, moveClock, providerSays } from '../../support/paying.ts';
import { expectProblem } from '../../support/problems.ts';
import { isFull } from '../../support/scope.ts';
import { moveTo, ownYear, problemType, quotaOf, timeOf } from '../../support/service.ts';

const GB = 1_000_000_000;
const DAY = 86_400;

let desk: TestStack;
let account: string;
let owner: Client;

beforeAll(async () => {
  desk = await openStack();
});
afterAll(() => desk.stop());
beforeEach(async () => {
  moveTo(desk, ownYear()('03-15T12:10:00Z'));
  account = someone();
  owner = await desk.as({ sub: account });
});

const purchases = () =>
  all<{ purchaseId: string; state: string }>(owner, `/v1/accounts/${account}/purchases`);
const charges = () => all<{ status: string }>(owner, `/v1/accounts/${account}/charges`);
const limit = async (meter: string) => (await quotaOf(owner, account, meter)).limit;

describe('a purchase', () => {
  it('is paid, gives its capacity and ends after its days', async () => {
    const { status, body } = await buy(desk, owner, account, 'cap_10');
    expect(status).toBe(201);
    expect(body).toMatchObject({
      purchaseId: expect.stringMatching(/^pur_[0-9a-f]{32}$/),
      state: 'active',
      packType: 'cap_10',
      endsAt: timeOf(desk, 365 * DAY).replace(/:\d\d\.\d{3}Z$/, body.endsAt.slice(16)),
      charge: {
        type: 'capacityPack',
        amount: { amount: 2_900, currency: 'CNY' },
        status: 'succeeded',
        lines: [
          {
            kind: 'pack',
            description: '10 GB of storage',
            quantity: 1,
            amount: { amount: 2_900, currency: 'CNY' },
          },
        ],
      },
      payment: { provider: 'sandbox' },
    });
    expect(await limit('storage')).toBe(12 * GB);
    expect(await owner.call(`GET /v1/accounts/${account}/purchases/${body.purchaseId}`)).toMatchObject({
      status: 200,
      body: { ...body, charge: { chargeId: body.charge.chargeId, status: 'succeeded' } },
    });
  });

  it('gives storage, bandwidth and transcoding at once where the pack has all three', async () => {
    await buy(desk, owner, account, 'cap_50');
    expect([await limit('storage'), await limit('bandwidth'), await limit('transcoding')]).toEqual([
      52 * GB,
      105 * GB,
      3_600 + 18_000,
    ]);
  });

  it('raises the limit of slots that are held meanwhile', async () => {
    for (const jobId of ['a', 'b']) await owner.call(`POST /v1/accounts/${account}/job-slots`, { jobId });
    expect((await owner.call(`POST /v1/accounts/${account}/job-slots`, { jobId: 'c' })).status).toBe(402);
    const buying = buy(desk, owner, account, 'slots_5');
    const taking = await Promise.all(
      ['d', 'e', 'f'].map((jobId) => owner.call(`POST /v1/accounts/${account}/job-slots`, { jobId })),
    );
    expect(taking.map(({ status }) => status).every((status) => status === 201 || status === 402)).toBe(true);
    await buying;
    expect((await owner.call(`POST /v1/accounts/${account}/job-slots`, { jobId: 'c' })).body).toMatchObject({
      limit: 7,
    });
  });

  it('that is declined gives nothing, and says why', async () => {
    const { status, body } = await buy(desk, owner, account, 'cap_10', 'sandbox_declined');
    expect([status, body.type, body.charge.status]).toEqual([402, problemType('payment-declined'), 'failed']);
    expect(await limit('storage')).toBe(2 * GB);
    expect(await purchases()).toMatchObject([{ state: 'failed' }]);
  });

  it('that is paid later grants its capacity then, once however often it is reported', async () => {
    const { status, body } = await buy(desk, owner, account, 'cap_10', 'sandbox_async');
    expect([status, body.state, body.payment.checkoutUrl]).toEqual([
      201,
      'pendingPayment',
      expect.stringContaining(body.charge.chargeId),
    ]);
    expect(await limit('storage')).toBe(2 * GB);
    for (let times = 0; times < 3; times += 1)
      expect(await providerSays(desk, body.charge.chargeId, 'succeeded')).toBe(200);
    expect(await limit('storage')).toBe(12 * GB);
    expect(await purchases()).toMatchObject([{ state: 'active' }]);
  });

  it('whose success comes after its failure is believed; a failure after the success is old news', async () => {
    const { body } = await buy(desk, owner, account, 'cap_10', 'sandbox_async');
    const { chargeId } = body.charge;
    await providerSays(desk, chargeId, 'failed');
    expect(await purchases()).toMatchObject([{ state: 'failed' }]);
    await providerSays(desk, chargeId, 'succeeded');
    await providerSays(desk, chargeId, 'failed');
    expect(await purchases()).toMatchObject([{ state: 'active' }]);
    expect(await limit('storage')).toBe(12 * GB);
  });

  it('that is not paid is abandoned after a day', async () => {
    const { body } = await buy(desk, owner, account, 'cap_10', 'sandbox_async');
    await moveClock(desk, timeOf(desk, DAY + 60));
    expect(await purchases()).toMatchObject([{ state: 'failed' }]);
    expect(await charges()).toMatchObject([
      { status: 'failed', failure: 'The payment was not completed in time.' },
    ]);
    await providerSays(desk, body.charge.chargeId, 'succeeded');
    expect(await limit('storage')).toBe(12 * GB);
  });

  it('waits beside another that waits, where that is allowed', async () => {
    const first = await buy(desk, owner, account, 'cap_10', 'sandbox_async');
    const order = { packType: 'cap_10', paymentMethod: 'sandbox_ok', allowPending: true };
    const second = await owner.call(`POST /v1/accounts/${account}/purchases`, order, freshKey());
    await desk.drain();
    expect([first.body.state, second.body.state, await limit('storage')]).toEqual([
      'pendingPayment',
      'active',
      12 * GB,
    ]);
    await providerSays(desk, first.body.charge.chargeId, 'succeeded');
    expect(await limit('storage')).toBe(22 * GB);
  });
});

const MANY = isFull ? 100 : 30;

describe(`${MANY} purchases at once`, () => {
  const order = { packType: 'cap_50', paymentMethod: 'sandbox_ok' };
  /** Retries what a busy machine did not finish in the function's time, under the same key, as clients do. */
  const post = async (headers: Record<string, string>) => {
    for (;;) {
      const answer = await owner.call(`POST /v1/accounts/${account}/purchases`, order, headers);
      if (answer.status !== 503) return answer;
    }
  };

  it('under one key are one', async () => {
    const key = freshKey();
    const answers = await Promise.all(Array.from({ length: MANY }, () => post(key)));
    await desk.drain();
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([201]));
    expect(new Set(answers.map(({ body }) => body.purchaseId)).size).toBe(1);
    expect(await charges()).toHaveLength(1);
    expect(await limit('bandwidth')).toBe(105 * GB);
    const replay = await post(key);
    expect(replay.headers.get('idempotency-replayed')).toBe('true');
  });

  it('under as many keys are as many', async () => {
    const answers = await Promise.all(Array.from({ length: MANY }, () => post(freshKey())));
    await desk.drain();
    expect(answers.map(({ status, body }) => [status, body.state])).toEqual(
      Array.from({ length: MANY }, () => [201, 'active']),
    );
    expect(new Set(answers.map(({ body }) => body.purchaseId)).size).toBe(MANY);
    expect(await charges()).toHaveLength(MANY);
    expect([await limit('storage'), await limit('bandwidth')]).toEqual([
      (2 + 50 * MANY) * GB,
      (5 + 100 * MANY) * GB,
    ]);
  });
});

describe('a preview', () => {
  it('says what would be done, to the cent, and does nothing', async () => {
    const route = `POST /v1/accounts/${account}/purchases`;
    const order = { packType: 'cap_50', paymentMethod: 'sandbox_ok' };
    const preview = await owner.call(`${route}?preview=true`, order);
    expect(preview).toMatchObject({ status: 200, body: { preview: true } });
    expect(await purchases()).toEqual([]);
    const { body } = await owner.call(route, order, freshKey());
    expect([body.charge.amount, body.charge.lines]).toEqual([preview.body.amount, preview.body.lines]);
    for (const { meter, limitAfter } of preview.body.quotas) expect(await limit(meter)).toBe(limitAfter);
  });
});

describe('a purchase is refused', () => {
  const post = (body: unknown, headers: Record<string, string> = freshKey()) =>
    owner.call(`POST /v1/accounts/${account}/purchases`, body, headers);
  const ok = { packType: 'cap_10', paymentMethod: 'sandbox_ok' };

  it('without a key, or with a key used for another request', async () => {
    expectProblem(await post(ok, {}), 400, 'idempotency-key-required', ['Idempotency-Key']);
    const key = freshKey();
    await post(ok, key);
    expectProblem(await post({ ...ok, packType: 'cap_50' }, key), 422, 'idempotency-key-reused');
  });

  it('when there is no such pack or method, or it has another price or currency', async () => {
    expectProblem(await post({ ...ok, packType: 'cap_11' }), 404, 'pack-unknown', ['/packType']);
    expectProblem(await post({ ...ok, paymentMethod: 'gold' }), 400, 'payment-method-unknown', [
      '/paymentMethod',
    ]);
    expectProblem(await post({ ...ok, price: { amount: 1, currency: 'CNY' } }), 409, 'conflict', [
      '/price/amount',
    ]);
    expectProblem(await post({ ...ok, price: { amount: 2_900, currency: 'USD' } }), 422, 'wrong-currency', [
      '/price/currency',
    ]);
    expect(await purchases()).toEqual([]);
  });

  it("on somebody else's account", async () => {
    const stranger = await desk.as({ sub: someone() });
    const answer = await stranger.call(`POST /v1/accounts/${account}/purchases`, ok, freshKey());
    expectProblem(answer, 403, 'forbidden');
  });
});

describe('the end of a pack', () => {
  const event = async (type: string) => {
    const { items } = (await (await fetch(`${desk.url}/dev/outbox`)).json()) as {
      items: { to: string[]; subject: string }[];
    };
    return items.filter(({ to, subject }) => to.includes(`${account}@example.org`) && subject.includes(type))
      .length;
  };

  it('reminds, passes a grace, then takes the capacity; a renewal in between loses no day', async () => {
    await owner.call(`PUT /v1/accounts/${account}/contact`, { email: `${account}@example.org` });
    const { body } = await buy(desk, owner, account, 'slots_5_sub');
    const end = Date.parse(body.endsAt);
    const at = (days: number) => new Date(end + days * DAY * 1_000 + 60_000).toISOString();
    const state = async () => (await purchases())[0]?.state;

    await moveClock(desk, at(-7));
    await moveClock(desk, at(-1));
    expect([await state(), await limit('jobSlots')]).toEqual(['active', 7]);
    const before = await event('');
    await moveClock(desk, at(0));
    expect([await state(), await limit('jobSlots'), await event('')]).toEqual(['expiring', 7, before + 1]);

    const renewal = await owner.call(
      `POST /v1/accounts/${account}/purchases/${body.purchaseId}/renewals`,
      { paymentMethod: 'sandbox_ok' },
      freshKey(),
    );
    expect(renewal).toMatchObject({
      status: 201,
      body: { state: 'active', endsAt: new Date(end + 30 * DAY * 1_000).toISOString() },
    });
    await moveClock(desk, at(30));
    expect(await state()).toBe('expiring');
    await moveClock(desk, at(33));
    expect([await state(), await limit('jobSlots')]).toEqual(['expired', 2]);
    expectProblem(
      await owner.call(
        `POST /v1/accounts/${account}/purchases/${body.purchaseId}/renewals`,
        { paymentMethod: 'sandbox_ok' },
        freshKey(),
      ),
      409,
      'renewal-too-late',
    );
  });

  it('may not be put off too early', async () => {
    const { body } = await buy(desk, owner, account, 'slots_5');
    expectProblem(
      await owner.call(
        `POST /v1/accounts/${account}/purchases/${body.purchaseId}/renewals`,
        { paymentMethod: 'sandbox_ok' },
        freshKey(),
      ),
      409,
      'renewal-too-early',
    );
  });

  it('releases the slots beyond the limit, the newest first', async () => {
    const { body } = await buy(desk, owner, account, 'slots_5_sub');
    for (const jobId of ['a', 'b', 'c', 'd']) {
      await owner.call(`POST /v1/accounts/${account}/job-slots`, { jobId });
      desk.clock.advance(2);
    }
    const end = Date.parse(body.endsAt);
    await moveClock(desk, new Date(end + 60_000).toISOString());
    expect((await owner.call(`GET /v1/accounts/${account}/job-slots`)).body.active).toBe(4);
    // The end was noticed, and so announced, a minute late: the 72 hours count from there.
    await moveClock(desk, new Date(end + 3 * DAY * 1_000 + 200_000).toISOString());
    const { body: left } = await owner.call(`GET /v1/accounts/${account}/job-slots`);
    expect([left.limit, left.slots.map((slot: { jobId: string }) => slot.jobId)]).toEqual([2, ['a', 'b']]);
  });
});
