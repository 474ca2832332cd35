import { cny } from '../../../functions/domain/money.ts';
import { type Client, openStack, someone, type TestStack } from '../../support/local-stack.ts';
import {
  declareRenders,
  FREE,
  type Overdrawn,
  overageOf,
  RENDERS,
  USUAL_PRICE,
} from '../../support/overage.ts';
import { buy, freshKey, moveClock } from '../../support/paying.ts';
import { configure } from '../../support/payments.ts';
import { machineOf, moveTo, ownYear, problemType, quotaOf } from '../../support/service.ts';
import { bridged, notification, tell } from '../../support/uploads.ts';

const GB = 1_000_000_000;
/** Shortly before the month's end: each day that the clock passes is work for every account. */
const LATE_IN_MARCH = '03-29T12:10:00Z';
const JUST_OVER = '04-01T23:59:00Z';
const CLOSED = '04-02T00:01:00Z';
const NOT_YET_OVERDUE = '04-15T23:00:00Z';
const OVERDUE = '04-16T01:00:00Z';

let desk: TestStack;
let machine: Client;
let owner: Client;
let admin: Client;
let account: string;
let own: Overdrawn;
let at: (time: string) => string;
const price = declareRenders();

beforeAll(async () => {
  desk = await openStack();
  machine = await machineOf(desk);
  admin = await desk.as({ sub: someone(), groups: ['admin'] });
});
afterAll(() => desk.stop());
beforeEach(async () => {
  at = ownYear();
  moveTo(desk, at(LATE_IN_MARCH));
  price.price = USUAL_PRICE;
  account = someone();
  owner = await desk.as({ sub: account });
  own = overageOf(desk, machine, owner, account);
});

const stored = (key: string, size: number, sequencer: string) =>
  tell(desk, notification('ObjectCreated:Post', { key, sequencer, size }));

describe('at the close of a month', () => {
  it('what was really used beyond the limit is one charge, never more than the cap', async () => {
    await own.allow(100);
    await own.use(FREE + 81);
    await moveClock(desk, at(JUST_OVER));
    expect(await own.charges()).toEqual([]);
    await moveClock(desk, at(CLOSED));
    await moveClock(desk, at('04-05T00:01:00Z'));
    expect(await own.charges()).toMatchObject([
      {
        type: 'overage',
        status: 'pending',
        amount: cny(18),
        lines: [{ kind: 'overage', period: at('03-01'), quantity: 81, amount: cny(18) }],
      },
    ]);
    // The new month knows nothing of it.
    expect(await quotaOf(owner, account, RENDERS)).toMatchObject({ used: 0, limit: FREE, state: 'ok' });
    expect((await own.confirmed()).status).toBe(404);
  });

  it('use that was reported beyond the cap costs no more than was confirmed', async () => {
    await own.allow(100);
    await own.use(FREE + 5_000);
    await moveClock(desk, at(CLOSED));
    expect(await own.charges()).toMatchObject([{ amount: cny(20), lines: [{ quantity: 100 }] }]);
  });

  it('each part is charged at the price that it was confirmed for', async () => {
    await own.allow(100);
    price.price = cny(90);
    await own.allow(100);
    await own.use(FREE + 111);
    price.price = cny(1_000);
    await moveClock(desk, at(CLOSED));
    expect(await own.charges()).toMatchObject([
      {
        amount: cny(20 + 2 * 90),
        lines: [
          { quantity: 100, amount: cny(20) },
          { quantity: 11, amount: cny(180) },
        ],
      },
    ]);
  });

  it('nothing is charged when nothing was used beyond the limit, or nothing was confirmed', async () => {
    await own.allow(100);
    await own.use(FREE);
    await own.use(6 * GB, 'bandwidth');
    await moveClock(desk, at(CLOSED));
    expect(await own.charges()).toEqual([]);
  });

  it('what was withdrawn is not charged, and what was used before is', async () => {
    await own.allow(100);
    await own.use(FREE + 40);
    await own.withdraw();
    await own.use(30);
    await moveClock(desk, at(CLOSED));
    expect(await own.charges()).toMatchObject([{ amount: cny(8), lines: [{ quantity: 40 }] }]);
  });

  it('storage is charged for the furthest that it was beyond, also when files are gone by then', async () => {
    const first = await own.upload(2 * GB);
    await stored(first.body.key, 2 * GB, '01');
    await own.allow(2.5 * GB, 'storage');
    const second = await own.upload(2.5 * GB);
    expect(second.status).toBe(201);
    await stored(second.body.key, 1.2 * GB, '01');
    expect(await quotaOf(owner, account, 'storage')).toMatchObject({ used: 3.2 * GB, state: 'overage' });
    await tell(
      desk,
      bridged('Object Deleted', { key: second.body.key, sequencer: '02' }, 'Permanently Deleted'),
    );
    expect(await quotaOf(owner, account, 'storage')).toMatchObject({ used: 2 * GB });
    await moveClock(desk, at(CLOSED));
    expect(await own.charges()).toMatchObject([{ amount: cny(700), lines: [{ quantity: 1.2 * GB }] }]);
    expect(await quotaOf(owner, account, 'storage')).toMatchObject({ limit: 2 * GB, remaining: 0 });
    expect((await own.upload(1)).status).toBe(402);
    await moveClock(desk, at('05-03T00:01:00Z'));
    expect(await own.charges()).toHaveLength(1);
  });
});

describe('storage at the turn of a month', () => {
  const EVENING = '03-31T23:30:00Z';
  const quota = () => quotaOf(owner, account, 'storage');
  const notes = async (type: string) =>
    (await owner.call(`GET /v1/accounts/${account}/notifications?limit=100`)).body.items.filter(
      (note: { type: string }) => note.type === type,
    );

  it('that was reserved under a confirmation is charged by it, also when it is stored in the next month', async () => {
    await moveClock(desk, at(EVENING));
    await own.allow(18 * GB, 'storage');
    const forms = [];
    for (let i = 0; i < 4; i += 1) forms.push((await own.upload(5 * GB)).body);
    await moveClock(desk, at('04-01T00:05:00Z'));
    // The room that nobody has reserved has gone with the month.
    expect((await own.confirmed('storage')).status).toBe(404);
    expect((await own.upload(1)).status).toBe(402);
    for (const { key } of forms) await stored(key, 5 * GB, '01');
    expect(await quota()).toMatchObject({ used: 20 * GB, remaining: 0, state: 'exceeded' });
    await moveClock(desk, at('04-02T00:05:00Z'));
    expect(await own.charges()).toMatchObject([
      { amount: cny(6_300), lines: [{ period: at('03-01'), quantity: 18 * GB, amount: cny(6_300) }] },
    ]);
    // Once: the next month is confirmed by itself, or not charged.
    await moveClock(desk, at('05-03T00:01:00Z'));
    expect(await own.charges()).toHaveLength(1);
  });

  it('is charged the same when all schedules run late', async () => {
    await moveClock(desk, at(EVENING));
    await own.allow(3 * GB, 'storage');
    const first = await own.upload(3 * GB);
    const second = await own.upload(2 * GB);
    await stored(first.body.key, 3 * GB, '01');
    // Only the clock moves: nothing that is due runs until the events have come.
    moveTo(desk, at('04-01T00:20:00Z'));
    await stored(second.body.key, 1.5 * GB, '01');
    moveTo(desk, at('04-03T09:00:00Z'));
    await moveClock(desk, at('04-03T10:00:00Z'));
    expect(await own.charges()).toMatchObject([{ amount: cny(1_050), lines: [{ quantity: 2.5 * GB }] }]);
  });

  it('that was reserved and not stored is not charged, nor what was stored in the next month without it', async () => {
    await moveClock(desk, at(EVENING));
    const within = await own.upload(2 * GB);
    await stored(within.body.key, 2 * GB, '01');
    await own.allow(3 * GB, 'storage');
    expect((await own.upload(3 * GB)).status).toBe(201);
    await moveClock(desk, at('04-01T00:05:00Z'));
    await stored(`uploads/${account}/unreserved/file`, GB, '01');
    await moveClock(desk, at('04-03T00:05:00Z'));
    expect(await own.charges()).toEqual([]);
  });

  it('can be confirmed for the new month while the old one waits, and each is charged once', async () => {
    await moveClock(desk, at(EVENING));
    await own.allow(3 * GB, 'storage');
    const form = await own.upload(5 * GB);
    await moveClock(desk, at('04-01T00:05:00Z'));
    await own.allow(4 * GB, 'storage');
    await stored(form.body.key, 5 * GB, '01');
    const next = await own.upload(GB);
    expect(next.status).toBe(201);
    await stored(next.body.key, GB, '01');
    await moveClock(desk, at('05-02T00:05:00Z'));
    const charges = await own.charges();
    expect(charges.map(({ amount }) => amount)).toEqual([cny(1_400), cny(1_050)]);
    expect(charges.map(({ lines }) => lines[0]?.quantity)).toEqual([4 * GB, 3 * GB]);
  });

  it('is blocked softly and announced when it is beyond the limit and not confirmed again', async () => {
    await own.allow(3 * GB, 'storage');
    const { body } = await own.upload(4 * GB);
    await stored(body.key, 4 * GB, '01');
    expect(await notes('overage.confirmation-required')).toEqual([]);
    await moveClock(desk, at(CLOSED));
    expect(await own.charges()).toMatchObject([{ amount: cny(700) }]);
    expect(await notes('overage.confirmation-required')).toMatchObject([
      { data: { meter: 'storage', beyond: 2 * GB, unitPrice: { price: cny(350), per: GB } } },
    ]);
    expect(await quota()).toMatchObject({
      state: 'exceeded',
      remaining: 0,
      overage: { confirmed: false, estimate: cny(0), beyond: 2 * GB },
    });
    // Confirmed again, what stands beyond is charged for that month, too.
    expect(await own.quote(2 * GB, 'storage')).toMatchObject({
      pricedPer: 'month',
      period: { end: at('05-01T00:00:00.000Z') },
    });
    await own.allow(2 * GB, 'storage');
    await moveClock(desk, at('05-02T00:01:00Z'));
    expect((await own.charges()).map(({ amount }) => amount)).toEqual([cny(700), cny(700)]);
  });
});

describe('after a withdrawal', () => {
  it('charges nothing that is used while expired reservations are still stored', async () => {
    await own.allow(600);
    await own.use(FREE);
    expect((await own.reserve(600)).status).toBe(201);
    await moveClock(desk, at('03-29T14:00:00Z'));
    expect((await own.withdraw()).status).toBe(204);
    expect((await own.confirmed()).status).toBe(404);
    await own.use(600);
    await moveClock(desk, at(CLOSED));
    expect(await own.charges()).toEqual([]);
  });

  it('a reservation that was open is charged by what it used, and nothing else is', async () => {
    await own.use(FREE);
    await own.allow(600);
    const [kept, lost] = [await own.reserve(100), await own.reserve(200)];
    await own.withdraw();
    expect((await own.confirmed()).body).toMatchObject({ amount: 300, used: 0, cap: cny(60) });
    await own.use(500);
    expect((await own.reserve(1)).status).toBe(402);
    await own.settle(kept.body.reservationId, 60);
    expect(lost.status).toBe(201);
    await moveClock(desk, at('03-29T14:00:00Z'));
    expect((await own.confirmed()).body).toMatchObject({ amount: 60, used: 60, cap: cny(12) });
    await own.use(70);
    expect((await own.reserve(1)).status).toBe(402);
    await moveClock(desk, at(CLOSED));
    expect(await own.charges()).toMatchObject([{ amount: cny(12), lines: [{ quantity: 60 }] }]);
  });

  it('nothing is charged of what an open reservation used and a pack covers that was bought since', async () => {
    const type = 'bandwidth';
    await own.use(5 * GB, type);
    await own.allow(GB, type);
    const { body } = await own.reserve(GB, type);
    await own.withdraw(type);
    await own.settle(body.reservationId, GB);
    expect((await own.confirmed(type)).body).toMatchObject({ amount: GB, estimate: cny(80) });
    await buy(desk, owner, account, 'cap_50');
    expect((await own.confirmed(type)).body).toMatchObject({ amount: GB, used: 0, estimate: cny(0) });
    await moveClock(desk, at(CLOSED));
    expect(await own.charges()).toMatchObject([{ type: 'capacityPack' }]);
  });

  it('of storage, how far it was beyond is forgotten when it is confirmed again', async () => {
    const first = await own.upload(2 * GB);
    await stored(first.body.key, 2 * GB, '01');
    await own.allow(2 * GB, 'storage');
    await own.upload(2 * GB);
    await own.withdraw('storage');
    await moveClock(desk, at('03-29T14:00:00Z'));
    const key = `uploads/${account}/unreserved/file`;
    await stored(key, 3 * GB, '01');
    await tell(desk, notification('ObjectRemoved:Delete', { key, sequencer: '02' }));
    const { body } = await own.allow(GB, 'storage');
    expect(body).toMatchObject({ amount: GB, cap: cny(350), used: 0, estimate: cny(0) });
    await moveClock(desk, at(CLOSED));
    expect(await own.charges()).toEqual([]);
  });

  it('of storage, an expired upload keeps nothing confirmed, and an open one what is stored of it', async () => {
    const first = await own.upload(2 * GB);
    await stored(first.body.key, 2 * GB, '01');
    await own.allow(5 * GB, 'storage');
    await own.upload(2 * GB);
    await moveClock(desk, at('03-29T14:00:00Z'));
    const open = await own.upload(3 * GB);
    await own.withdraw('storage');
    expect((await own.confirmed('storage')).body).toMatchObject({ amount: 3 * GB });
    expect((await own.upload(1)).status).toBe(402);
    await stored(open.body.key, 1.5 * GB, '01');
    await stored(`uploads/${account}/unreserved/file`, GB, '01');
    await moveClock(desk, at(CLOSED));
    expect(await own.charges()).toMatchObject([{ amount: cny(700), lines: [{ quantity: 1.5 * GB }] }]);
  });
});

describe('a debt', () => {
  const allOpen = async (): Promise<boolean[]> => {
    const answers = [await own.slot('job'), await own.upload(1), await own.reserve(1)];
    return answers.map(({ status }) => status < 300);
  };

  const owe = async (): Promise<string> => {
    await own.allow(100);
    await own.use(FREE + 100);
    await moveClock(desk, at('04-01T12:00:00Z'));
    await own.use(1);
    await moveClock(desk, at(NOT_YET_OVERDUE));
    const [charge] = await own.charges();
    expect(charge).toMatchObject({ type: 'overage', status: 'pending' });
    expect(await own.check()).toMatchObject({ allowed: true });
    await moveClock(desk, at(OVERDUE));
    return charge?.chargeId ?? '';
  };

  it('that is overdue blocks everything, and its payment lifts that at once', async () => {
    const chargeId = await owe();
    expect(await own.check()).toEqual({ allowed: false, reason: 'hard-blocked', remaining: 0 });
    expect(await own.check(1, 'jobSlots')).toMatchObject({ reason: 'hard-blocked' });
    for (const refused of [await own.slot('job'), await own.upload(1), await own.reserve(1)])
      expect(refused).toMatchObject({ status: 402, body: { type: problemType('hard-blocked') } });
    const { body } = await owner.call(`GET /v1/accounts/${account}/quotas`);
    expect(body.quotas.map((quota: { state: string }) => quota.state)).toEqual(
      body.quotas.map(() => 'blocked'),
    );
    const pay = (paymentMethod: string) =>
      owner.call(`POST /v1/accounts/${account}/charges/${chargeId}/payments`, { paymentMethod }, freshKey());
    expect((await pay('sandbox_declined')).status).toBe(402);
    expect(await own.check()).toMatchObject({ reason: 'hard-blocked' });
    expect(await pay('sandbox_ok')).toMatchObject({ status: 201, body: { charge: { status: 'succeeded' } } });
    expect(await allOpen()).toEqual([true, true, true]);
    await moveClock(desk, at('05-03T00:01:00Z'));
    expect(await own.check()).toMatchObject({ allowed: true });
    expect(await own.charges()).toHaveLength(1);
  });

  it.each([
    ['less than Stripe takes is let go when it would block', 1_990, 'waived'],
    ['as much as Stripe takes blocks', 2_000, 'pending'],
  ])('of %s', async (_, used, status) => {
    configure({ paymentProvider: 'stripe', stripeSecretKey: 'sk_test_123' });
    try {
      await own.allow(used);
      await own.use(FREE + used);
      await moveClock(desk, at(NOT_YET_OVERDUE));
      expect(await own.charges()).toMatchObject([{ amount: cny(used / 5), status: 'pending' }]);
      await moveClock(desk, at(OVERDUE));
      await moveClock(desk, at('04-17T00:01:00Z'));
    } finally {
      configure({ paymentProvider: undefined, stripeSecretKey: undefined });
    }
    expect(await own.charges()).toMatchObject([{ status }]);
    const isOpen = status === 'waived';
    expect(await allOpen()).toEqual([isOpen, isOpen, isOpen]);
    const { body } = await admin.call(`GET /v1/admin/audit?account=${account}`);
    expect(body.items).toContainEqual(
      expect.objectContaining({
        by: 'schedule',
        action: isOpen ? 'charge.waived' : 'account.blocked',
      }),
    );
  });

  it('still blocks in the month that follows', async () => {
    await owe();
    await moveClock(desk, at('05-03T12:00:00Z'));
    expect(await own.check()).toMatchObject({ reason: 'hard-blocked' });
    expect(await allOpen()).toEqual([false, false, false]);
  });

  it('that is waived lifts the suspension at once', async () => {
    const chargeId = await owe();
    expect(await allOpen()).toEqual([false, false, false]);
    const waive = `POST /v1/admin/charges/${chargeId}/waivers`;
    const preview = await admin.call(`${waive}?preview=true`, { reason: 'Goodwill' });
    expect(preview).toMatchObject({ status: 200, body: { status: 'waived' } });
    expect(await allOpen()).toEqual([false, false, false]);
    expect((await admin.call(waive, { reason: 'Goodwill' }, freshKey())).status).toBe(201);
    expect(await allOpen()).toEqual([true, true, true]);
    expect(await own.charges()).toMatchObject([{ status: 'waived' }]);
  });

  it('of two blocks until both are settled', async () => {
    await own.allow(GB, 'bandwidth');
    await own.use(6 * GB, 'bandwidth');
    const chargeId = await owe();
    const debts = await own.charges();
    expect(debts.map(({ amount }) => amount.amount).sort()).toEqual([20, 80]);
    const pay = (id: string) =>
      owner.call(
        `POST /v1/accounts/${account}/charges/${id}/payments`,
        { paymentMethod: 'sandbox_ok' },
        freshKey(),
      );
    const other = debts.find((debt) => debt.chargeId !== chargeId)?.chargeId ?? '';
    await pay(chargeId);
    expect(await allOpen()).toEqual([false, false, false]);
    await pay(other);
    expect(await allOpen()).toEqual([true, true, true]);
  });
});
