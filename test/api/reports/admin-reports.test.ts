import { parseInstant } from '../../../functions/domain/time.ts';
import { allOf, buy, chargesOf, owe } from '../../support/charges.ts';
import { type Client, openStack, someone, type TestStack } from '../../support/local-stack.ts';
import { freshKey } from '../../support/paying.ts';
import { expectProblem } from '../../support/problems.ts';
import { count, eventOf, MIDMONTH, machineOf, moveTo } from '../../support/service.ts';

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

const money = (amount: number) => ({ amount, currency: 'CNY' });
const refund = (chargeId: string, body: object = {}) =>
  admin.call(`POST /v1/admin/charges/${chargeId}/refunds`, { reason: 'Goodwill', ...body }, freshKey());
const waive = (chargeId: string) =>
  admin.call(`POST /v1/admin/charges/${chargeId}/waivers`, { reason: 'Our error' }, freshKey());

describe('revenue', () => {
  const revenue = (query: string) => admin.call(`GET /v1/admin/revenue?${query}`);

  it('agrees with the lists and their CSV, to the cent', async () => {
    moveTo(desk, '2027-05-10T12:00:00Z');
    const bought = [await buy(owner, account), await buy(owner, account, 'slots_5')];
    moveTo(desk, '2027-05-12T12:00:00Z');
    const debt = await owe(desk, account, 240);
    const pay = `POST /v1/accounts/${account}/charges/${debt}/payments`;
    expect((await owner.call(pay, { paymentMethod: 'sandbox_ok' }, freshKey())).status).toBe(201);
    await refund(bought[0]?.charge.chargeId ?? '', { amount: money(901) });
    await refund(debt);
    await waive(await owe(desk, account, 77));
    const { status, body } = await revenue('from=2027-05-09&to=2027-05-14');
    expect({ status, days: body.items.map(({ start }: { start: string }) => start.slice(0, 10)) }).toEqual({
      status: 200,
      days: ['2027-05-09', '2027-05-10', '2027-05-11', '2027-05-12', '2027-05-13'],
    });
    const of = (gross: number, refunds = 0) => ({
      gross: money(gross),
      refunds: money(refunds),
      net: money(gross - refunds),
      creatorShare: money(0),
    });
    expect(body.totals).toEqual({
      total: of(2_900 + 9_900 + 240, 901 + 240),
      byType: {
        capacityPack: of(2_900, 901),
        jobSlotPack: of(9_900),
        overage: of(240, 240),
        theme: of(0),
      },
    });
    expect(body.items.map(({ total }: { total: unknown }) => total)).toEqual([
      of(0),
      of(12_800),
      of(0),
      of(240, 1_141),
      of(0),
    ]);
    const charges = await chargesOf(owner, account);
    const paid = charges.filter(({ type, status }) => type !== 'refund' && /succeeded|refunded/.test(status));
    const sum = (amounts: readonly number[]) => amounts.reduce((a, b) => a + b, 0);
    expect(sum(paid.map(({ amount, refunded }) => amount.amount - refunded.amount))).toBe(
      body.totals.total.net.amount,
    );
    const csv = await owner.call(`GET /v1/accounts/${account}/charges`, undefined, { accept: 'text/csv' });
    const rows = String(csv.body).trimEnd().split('\n').slice(1);
    const refunds = rows.map((row) => row.split(',')).filter(([, , , type]) => type === 'refund');
    expect(sum(refunds.map((row) => Number(row[5])))).toBe(body.totals.total.refunds.amount);
    const month = await revenue('from=2027-05-20T00:00:00Z&to=2027-05-21T00:00:00Z&granularity=month');
    expect(month.body).toEqual({
      from: '2027-05-01T00:00:00.000Z',
      to: '2027-06-01T00:00:00.000Z',
      items: [{ start: '2027-05-01T00:00:00.000Z', ...body.totals }],
      totals: body.totals,
    });
  });

  it('is of the last 30 days unless it is said otherwise, and of 400 points at most', async () => {
    expect((await revenue('')).body.items).toHaveLength(31);
    expect((await revenue('from=2027-01-01&to=2028-02-05')).body.items).toHaveLength(400);
    expectProblem(await revenue('from=2027-01-01&to=2028-02-06'), 400, 'validation-failed', ['from']);
    expectProblem(await revenue('from=2027-01-02&to=2027-01-01'), 400, 'validation-failed', ['to']);
    expectProblem(await revenue('from=yesterday&granularity=hour'), 400, 'validation-failed', [
      'from',
      'granularity',
    ]);
  });
});

describe('what is owed', () => {
  it('is listed by account and age', async () => {
    const others = [someone(), someone()];
    const oldest = await owe(desk, account, 100);
    moveTo(desk, '2027-04-07T12:10:00Z');
    const newer = await owe(desk, account, 20);
    await owe(desk, others[0] ?? '', 3);
    moveTo(desk, '2027-04-10T12:10:00Z');
    await owe(desk, others[1] ?? '', 4);
    moveTo(desk, '2027-04-16T12:10:00Z');
    const { status, body } = await admin.call('GET /v1/admin/outstanding?limit=100');
    expect(status).toBe(200);
    const own = body.items.filter((each: { account: string }) => [account, ...others].includes(each.account));
    expect(own).toMatchObject([
      { account, total: money(120), charges: [{ chargeId: oldest }, { chargeId: newer }] },
      { account: others[0], total: money(3) },
      { account: others[1], total: money(4) },
    ]);
    const [young, middle, old] = body.buckets;
    expect(young).toEqual({ age: '0-7', count: 1, total: money(4) });
    expect(middle).toEqual({ age: '8-30', count: 2, total: money(23) });
    expect(old.age).toBe('31+');
    const sum = [young, middle, old].reduce((total, bucket) => total + bucket.total.amount, 0);
    expect(body.total).toEqual(money(sum));
    expect(await allOf(admin, '/v1/admin/outstanding')).toEqual(body.items);
    await waive(oldest);
    await waive(newer);
    const after = await allOf<{ account: string }>(admin, '/v1/admin/outstanding', 100);
    expect(after.map((each) => each.account)).not.toContain(account);
    expectProblem(await admin.call('GET /v1/admin/outstanding?cursor=bm8'), 400, 'validation-failed', [
      'cursor',
    ]);
  });
});

describe('usage patterns', () => {
  it('are listed by meter and day', async () => {
    moveTo(desk, '2027-08-10T12:10:00Z');
    await buy(owner, account);
    const machine = await machineOf(desk);
    await count(desk, machine, [
      eventOf(desk, { subject: account, amount: 4_000_000_000 }),
      eventOf(desk, { subject: account, type: 'transcoding', amount: 60 }),
    ]);
    moveTo(desk, '2027-08-11T00:30:00Z');
    await desk.drain();
    const { status, body } = await admin.call('GET /v1/admin/usage?from=2027-08-10&to=2027-08-11');
    expect(status).toBe(200);
    expect(body.items).toContainEqual({
      day: '2027-08-10',
      meter: 'bandwidth',
      unit: 'byte',
      total: 4_000_000_000,
      accounts: 1,
    });
    expect(body.latest.day).toBe('2027-08-10');
    const bandwidth = body.latest.meters.find((each: { meter: string }) => each.meter === 'bandwidth');
    expect(bandwidth.top).toEqual([{ account, used: 4_000_000_000 }]);
    expect(bandwidth.distribution).toContainEqual({ percentOfLimit: '80-99', accounts: 1 });
    const none = await admin.call('GET /v1/admin/usage?from=2027-08-01&to=2027-08-03');
    expect(none.body).toEqual({ items: [], latest: null, hours: [] });
    const snapshots = `/v1/accounts/${account}/snapshots`;
    const { body: pictures } = await owner.call(`GET ${snapshots}`);
    expect(pictures.items).toMatchObject([
      { account, kind: 'daily', at: '2027-08-11T00:00:00.000Z', takenAt: expect.any(String) },
    ]);
    const quotas: { meter: string; used: number }[] = pictures.items[0].quotas;
    expect(quotas.find(({ meter }) => meter === 'transcoding')?.used).toBe(60);
    const outside = '?from=2027-08-11T00:00:00.001Z&to=2027-09-01T00:00:00Z';
    expect((await owner.call(`GET ${snapshots}${outside}`)).body.items).toEqual([]);
    const nonsense = '?from=2027-09-01T00:00:00Z&to=2027-08-01T00:00:00Z';
    expectProblem(await owner.call(`GET ${snapshots}${nonsense}`), 400, 'validation-failed', ['to']);
  });
});

describe('when in the week use is', () => {
  const week = async (query: string) => (await admin.call(`GET /v1/admin/usage?${query}`)).body.hours;

  it('is listed by day of the week and hour, counted once however often the day is ended', async () => {
    const machine = await machineOf(desk);
    // A Monday, and the one after it.
    for (const [day, next] of [
      ['2027-08-16', '2027-08-17'],
      ['2027-08-23', '2027-08-24'],
    ]) {
      await desk.moveClock(parseInstant(`${day}T23:30:00Z`));
      await count(desk, machine, [
        eventOf(desk, { subject: account, amount: 7, time: `${day}T09:59:59.999Z` }),
        eventOf(desk, { subject: account, amount: 5, time: `${day}T10:00:00Z` }),
        eventOf(desk, { subject: account, type: 'transcoding', amount: 60, time: `${day}T23:20:00Z` }),
      ]);
      await desk.moveClock(parseInstant(`${next}T00:30:00Z`));
      await desk.drain();
    }
    expect(await week('from=2027-08-16&to=2027-08-25')).toEqual([
      { weekday: 1, hour: 9, meter: 'bandwidth', amount: 14 },
      { weekday: 1, hour: 10, meter: 'bandwidth', amount: 10 },
      { weekday: 1, hour: 23, meter: 'transcoding', amount: 120 },
    ]);
    expect(await week('from=2027-08-23&to=2027-08-25')).toContainEqual({
      weekday: 1,
      hour: 9,
      meter: 'bandwidth',
      amount: 7,
    });
  });

  it('leaves out what comes when its day was added up: that is in the sum of the day on which it came', async () => {
    const machine = await machineOf(desk);
    moveTo(desk, '2027-08-25T12:00:00Z');
    await count(desk, machine, [eventOf(desk, { subject: account, amount: 3 })]);
    moveTo(desk, '2027-08-26T12:00:00Z');
    await desk.drain();
    await count(desk, machine, [
      eventOf(desk, { subject: account, amount: 100, time: '2027-08-25T15:00:00Z' }),
      eventOf(desk, { subject: account, amount: 4 }),
    ]);
    moveTo(desk, '2027-08-27T00:30:00Z');
    await desk.drain();
    const { body } = await admin.call('GET /v1/admin/usage?from=2027-08-25&to=2027-08-27');
    const totals = body.items.filter(({ meter }: { meter: string }) => meter === 'bandwidth');
    expect(totals.map(({ total }: { total: number }) => total)).toEqual([3, 104]);
    expect(body.hours).toEqual([
      { weekday: 3, hour: 12, meter: 'bandwidth', amount: 3 },
      { weekday: 4, hour: 12, meter: 'bandwidth', amount: 4 },
    ]);
  });
});

describe('the queues', () => {
  it('are listed with their sizes, for administrators only', async () => {
    await desk.drain();
    const { status, body } = await admin.call('GET /v1/admin/dead-letters');
    expect(status).toBe(200);
    const empty = { messages: 0, inFlight: 0, oldestAgeSeconds: null };
    expect(body.items).toContainEqual({ queue: 'usage', kind: 'work', ...empty });
    expect(body.items).toContainEqual({ queue: 'webhooks', kind: 'work', ...empty });
    expect(body.items.map(({ queue }: { queue: string }) => queue)).toHaveLength(14);
    expectProblem(await owner.call('GET /v1/admin/dead-letters'), 403, 'forbidden');
  });

  it('of dead letters list their number and the age of the oldest', async () => {
    const { deadLetter } = await import('../../../functions/queue/dead-letters.ts');
    await deadLetter('uploads', 'not JSON', 'It could not be read.');
    const { body } = await admin.call('GET /v1/admin/dead-letters');
    const dead = body.items.find(({ kind }: { kind: string }) => kind === 'deadLetters');
    expect(dead).toMatchObject({ queue: 'dead-letters', messages: 1, inFlight: 0 });
    expect(dead.oldestAgeSeconds).toBeGreaterThanOrEqual(0);
  });
});

describe('the audit log', () => {
  interface Line {
    readonly id: string;
    readonly at: string;
    readonly by: string;
    readonly action: string;
    readonly account: string | null;
    readonly target: string;
    readonly reason: string | null;
  }

  it('lists who did what to an account, newest first', async () => {
    moveTo(desk, '2027-09-15T12:10:00Z');
    const { charge } = await buy(owner, account);
    const made = await refund(charge.chargeId, { amount: money(5), reason: 'A day offline' });
    await waive(await owe(desk, account, 9));
    const lines = await allOf<Line>(admin, `/v1/admin/audit?account=${account}`);
    expect(lines.map(({ at }) => at)).toEqual(
      lines
        .map(({ at }) => at)
        .sort()
        .reverse(),
    );
    expect(lines.find(({ target }) => target === made.body.chargeId)).toBeDefined();
    expect(lines).toContainEqual(
      expect.objectContaining({ by: boss, action: 'charge.refund', reason: 'A day offline', account }),
    );
    expect(lines).toContainEqual(
      expect.objectContaining({ by: boss, action: 'charge.waived', reason: 'Our error', account }),
    );
    expect(new Set(lines.map(({ id }) => id)).size).toBe(lines.length);
  });

  it('of everybody goes back over the months', async () => {
    moveTo(desk, '2027-10-15T12:10:00Z');
    const early = await owe(desk, account, 1);
    moveTo(desk, '2027-12-15T12:10:00Z');
    const late = await owe(desk, account, 2);
    const lines = await allOf<Line>(admin, '/v1/admin/audit', 7);
    const targets = lines.map(({ target }) => target);
    expect(targets.indexOf(late)).toBeGreaterThanOrEqual(0);
    expect(targets.indexOf(early)).toBeGreaterThan(targets.indexOf(late));
    expect(lines.map(({ at }) => at)).toEqual(
      lines
        .map(({ at }) => at)
        .sort()
        .reverse(),
    );
    moveTo(desk, '2029-02-15T12:10:00Z');
    expect(await allOf<Line>(admin, '/v1/admin/audit', 7)).toEqual([]);
    for (const cursor of ['x', 'bm8', Buffer.from('2027-13-01T00:00:00.000Z#x').toString('base64url')])
      expectProblem(await admin.call(`GET /v1/admin/audit?cursor=${cursor}`), 400, 'validation-failed', [
        'cursor',
      ]);
  });
});
