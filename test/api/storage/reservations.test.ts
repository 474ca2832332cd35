import { balanceKeyOf, overwrite } from '../../support/balance-item.ts';
import { type Client, openStack, someone, type TestStack } from '../../support/local-stack.ts';
import { expectProblem } from '../../support/problems.ts';
import { count, eventOf, MIDMONTH, machineOf, moveTo, problemType, quotaOf } from '../../support/service.ts';

let desk: TestStack;
let account: string;
let owner: Client;
let machine: Client;

beforeAll(async () => {
  desk = await openStack();
  machine = await machineOf(desk);
});
beforeEach(async () => {
  moveTo(desk, MIDMONTH);
  account = someone();
  owner = await desk.as({ sub: account });
});
afterAll(() => desk.stop());

let keys = 0;
const reserve = (amount: number, more: object = {}, key = `key-${++keys}`) =>
  owner.call(
    `POST /v1/accounts/${account}/reservations`,
    { meter: 'transcoding', amount, ...more },
    { 'idempotency-key': key },
  );
const reserved = async (amount: number, more: object = {}): Promise<string> => {
  const { status, body } = await reserve(amount, more);
  expect(status).toBe(201);
  return body.reservationId;
};
const settle = (id: string, amount: number) =>
  owner.call(`POST /v1/accounts/${account}/reservations/${id}/settlement`, { amount });
const giveBack = (id: string) => owner.call(`DELETE /v1/accounts/${account}/reservations/${id}`);
const state = async () => {
  const { used, reserved, remaining } = await quotaOf(owner, account, 'transcoding');
  return { used, reserved, remaining };
};

describe('the last place for a reservation', () => {
  it('is refused by an error of its own while there is room', async () => {
    const id = await reserved(1);
    const until = Math.floor(desk.clock.now() / 1_000) + 600;
    const held = Object.fromEntries(Array.from({ length: 1_000 }, (_, i) => [`res_${i}`, [1, until]]));
    await overwrite(await balanceKeyOf(account, 'transcoding', MIDMONTH), 'holds', held);
    const { body } = await owner.call(`POST /v1/accounts/${account}/quota-checks`, {
      meter: 'transcoding',
      amount: 1,
    });
    expect(body.allowed).toBe(true);
    expectProblem(await reserve(1), 409, 'too-many-reservations');
    expect(id).toMatch(/^res_/);
    // Where there is no room either, it is the quota that refuses.
    expect(await reserve(3_601)).toMatchObject({
      status: 402,
      body: { type: problemType('quota-exceeded') },
    });
  });
});

describe('a reservation', () => {
  it('keeps its amount back until its lease ends', async () => {
    const { status, body } = await reserve(1_200, { leaseSeconds: 600 });
    expect({ status, body }).toEqual({
      status: 201,
      body: {
        reservationId: expect.stringMatching(/^res_20270315T12_[0-9a-f]{32}$/),
        meter: 'transcoding',
        amount: 1_200,
        leaseExpiresAt: expect.stringMatching(/^2027-03-15T12:20:\d\d\.000Z$/),
      },
    });
    expect(await state()).toEqual({ used: 0, reserved: 1_200, remaining: 2_400 });
  });

  it.each([
    ['less', 900],
    ['the same', 1_200],
    ['more', 1_700],
    ['more than there is', 5_000],
  ])('becomes use when %s was really used', async (_, amount) => {
    const id = await reserved(1_200);
    const { status, body } = await settle(id, amount);
    expect({ status, body }).toEqual({ status: 200, body: { reservationId: id, amount } });
    expect(await state()).toEqual({ used: amount, reserved: 0, remaining: Math.max(0, 3_600 - amount) });
  });

  it('may turn out to have cost nothing', async () => {
    const id = await reserved(1_200);
    expect(await settle(id, 0)).toMatchObject({ status: 200, body: { reservationId: id, amount: 0 } });
    expect(await settle(id, 0)).toMatchObject({ status: 200 });
    expect(await state()).toEqual({ used: 0, reserved: 0, remaining: 3_600 });
  });

  it('is settled once, however often that is said, even at the same time', async () => {
    const id = await reserved(1_200);
    const answers = await Promise.all(Array.from({ length: 10 }, () => settle(id, 900)));
    expect(new Set(answers.map(({ status, body }) => `${status} ${body.amount}`))).toEqual(
      new Set(['200 900']),
    );
    expect(await state()).toEqual({ used: 900, reserved: 0, remaining: 2_700 });
  });

  it('cannot be settled with another amount, nor released after that', async () => {
    const id = await reserved(1_200);
    await settle(id, 900);
    for (const answer of [await settle(id, 901), await settle(id, 0), await giveBack(id)]) {
      expect(answer.status).toBe(409);
      expect(answer.body).toMatchObject({
        type: problemType('conflict'),
        detail: expect.stringContaining(`${id} was settled`),
      });
    }
    expect(await state()).toEqual({ used: 900, reserved: 0, remaining: 2_700 });
  });

  it('that was released, or settled with 0, cannot be settled with an amount after that', async () => {
    const [deleted, free] = [await reserved(100), await reserved(100)];
    expect((await giveBack(deleted)).status).toBe(204);
    expect((await settle(free, 0)).status).toBe(200);
    for (const id of [deleted, free]) {
      expect(await settle(id, 9)).toMatchObject({
        status: 409,
        body: { detail: `${id} was released. It cannot be settled with 9 now.` },
      });
      expect((await settle(id, 0)).status).toBe(200);
      expect((await giveBack(id)).status).toBe(204);
    }
    expect(await state()).toEqual({ used: 0, reserved: 0, remaining: 3_600 });
  });

  it('stays reserved when its settlement is more than can be counted', async () => {
    await count(desk, machine, [eventOf(desk, { subject: account, type: 'transcoding', amount: 100 })]);
    const id = await reserved(50);
    expect(await settle(id, Number.MAX_SAFE_INTEGER)).toMatchObject({
      status: 400,
      body: { errors: [{ path: '/amount' }] },
    });
    expect(await state()).toMatchObject({ used: 100, reserved: 50 });
    expect((await settle(id, 60)).status).toBe(200);
    expect(await state()).toMatchObject({ used: 160, reserved: 0 });
  });

  it('of the platform is settled by the platform, not by the account', async () => {
    const answer = await machine.call(
      `POST /v1/accounts/${account}/reservations`,
      { meter: 'transcoding', amount: 600 },
      { 'idempotency-key': 'job' },
    );
    const id = answer.body.reservationId;
    for (const refused of [await giveBack(id), await settle(id, 0)]) expect(refused.status).toBe(403);
    const path = `/v1/accounts/${account}/reservations/${id}`;
    expect((await machine.call(`POST ${path}/settlement`, { amount: 580 })).status).toBe(200);
    expect(await state()).toEqual({ used: 580, reserved: 0, remaining: 3_020 });
  });

  it('under a key that was forgotten is a new one', async () => {
    const first = (await reserve(100, {}, 'again')).body.reservationId;
    desk.clock.advance(41 * 86_400);
    const second = (await reserve(100, {}, 'again')).body.reservationId;
    expect(second).not.toBe(first);
    expect(second.slice(-32)).not.toBe(first.slice(-32));
  });

  it('cannot be settled by a usage event in its name', async () => {
    const id = await reserved(50);
    const event = eventOf(desk, { subject: account, source: 'urn:real-deal:reservation', id });
    expect(await machine.call('POST /v1/usage-events', [event])).toMatchObject({
      status: 400,
      body: { errors: [{ path: '/0/source' }] },
    });
  });

  it('is released when it is deleted, once', async () => {
    const id = await reserved(1_200);
    await reserved(1_000);
    expect((await giveBack(id)).status).toBe(204);
    expect((await giveBack(id)).status).toBe(204);
    expect(await state()).toEqual({ used: 0, reserved: 1_000, remaining: 2_600 });
  });

  it('gives itself back at once when its lease ends', async () => {
    await reserved(3_600, { leaseSeconds: 60 });
    expect((await reserve(1)).status).toBe(402);
    desk.clock.advance(61);
    expect(await state()).toEqual({ used: 0, reserved: 0, remaining: 3_600 });
    await reserved(3_600);
    expect(await state()).toEqual({ used: 0, reserved: 3_600, remaining: 0 });
  });

  it('can still be settled after its lease expired, even if the capacity is taken', async () => {
    const id = await reserved(3_600, { leaseSeconds: 60 });
    desk.clock.advance(61);
    await reserved(3_000);
    expect((await settle(id, 3_500)).status).toBe(200);
    expect(await state()).toEqual({ used: 3_500, reserved: 3_000, remaining: 0 });
  });

  it('is never granted twice, whatever comes at the same time', async () => {
    const answers = await Promise.all(Array.from({ length: 12 }, () => reserve(900)));
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(4);
    expect(await state()).toEqual({ used: 0, reserved: 3_600, remaining: 0 });
  });

  it('shows in the usage series at the hour in which it was reserved', async () => {
    const id = await reserved(1_200);
    moveTo(desk, '2027-03-15T13:05:00Z');
    await settle(id, 900);
    const query = 'meter=transcoding&granularity=hour&from=2027-03-15T11:00:00Z&to=2027-03-15T14:00:00Z';
    const { body } = await owner.call(`GET /v1/accounts/${account}/usage?${query}`);
    expect(body.items.map((item: { amount: number }) => item.amount)).toEqual([0, 900, 0]);
  });

  it('that is settled next month counts in the month in which it was reserved, while that is open', async () => {
    moveTo(desk, '2027-03-31T23:40:00Z');
    const [soon, late] = [await reserved(1_200), await reserved(1_000)];
    moveTo(desk, '2027-04-01T00:20:00Z');
    expect((await settle(soon, 700)).status).toBe(200);
    expect(await state()).toEqual({ used: 0, reserved: 0, remaining: 3_600 });
    moveTo(desk, '2027-04-03T00:00:00Z');
    expect((await settle(late, 500)).status).toBe(200);
    expect((await settle(late, 500)).status).toBe(200);
    expect((await settle(late, 501)).status).toBe(409);
    expect((await settle(soon, 700)).status).toBe(200);
    expect(await state()).toEqual({ used: 500, reserved: 0, remaining: 3_100 });
    moveTo(desk, '2027-03-31T23:59:00Z');
    expect(await state()).toMatchObject({ used: 700 });
  });

  it('is refused whole when it does not fit, with all that helps', async () => {
    await reserved(1_200);
    const { status, headers, body } = await reserve(2_401);
    expect(status).toBe(402);
    expect(headers.get('content-type')).toBe('application/problem+json');
    expect(body).toEqual({
      type: problemType('quota-exceeded'),
      title: 'Quota exceeded',
      status: 402,
      detail: '2,401 seconds of transcoding requested, 2,400 of 3,600 remaining. Buy cap_50 or release some.',
      instance: `/v1/accounts/${account}/reservations`,
      requestId: expect.any(String),
      quota: await quotaOf(owner, account, 'transcoding'),
      packs: [
        expect.objectContaining({ packType: 'cap_50', price: { amount: 11_900, currency: 'CNY' } }),
        expect.objectContaining({ packType: 'cap_200', price: { amount: 39_900, currency: 'CNY' } }),
      ],
      overage: { available: true, unitPrice: { price: { amount: 10, currency: 'CNY' }, per: 60 } },
    });
  });
});

describe('the Idempotency-Key of a reservation', () => {
  it('is required', async () => {
    const body = { meter: 'transcoding', amount: 1 };
    const answer = await owner.call(`POST /v1/accounts/${account}/reservations`, body);
    expect(answer.status).toBe(400);
    expect(answer.body).toMatchObject({
      type: problemType('idempotency-key-required'),
      errors: [{ path: 'Idempotency-Key' }],
    });
  });

  it('gives the first answer again, word for word, and reserves once', async () => {
    const first = await reserve(1_200, {}, 'same');
    desk.clock.advance(3_000);
    const again = await reserve(1_200, {}, 'same');
    expect(again).toMatchObject({ status: first.status, body: first.body });
    expect(first.headers.has('idempotency-replayed')).toBe(false);
    expect(again.headers.get('idempotency-replayed')).toBe('true');
    expect(await state()).toMatchObject({ reserved: 1_200 });
  });

  it('makes one reservation of many calls at the same time', async () => {
    const answers = await Promise.all(Array.from({ length: 10 }, () => reserve(400, {}, 'race')));
    expect(new Set(answers.map(({ status, body }) => `${status} ${body.reservationId}`)).size).toBe(1);
    expect(await state()).toMatchObject({ reserved: 400 });
  });

  it('gives a refusal again as well', async () => {
    const first = await reserve(3_601, {}, 'refused');
    const again = await reserve(3_601, {}, 'refused');
    expect(again).toMatchObject({ status: 402, body: first.body });
    expect(again.headers.get('content-type')).toBe('application/problem+json');
    expect(again.headers.get('idempotency-replayed')).toBe('true');
  });

  it('cannot stand for another request', async () => {
    await reserve(1_200, {}, 'same');
    const { status, body } = await reserve(1_201, {}, 'same');
    expect(status).toBe(422);
    expect(body).toMatchObject({ type: problemType('idempotency-key-reused') });
    expect(await state()).toMatchObject({ reserved: 1_200 });
  });

  it('is each account’s own', async () => {
    const first = await reserve(1_200, {}, 'shared');
    account = someone();
    owner = await desk.as({ sub: account });
    const second = await reserve(1_200, {}, 'shared');
    expect(second.status).toBe(201);
    expect(second.body.reservationId).not.toBe(first.body.reservationId);
  });
});

describe('a reservation that is not the caller’s', () => {
  it('is not there', async () => {
    const id = await reserved(1_200);
    const [mine, theirs] = [account, owner];
    account = someone();
    owner = await desk.as({ sub: account });
    for (const unknown of [id, `res_20270315T12_${'a'.repeat(32)}`]) {
      expect(await settle(unknown, 1)).toMatchObject({
        status: 404,
        body: { type: problemType('not-found') },
      });
      expect(await giveBack(unknown)).toMatchObject({ status: 404 });
    }
    const path = `/v1/accounts/${mine}/reservations/${id}`;
    expect(await owner.call(`POST ${path}/settlement`, { amount: 1 })).toMatchObject({ status: 403 });
    expect(await owner.call(`DELETE ${path}`)).toMatchObject({ status: 403 });
    expect(await quotaOf(theirs, mine, 'transcoding')).toMatchObject({ reserved: 1_200, used: 0 });
  });
});
