import { declareMeter } from '../../../functions/domain/meters.ts';
import { cny } from '../../../functions/domain/money.ts';
import { openStack, someone, type TestStack } from '../../support/local-stack.ts';
import { count, eventOf, MIDMONTH, machineOf, march, moveTo, quotaOf } from '../../support/service.ts';

let desk: TestStack;

beforeAll(async () => {
  declareMeter({
    name: 'aiTokens',
    title: 'AI tokens',
    kind: 'counter',
    unit: 'token',
    free: 1_000,
    warnAtPercent: 50,
    overage: { price: cny(2), per: 100 },
  });
  desk = await openStack();
  moveTo(desk, MIDMONTH);
});
afterAll(() => desk.stop());

it('one declaration makes a quota that is metered, checked, reserved, warned of and described', async () => {
  const account = someone();
  const owner = await desk.as({ sub: account });
  const machine = await machineOf(desk);
  const tokens = (amount: number) => eventOf(desk, { subject: account, type: 'aiTokens', amount });

  await count(desk, machine, [tokens(300), tokens(199)]);
  expect(await quotaOf(owner, account, 'aiTokens', '?explain=true')).toEqual({
    meter: 'aiTokens',
    title: 'AI tokens',
    kind: 'counter',
    unit: 'token',
    limit: 1_000,
    used: 499,
    reserved: 0,
    remaining: 501,
    state: 'ok',
    warnAtPercent: 50,
    period: march,
    grants: [],
    overage: { confirmed: false, cap: null, estimate: { amount: 0, currency: 'CNY' }, beyond: 0 },
    burn: [{ source: 'free', amount: 1_000, used: 499 }],
    pace: { projectedUse: 1_066, projectedOverage: { amount: 2, currency: 'CNY' } },
  });

  const check = await owner.call(`POST /v1/accounts/${account}/quota-checks`, {
    meter: 'aiTokens',
    amount: 502,
  });
  expect(check.body).toEqual({ allowed: false, reason: 'quota-exceeded', remaining: 501 });

  const reserve = (amount: number, key: string) =>
    owner.call(
      `POST /v1/accounts/${account}/reservations`,
      { meter: 'aiTokens', amount },
      { 'idempotency-key': key },
    );
  const refused = await reserve(502, 'too-many');
  expect(refused.status).toBe(402);
  expect(refused.body).toMatchObject({
    detail: expect.stringContaining('502 tokens of aiTokens'),
    packs: [],
    overage: { available: true, unitPrice: { price: { amount: 2, currency: 'CNY' }, per: 100 } },
  });
  const { body } = await reserve(100, 'few');
  await owner.call(`POST /v1/accounts/${account}/reservations/${body.reservationId}/settlement`, {
    amount: 1,
  });
  expect(await quotaOf(owner, account, 'aiTokens')).toMatchObject({
    used: 500,
    reserved: 0,
    state: 'warning',
  });

  await count(desk, machine, [tokens(601)]);
  expect(await quotaOf(owner, account, 'aiTokens')).toMatchObject({
    used: 1_101,
    state: 'exceeded',
    overage: { estimate: { amount: 0, currency: 'CNY' }, beyond: 101 },
  });

  const query = 'meter=aiTokens&from=2027-03-15T00:00:00Z&to=2027-03-16T00:00:00Z&granularity=day';
  const series = await owner.call(`GET /v1/accounts/${account}/usage?${query}`);
  expect(series.body.items).toEqual([{ start: '2027-03-15T00:00:00.000Z', amount: 1_101 }]);

  const description = await owner.call('GET /openapi.json');
  const { type } = description.body.components.schemas.UsageEvent.properties;
  expect(type.enum).toEqual(['bandwidth', 'transcoding', 'aiTokens']);
});
