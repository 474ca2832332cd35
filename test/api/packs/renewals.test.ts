import { give, grantOf } from '../../support/grants.ts';
import { type Client, openStack, someone, type TestStack } from '../../support/local-stack.ts';
import { all, buy, freshKey, moveClock, providerSays } from '../../support/paying.ts';
import { expectProblem } from '../../support/problems.ts';
import { count, eventOf, machineOf, moveTo, ownYear, problemType, quotaOf } from '../../support/service.ts';

const GB = 1_000_000_000;
const HOUR = 3_600_000;

let desk: TestStack;
let account: string;
let owner: Client;
let admin: Client;
let machine: Client;
let at: (time: string) => string;

beforeAll(async () => {
  desk = await openStack();
  machine = await machineOf(desk);
  admin = await desk.as({ sub: someone(), groups: ['admin'] });
  const { status } = await admin.call('PUT /v1/admin/packs/month_100', {
    name: '100 GB of bandwidth, for a month',
    kind: 'capacity',
    grants: { bandwidth: 100 * GB, storage: GB },
    price: { amount: 5_000, currency: 'CNY' },
    mode: 'subscription',
    durationDays: 30,
  });
  expect(status).toBe(201);
});
afterAll(() => desk.stop());
beforeEach(async () => {
  at = ownYear();
  account = someone();
  owner = await desk.as({ sub: account });
});

const renew = (purchaseId: string, paymentMethod = 'sandbox_ok') =>
  owner.call(`POST /v1/accounts/${account}/purchases/${purchaseId}/renewals`, { paymentMethod }, freshKey());
const refund = async (chargeId: string) => {
  const answer = await admin.call(
    `POST /v1/admin/charges/${chargeId}/refunds`,
    { reason: 'Any' },
    freshKey(),
  );
  await desk.drain();
  return answer;
};
const purchases = () => all<{ state: string }>(owner, `/v1/accounts/${account}/purchases`);
const use = (amount: number) => count(desk, machine, [eventOf(desk, { subject: account, amount })]);
const bandwidth = () => quotaOf(owner, account, 'bandwidth');
const later = (time: string, milliseconds: number) => new Date(Date.parse(time) + milliseconds).toISOString();

it('a renewal in the first hours of a month, before the last one is closed, keeps what it gave', async () => {
  moveTo(desk, at('04-10T12:00:00Z'));
  const { body } = await buy(desk, owner, account, 'month_100');
  await moveClock(desk, at('04-30T12:00:00Z'));
  await use(15 * GB);
  await moveClock(desk, at('05-01T06:00:00Z'));
  await use(1 * GB);
  expect((await bandwidth()).limit).toBe(95 * GB);
  expect((await renew(body.purchaseId)).status).toBe(201);
  expect((await bandwidth()).limit).toBe(195 * GB);
  await moveClock(desk, at('05-02T06:00:00Z'));
  expect((await bandwidth()).limit).toBe(195 * GB);
  await moveClock(desk, at('06-03T06:00:00Z'));
  expect((await bandwidth()).limit).toBe(195 * GB);
});

it('a renewal that is paid for after the pack ran out brings its capacity back', async () => {
  moveTo(desk, at('05-12T12:00:00Z'));
  const { body } = await buy(desk, owner, account, 'month_100');
  await moveClock(desk, later(body.endsAt, 71 * HOUR));
  const { body: renewal } = await renew(body.purchaseId, 'sandbox_async');
  await moveClock(desk, later(body.endsAt, 73 * HOUR));
  expect([await purchases(), (await bandwidth()).limit]).toMatchObject([[{ state: 'expired' }], 5 * GB]);
  expect(await providerSays(desk, renewal.charge.chargeId, 'succeeded')).toBe(200);
  expect([await purchases(), (await bandwidth()).limit]).toMatchObject([[{ state: 'active' }], 105 * GB]);
});

it('a renewal lifts no limit higher than a purchase may: beyond 2^52 both are refused', async () => {
  moveTo(desk, at('06-10T12:00:00Z'));
  const { body } = await buy(desk, owner, account, 'month_100');
  await moveClock(desk, later(body.endsAt, -HOUR));
  const { limit } = await bandwidth();
  const [room, more] = [2 ** 52 - 100 * GB - limit, 1];
  await give(desk, account, 'bandwidth', grantOf('room', 'month_100', room + more));
  for (const refused of [await renew(body.purchaseId), await buy(desk, owner, account, 'month_100')]) {
    expectProblem(refused, 409, 'conflict');
    expect(refused.body.detail).toContain('The limit of bandwidth would exceed 4503599627370496 bytes.');
  }
  expect(await all(owner, `/v1/accounts/${account}/charges`)).toHaveLength(1);
});

it.each([
  ['slots_5_sub', 'jobSlots', 2],
  ['slots_5_sub', 'bandwidth', 5 * GB],
])(
  'a renewal of %s that is paid for after its purchase was given back is not lost',
  async (packType, meter, limit) => {
    moveTo(desk, at('05-12T12:00:00Z'));
    const { body } = await buy(desk, owner, account, packType);
    const { body: renewal } = await renew(body.purchaseId, 'sandbox_async');
    expect((await refund(body.charge.chargeId)).status).toBe(201);
    expect((await quotaOf(owner, account, meter)).limit).toBe(limit);
    expect(await providerSays(desk, renewal.charge.chargeId, 'succeeded')).toBe(200);
    const charges = await all<{ chargeId: string; status: string }>(owner, `/v1/accounts/${account}/charges`);
    expect(charges.find(({ chargeId }) => chargeId === renewal.charge.chargeId)?.status).toBe('succeeded');
  },
);

it('a renewal that is given back takes no unit that was burnt', async () => {
  moveTo(desk, at('05-12T12:00:00Z'));
  const { body } = await buy(desk, owner, account, 'month_100');
  await moveClock(desk, later(body.endsAt, -HOUR));
  const { body: renewal } = await renew(body.purchaseId);
  await use(155 * GB);
  expect((await bandwidth()).limit).toBe(205 * GB);
  expect((await refund(renewal.charge.chargeId)).status).toBe(201);
  const { limit, remaining } = await bandwidth();
  expect({ limit, remaining }).toEqual({ limit: 155 * GB, remaining: 0 });
});

describe('a renewal that waits for its payment', () => {
  const renewBeside = (purchaseId: string) =>
    owner.call(
      `POST /v1/accounts/${account}/purchases/${purchaseId}/renewals`,
      { paymentMethod: 'sandbox_async', allowPending: true },
      freshKey(),
    );

  it.each([
    ['first', 'failed'],
    ['first', 'succeeded'],
    ['second', 'failed'],
    ['second', 'succeeded'],
  ])('refuses another one once the %s of two has %s', async (which, outcome) => {
    moveTo(desk, at('08-10T12:00:00Z'));
    const { body } = await buy(desk, owner, account, 'month_100');
    await moveClock(desk, later(body.endsAt, -HOUR));
    const first = await renew(body.purchaseId, 'sandbox_async');
    const second = await renewBeside(body.purchaseId);
    const [ended, waiting] = which === 'first' ? [first, second] : [second, first];
    await providerSays(desk, ended.body.charge.chargeId, outcome);
    await moveClock(desk, later(body.endsAt, HOUR));
    expect(await renew(body.purchaseId)).toMatchObject({
      status: 409,
      body: { type: problemType('purchase-pending'), purchaseId: body.purchaseId },
    });
    await providerSays(desk, waiting.body.charge.chargeId, 'failed');
    expect((await renew(body.purchaseId)).status).toBe(201);
  });
});

describe('the notifications of a pack', () => {
  const told = async (...types: string[]) => {
    const items = await all<{ type: string; data: { daysLeft?: number } }>(
      owner,
      `/v1/accounts/${account}/notifications`,
    );
    return items
      .filter(({ type }) => types.includes(type))
      .map(({ type, data }) => (data.daysLeft === undefined ? type : `${type} ${data.daysLeft}`))
      .sort();
  };

  it('report its end once when a refund takes the term that is running', async () => {
    moveTo(desk, at('10-01T12:00:00Z'));
    const { body } = await buy(desk, owner, account, 'month_100');
    const renewal = await renew(body.purchaseId);
    await moveClock(desk, at('11-10T12:00:00Z'));
    await refund(renewal.body.charge.chargeId);
    expect(await purchases()).toMatchObject([{ state: 'expired' }]);
    expect(await told('pack.expiring', 'pack.expired')).toEqual(['pack.expired', 'pack.expiring 0']);
  });

  it('report that it has expired once, also when a refund after that fails', async () => {
    moveTo(desk, at('12-01T12:00:00Z'));
    const { body } = await buy(desk, owner, account, 'month_100');
    await moveClock(desk, later(body.endsAt, 73 * HOUR));
    const { body: made } = await refund(body.charge.chargeId);
    expect(await purchases()).toMatchObject([{ state: 'refunded' }]);
    expect(await providerSays(desk, made.chargeId, 'refundFailed')).toBe(200);
    expect(await purchases()).toMatchObject([{ state: 'expired' }]);
    expect(await told('pack.expired')).toEqual(['pack.expired']);
  });
});
