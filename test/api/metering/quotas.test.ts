import { give, grantOf, takeBack } from '../../support/grants.ts';
import { type Client, openStack, someone, type TestStack } from '../../support/local-stack.ts';
import {
  count,
  eventOf,
  MIDMONTH,
  machineOf,
  march,
  moveTo,
  problemType,
  quotaOf,
} from '../../support/service.ts';
import { notification, tell } from '../../support/uploads.ts';

let desk: TestStack;
let machine: Client;

beforeAll(async () => {
  desk = await openStack();
  machine = await machineOf(desk);
});
beforeEach(() => moveTo(desk, MIDMONTH));
afterAll(() => desk.stop());

const nothingOwed = { confirmed: false, cap: null, estimate: { amount: 0, currency: 'CNY' }, beyond: 0 };

describe('the quotas of an account', () => {
  it('are the free tier of every meter for one that has used nothing', async () => {
    const account = someone();
    const owner = await desk.as({ sub: account });
    const { status, body } = await owner.call(`GET /v1/accounts/${account}/quotas`);
    const free = (meter: string, title: string, kind: string, unit: string, limit: number) => ({
      meter,
      title,
      kind,
      unit,
      limit,
      used: 0,
      reserved: 0,
      remaining: limit,
      state: 'ok',
      warnAtPercent: 80,
      period: kind === 'counter' ? march : null,
      grants: [],
      overage: nothingOwed,
    });
    expect({ status, body }).toEqual({
      status: 200,
      body: {
        account,
        asOf: expect.stringMatching(/^2027-03-15T12:10:\d\d\.\d{3}Z$/),
        quotas: [
          free('storage', 'Storage', 'gauge', 'byte', 2_000_000_000),
          free('bandwidth', 'Bandwidth', 'counter', 'byte', 5_000_000_000),
          free('transcoding', 'Transcoding', 'counter', 'second', 3_600),
          free('jobSlots', 'Job slots', 'slots', 'slot', 2),
        ],
      },
    });
  });

  it('project a counter on request, from the second hour of its period on', async () => {
    const account = someone();
    moveTo(desk, '2027-03-01T00:59:00Z');
    await count(desk, machine, [eventOf(desk, { subject: account, amount: 500_000_000 })]);
    const explained = async (meter: string) =>
      (await quotaOf(machine, account, meter, '?explain=true')) as { readonly pace?: unknown };
    expect(await explained('bandwidth')).toHaveProperty('pace', null);
    moveTo(desk, '2027-03-04T02:24:00Z');
    // A tenth of the month, to the seconds that the test takes.
    expect((await explained('bandwidth')).pace).toEqual({
      projectedUse: expect.any(Number),
      projectedOverage: { amount: 0, currency: 'CNY' },
    });
    await count(desk, machine, [eventOf(desk, { subject: account, amount: 2_000_000_000 })]);
    const { pace } = (await explained('bandwidth')) as { pace: { projectedUse: number } };
    expect(pace.projectedUse).toBeLessThanOrEqual(25_000_000_000);
    expect(pace.projectedUse).toBeGreaterThan(24_900_000_000);
    expect(pace).toHaveProperty('projectedOverage', { amount: 1_600, currency: 'CNY' });
    expect(await explained('storage')).not.toHaveProperty('pace');
    expect(await quotaOf(machine, account, 'bandwidth')).not.toHaveProperty('pace');
  });

  it('start again at zero with the month, but for what exists', async () => {
    const account = someone();
    await count(desk, machine, [eventOf(desk, { subject: account, amount: 10 })]);
    await tell(
      desk,
      notification('ObjectCreated:Put', { key: `uploads/${account}/u/f`, size: 20, sequencer: '0A' }),
    );
    moveTo(desk, '2027-04-01T00:00:00Z');
    expect(await quotaOf(machine, account, 'bandwidth')).toMatchObject({
      used: 0,
      period: { start: march.end, end: '2027-05-01T00:00:00.000Z' },
    });
    expect(await quotaOf(machine, account, 'storage')).toMatchObject({ used: 20, period: null });
  });

  it('warn from exactly 80 % and are exceeded from exactly 100 % of a counter', async () => {
    const account = someone();
    const seen: unknown[] = [];
    for (const amount of [3_999_999_999, 1, 999_999_999, 1, 1]) {
      await count(desk, machine, [eventOf(desk, { subject: account, amount })]);
      const { used, remaining, state } = await quotaOf(machine, account, 'bandwidth');
      seen.push([used, remaining, state]);
    }
    expect(seen).toEqual([
      [3_999_999_999, 1_000_000_001, 'ok'],
      [4_000_000_000, 1_000_000_000, 'warning'],
      [4_999_999_999, 1, 'warning'],
      [5_000_000_000, 0, 'exceeded'],
      [5_000_000_001, 0, 'exceeded'],
    ]);
    expect(await quotaOf(machine, account, 'bandwidth')).toMatchObject({
      overage: { ...nothingOwed, beyond: 1 },
    });
  });

  it('warn from exactly 80 % of the stored bytes', async () => {
    const account = someone();
    const seen: string[] = [];
    for (const [index, size] of [1_599_999_999, 1_600_000_000, 1_999_999_999, 2_000_000_000, 1].entries()) {
      const object = { key: `uploads/${account}/u/f`, size, sequencer: `0${index + 1}` };
      await tell(desk, notification('ObjectCreated:Put', object));
      seen.push((await quotaOf(machine, account, 'storage')).state);
    }
    expect(seen).toEqual(['ok', 'warning', 'warning', 'exceeded', 'ok']);
  });

  it('warn from exactly 80 % of the slots', async () => {
    const account = someone('company');
    await give(desk, account, 'jobSlots', grantOf('g1', 'slots_3', 3));
    const seen: string[] = [];
    for (const jobId of ['a', 'b', 'c', 'd', 'e']) {
      await machine.call(`POST /v1/accounts/${account}/job-slots`, { jobId });
      seen.push((await quotaOf(machine, account, 'jobSlots')).state);
    }
    expect(seen).toEqual(['ok', 'ok', 'ok', 'warning', 'exceeded']);
  });

  it('distinguish reserved, used and remaining amounts', async () => {
    const account = someone();
    const owner = await desk.as({ sub: account });
    await count(desk, machine, [eventOf(desk, { subject: account, type: 'transcoding', amount: 400 })]);
    await owner.call(
      `POST /v1/accounts/${account}/reservations`,
      { meter: 'transcoding', amount: 3_000 },
      { 'idempotency-key': 'job-1' },
    );
    expect(await quotaOf(owner, account, 'transcoding')).toMatchObject({
      limit: 3_600,
      used: 400,
      reserved: 3_000,
      remaining: 200,
      state: 'ok',
    });
  });

  it('explain which source burnt what: what is free first, then the grant that ends first', async () => {
    const account = someone('company');
    await give(desk, account, 'bandwidth', grantOf('g-late', 'cap_50', 300, '2027-12-01T00:00:00Z'));
    await give(desk, account, 'bandwidth', grantOf('g-ever', 'cap_200', 100));
    await give(desk, account, 'bandwidth', grantOf('g-soon', 'cap_50', 200, '2027-04-01T00:00:00Z'));
    await give(desk, account, 'bandwidth', grantOf('g-soon', 'cap_50', 200, '2027-04-01T00:00:00Z'));
    await count(desk, machine, [eventOf(desk, { subject: account, amount: 5_000_000_450 })]);
    expect(await quotaOf(machine, account, 'bandwidth', '?explain=true')).toEqual({
      meter: 'bandwidth',
      title: 'Bandwidth',
      kind: 'counter',
      unit: 'byte',
      limit: 5_000_000_600,
      used: 5_000_000_450,
      reserved: 0,
      remaining: 150,
      state: 'warning',
      warnAtPercent: 80,
      period: march,
      grants: expect.arrayContaining([
        { grantId: 'g-late', packType: 'cap_50', amount: 300, expiresAt: '2027-12-01T00:00:00.000Z' },
        { grantId: 'g-soon', packType: 'cap_50', amount: 200, expiresAt: '2027-04-01T00:00:00.000Z' },
        { grantId: 'g-ever', packType: 'cap_200', amount: 100, expiresAt: null },
      ]),
      overage: nothingOwed,
      burn: [
        { source: 'free', amount: 5_000_000_000, used: 5_000_000_000 },
        { source: 'g-soon', amount: 200, used: 200 },
        { source: 'g-late', amount: 300, used: 250 },
        { source: 'g-ever', amount: 100, used: 0 },
      ],
      pace: { projectedUse: expect.any(Number), projectedOverage: { amount: 480, currency: 'CNY' } },
    });
    // Only what was not burnt of it goes: 50.
    await takeBack(desk, account, 'bandwidth', grantOf('g-late', 'cap_50', 300));
    const after = await quotaOf(machine, account, 'bandwidth', '?explain=true');
    expect(after).toMatchObject({
      limit: 5_000_000_550,
      remaining: 100,
      state: 'warning',
      burn: [
        { source: 'free', used: 5_000_000_000 },
        { source: 'g-late', amount: 250, used: 250 },
        { source: 'g-soon', used: 200 },
        { source: 'g-ever', amount: 100, used: 0 },
      ],
    });
    expect(after).toMatchObject({ grants: expect.not.arrayContaining([{ grantId: 'g-late' }]) });
  });

  it('say the caller’s rate', async () => {
    const account = someone();
    const { headers } = await (await desk.as({ sub: account })).call(`GET /v1/accounts/${account}/quotas`);
    expect(Number(headers.get('ratelimit-remaining'))).toBe(Number(headers.get('ratelimit-limit')) - 1);
    expect(headers.get('ratelimit-reset')).toBe('1');
    expect(headers.get('x-request-id')).toMatch(/^[0-9a-f-]{36}$/);
  });
});

describe('a quota check', () => {
  it('says whether an amount fits, and takes nothing', async () => {
    const account = someone();
    const owner = await desk.as({ sub: account });
    const ask = async (meter: string, amount: number) => {
      const { status, body } = await owner.call(`POST /v1/accounts/${account}/quota-checks`, {
        meter,
        amount,
      });
      expect(status).toBe(200);
      return body;
    };
    const fits = { allowed: true, reason: null };
    const not = { allowed: false, reason: 'quota-exceeded' };
    expect(await ask('transcoding', 3_600)).toEqual({ ...fits, remaining: 3_600 });
    expect(await ask('transcoding', 3_601)).toEqual({ ...not, remaining: 3_600 });
    expect(await ask('storage', 2_000_000_001)).toEqual({ ...not, remaining: 2_000_000_000 });
    expect(await ask('jobSlots', 2)).toEqual({ ...fits, remaining: 2 });
    expect(await quotaOf(owner, account, 'transcoding')).toMatchObject({ used: 0, reserved: 0 });
  });

  it('answers a hundred in the order in which they were asked', async () => {
    const [user, company] = [someone(), someone('company')];
    await count(desk, machine, [eventOf(desk, { subject: company, type: 'transcoding', amount: 3_590 })]);
    const member = await desk.as({ sub: user, accounts: [company] });
    const checks = Array.from({ length: 100 }, (_, i) => ({
      account: i % 2 === 0 ? user : company,
      meter: 'transcoding',
      amount: i + 1,
    }));
    const { status, body } = await member.call('POST /v1/quota-checks', checks);
    expect(status).toBe(200);
    expect(body).toEqual(
      checks.map(({ account, amount }) =>
        account === user || amount <= 10
          ? { allowed: true, reason: null, remaining: account === user ? 3_600 : 10 }
          : { allowed: false, reason: 'quota-exceeded', remaining: 10 },
      ),
    );
  });

  it.each([0, 101])('refuses %d at once', async (length) => {
    const account = someone();
    const checks = Array.from({ length }, () => ({ account, meter: 'storage', amount: 1 }));
    const { status, body } = await (await desk.as({ sub: account })).call('POST /v1/quota-checks', checks);
    expect(status).toBe(400);
    expect(body).toMatchObject({ type: problemType('validation-failed'), errors: [{ path: '' }] });
  });

  it('is refused for accounts of others, whole, unless one may read all', async () => {
    const [mine, theirs] = [someone(), someone('company')];
    const owner = await desk.as({ sub: mine });
    const checks = [mine, theirs].map((account) => ({ account, meter: 'storage', amount: 1 }));
    const { status, body } = await owner.call('POST /v1/quota-checks', checks);
    expect(status).toBe(403);
    expect(body).toMatchObject({
      type: problemType('forbidden'),
      errors: [{ path: '/1/account', detail: expect.any(String) }],
    });
    expect(JSON.stringify(body)).not.toContain(theirs);
    const [path, check] = [`POST /v1/accounts/${theirs}/quota-checks`, { meter: 'storage', amount: 1 }];
    expect((await owner.call(path, check)).status).toBe(403);
    const admin = await desk.as({ sub: 'user_root', groups: ['admin'] });
    for (const reader of [admin, machine]) {
      expect((await reader.call('POST /v1/quota-checks', checks)).body).toHaveLength(2);
      expect((await reader.call(path, check)).status).toBe(200);
    }
  });
});
