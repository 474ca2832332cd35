import type { ChargeLine } from '../../../functions/domain/charges/charges.ts';
import { type ChargeView, chargesOf } from '../../support/charges.ts';
import { type Client, openStack, someone, type TestStack } from '../../support/local-stack.ts';
import { freshKey } from '../../support/paying.ts';
import {
  count,
  eventOf,
  MIDMONTH,
  machineOf,
  march,
  moveTo,
  problemType,
  quotaOf,
  usedOf,
} from '../../support/service.ts';

const GB = 1_000_000_000;
const TIME = '2027-03-15T11:30:00Z';

let desk: TestStack;
let machine: Client;
let admin: Client;
let account: string;

beforeAll(async () => {
  desk = await openStack();
  machine = await machineOf(desk);
  admin = await desk.as({ sub: 'user_admin', groups: ['admin'] });
});
beforeEach(() => {
  moveTo(desk, MIDMONTH);
  account = someone();
});
afterAll(() => desk.stop());

interface Parts {
  readonly id?: string;
  readonly amount: number;
  readonly time?: string;
  readonly meter?: string;
}

const correctionOf = ({ id = 'a', amount, time = TIME, meter = 'bandwidth' }: Parts) => ({
  account,
  meter,
  source: 'test',
  id,
  time,
  amount,
  reason: 'The log was cut short',
});

const correct = (parts: Parts, key = freshKey()) =>
  machine.call('POST /v1/usage-corrections', correctionOf(parts), key);

const report = (id: string, amount: number, time = TIME) =>
  count(desk, machine, [eventOf(desk, { subject: account, id, amount, time })]);

const amountOf = async (id: string, time = TIME) =>
  (await machine.call(`GET /v1/accounts/${account}/usage-events/test/${id}?time=${time}`)).body.amount;

const hourOf = async (from: string) => {
  const query = `meter=bandwidth&granularity=hour&from=${from}&to=${from.replace(':00:00Z', ':00:01Z')}`;
  return (await machine.call(`GET /v1/accounts/${account}/usage?${query}`)).body.items[0].amount;
};

const differences = async () => {
  const { compareBalances } = await import('../../../functions/store/rebuild/balances.ts');
  return compareBalances(account as never, [], desk.clock.now(), false);
};

describe('a correction in an open period', () => {
  it.each([
    ['up', 900],
    ['down', 40],
    ['to nothing', 0],
  ])('moves %s what is used and left, and every view of the event', async (_, amount) => {
    await report('a', 100);
    await report('b', 1_000);
    const before = await quotaOf(machine, account, 'bandwidth');
    const { status, body } = await correct({ amount });
    expect({ status, body }).toEqual({
      status: 201,
      body: {
        correctionId: expect.stringMatching(/^cor_[0-9a-f]{32}$/),
        before: 100,
        after: amount,
        period: march,
        closed: false,
        effect: null,
      },
    });
    const after = await quotaOf(machine, account, 'bandwidth');
    expect(after).toEqual({
      ...before,
      used: 1_000 + amount,
      remaining: before.remaining + 100 - amount,
    });
    expect(await amountOf('a')).toBe(amount);
    expect(await amountOf('b')).toBe(1_000);
    expect(await hourOf('2027-03-15T11:00:00Z')).toBe(1_000 + amount);
    expect(await differences()).toEqual([]);
  });

  it('leaves a duplicate of the event a duplicate', async () => {
    await report('a', 100);
    await correct({ amount: 7 });
    await report('a', 100);
    expect(await usedOf(machine, account)).toBe(7);
  });

  it('finds its event also on its page', async () => {
    const events = Array.from({ length: 400 }, (_, i) =>
      eventOf(desk, { subject: account, id: `${i}`, amount: 10, time: TIME }),
    );
    await count(desk, machine, events);
    for (const id of ['0', '399']) expect((await correct({ id, amount: 1 })).status).toBe(201);
    expect(await usedOf(machine, account)).toBe(4_000 - 18);
    expect(await hourOf('2027-03-15T11:00:00Z')).toBe(4_000 - 18);
    expect(await differences()).toEqual([]);
  });

  it('changes nothing when it is made again, under the same key or another', async () => {
    await report('a', 100);
    const key = freshKey();
    const first = await correct({ amount: 30 }, key);
    const replay = await correct({ amount: 30 }, key);
    expect(replay.body).toEqual(first.body);
    expect(replay.headers.get('idempotency-replayed')).toBe('true');
    const again = await correct({ amount: 30 });
    expect(again).toMatchObject({ status: 200, body: { before: 30, after: 30, effect: null } });
    expect(await usedOf(machine, account)).toBe(30);
    expect((await correct({ amount: 31 }, key)).status).toBe(422);
  });

  it('can follow another one, and can restore the original amount', async () => {
    await report('a', 100);
    for (const [before, amount] of [
      [100, 30],
      [30, 500],
      [500, 100],
    ] as const)
      expect((await correct({ amount })).body).toMatchObject({ before, after: amount });
    expect(await usedOf(machine, account)).toBe(100);
    expect(await differences()).toEqual([]);
  });

  it('comes one after the other when several come at once, and at the same time as events', async () => {
    await report('a', 100);
    const [amounts, ids] = [
      [1, 20, 300, 4_000, 50_000],
      ['b', 'c', 'd'],
    ];
    const [answers] = await Promise.all([
      Promise.all(amounts.map((amount) => correct({ amount }))),
      Promise.all(ids.map((id) => report(id, 1_000_000))),
    ]);
    const steps = answers.map(({ status, body }) => ({ status, before: body.before, after: body.after }));
    const last = await amountOf('a');
    expect(steps.map(({ status }) => status)).toEqual([201, 201, 201, 201, 201]);
    // A chain: each begins where another has ended, but the last.
    expect(steps.map(({ before }) => before).sort()).toEqual(
      [100, ...amounts.filter((amount) => amount !== last)].sort(),
    );
    expect(await usedOf(machine, account)).toBe(3_000_000 + last);
    expect(await differences()).toEqual([]);
  });

  it('is in the audit log, with who, why and what', async () => {
    await report('a', 100);
    await correct({ amount: 30 });
    await correct({ amount: 30 });
    const { body } = await admin.call(`GET /v1/admin/audit?account=${account}`);
    expect(body.items).toEqual([
      expect.objectContaining({
        action: 'usage.corrected',
        by: 'machine',
        target: 'bandwidth test a',
        reason: 'The log was cut short',
      }),
    ]);
  });

  it('is refused where the sum would not be exact any more', async () => {
    await report('a', 100);
    await report('b', 5);
    const { status, body } = await correct({ amount: Number.MAX_SAFE_INTEGER });
    expect({ status, paths: body.errors.map(({ path }: { path: string }) => path) }).toEqual({
      status: 400,
      paths: ['/amount'],
    });
    expect(await usedOf(machine, account)).toBe(105);
  });
});

describe('a correction that names another time of its event', () => {
  it('is of the same event, which has one correction whatever time it is asked for with', async () => {
    await report('a', 100);
    const later = '2027-03-15T12:05:00Z';
    expect(await correct({ amount: 40, time: later })).toMatchObject({ status: 201, body: { before: 100 } });
    expect(await correct({ amount: 60 })).toMatchObject({ status: 201, body: { before: 40, after: 60 } });
    expect(await correct({ amount: 70, time: later })).toMatchObject({ status: 201, body: { before: 60 } });
    expect(await usedOf(machine, account)).toBe(70);
    expect([await amountOf('a'), await amountOf('a', later)]).toEqual([70, 70]);
    expect(await hourOf('2027-03-15T11:00:00Z')).toBe(70);
    expect(await differences()).toEqual([]);
  });
});

describe('a correction that is not to be', () => {
  it.each([
    ['of an event that was never counted', { id: 'never', amount: 1 }],
    ['of another meter', { amount: 1, meter: 'transcoding' }],
    ['of a month to come', { amount: 1, time: '2027-04-01T11:30:00Z' }],
  ])('%s, is not found', async (_, parts) => {
    await report('a', 100);
    expect(await correct(parts)).toMatchObject({ status: 404, body: { type: problemType('not-found') } });
    expect(await usedOf(machine, account)).toBe(100);
  });

  it('without a key, a reason or a whole amount, or of a gauge, is refused', async () => {
    const route = 'POST /v1/usage-corrections';
    const whole = correctionOf({ amount: 1 });
    expect((await machine.call(route, whole)).body.type).toBe(problemType('idempotency-key-required'));
    for (const part of [
      { reason: '' },
      { reason: undefined },
      { amount: -1 },
      { amount: 0.5 },
      { meter: 'storage' },
    ])
      expect((await machine.call(route, { ...whole, ...part }, freshKey())).status).toBe(400);
  });

  it('is for machines that write usage, and administrators', async () => {
    await report('a', 100);
    const owner = await desk.as({ sub: account });
    const reader = await desk.as({ sub: 'reader', scope: 'read.all' });
    for (const client of [owner, reader]) {
      const { status } = await client.call(
        'POST /v1/usage-corrections',
        correctionOf({ amount: 1 }),
        freshKey(),
      );
      expect(status).toBe(403);
    }
    const { status } = await admin.call(
      'POST /v1/usage-corrections',
      correctionOf({ amount: 1 }),
      freshKey(),
    );
    expect(status).toBe(201);
  });
});

/** Confirms so much of bandwidth beyond the limit, in the running month. */
async function confirm(amount: number): Promise<void> {
  const owner = await desk.as({ sub: account });
  const { body } = await owner.call(`POST /v1/accounts/${account}/overage-quotes`, {
    meter: 'bandwidth',
    amount,
  });
  const quote = { quoteId: body.quoteId };
  const { status } = await owner.call(
    `POST /v1/accounts/${account}/overage-confirmations`,
    quote,
    freshKey(),
  );
  expect(status).toBe(201);
}

const linesOf = (charges: readonly ChargeView[]) =>
  charges.map((charge) => ({
    amount: charge.amount.amount,
    lines: (charge as unknown as { lines: ChargeLine[] }).lines.map((line) => [
      line.kind,
      line.period,
      line.description,
      line.amount.amount,
    ]),
  }));

const charges = async () => linesOf(await chargesOf(machine, account)).toReversed();

/** March with 7 GB: 2 beyond the limit, of 5 that were confirmed. Then it is the middle of April. */
async function liveMarch(): Promise<void> {
  await confirm(5 * GB);
  await report('a', 7 * GB);
  await desk.moveClock(Date.parse('2027-04-15T12:00:00Z') as never);
  await desk.drain();
}

const overage = (month: string, amount: number) => [
  'overage',
  `${month}-01`,
  `Bandwidth overage, ${month}`,
  amount,
];
const MARCH_LINE = overage('2027-03', 160);
const corrected = (amount: number) => [
  'correction',
  '2027-03-01',
  'Bandwidth overage correction, 2027-03',
  amount,
];

describe('a correction in a closed period', () => {
  it('leaves its balance and becomes a debit on the next charge of the meter', async () => {
    await liveMarch();
    expect(await correct({ amount: 8 * GB })).toMatchObject({
      status: 201,
      body: {
        before: 7 * GB,
        after: 8 * GB,
        period: march,
        closed: true,
        effect: { kind: 'debit', amount: { amount: 80, currency: 'CNY' }, meter: 'bandwidth', period: march },
      },
    });
    expect(await usedOf(machine, account)).toBe(0);
    expect(await amountOf('a')).toBe(8 * GB);
    expect(await hourOf('2027-03-15T11:00:00Z')).toBe(8 * GB);
    expect(await differences()).toEqual([]);
    await confirm(2 * GB);
    await report('b', 6 * GB, '2027-04-15T11:00:00Z');
    await desk.moveClock(Date.parse('2027-05-02T00:01:00Z') as never);
    await desk.drain();
    expect(await charges()).toEqual([
      { amount: 160, lines: [MARCH_LINE] },
      {
        amount: 160,
        lines: [overage('2027-04', 80), corrected(80)],
      },
    ]);
  });

  it('waits for the close of a later month, also when one before it closes first', async () => {
    await confirm(5 * GB);
    await report('a', 7 * GB);
    await desk.moveClock(Date.parse('2027-04-03T12:00:00Z') as never);
    await correct({ amount: 8 * GB });
    // Nothing was ever counted in February: this event closes it.
    await report('late', 1, '2027-02-28T12:00:00Z');
    await desk.drain();
    const { body } = await machine.call(`GET /v1/accounts/${account}/adjustments`);
    expect(body.items).toMatchObject([{ kind: 'debit', period: march, dueAt: '2027-05-02T00:00:00.000Z' }]);
    expect(await charges()).toEqual([{ amount: 160, lines: [MARCH_LINE] }]);
  });

  it('moves no money when the charge of its month was waived', async () => {
    await liveMarch();
    const [charge] = await chargesOf(machine, account);
    const route = `POST /v1/admin/charges/${charge?.chargeId}/waivers`;
    expect((await admin.call(route, { reason: 'goodwill' }, freshKey())).status).toBe(201);
    expect((await correct({ amount: GB })).body).toMatchObject({ closed: true, effect: null });
    expect(await amountOf('a')).toBe(GB);
  });

  it('becomes a charge of its own when the next month stays within its limit', async () => {
    await liveMarch();
    await correct({ amount: 9 * GB });
    await report('b', GB, '2027-04-15T11:00:00Z');
    await desk.moveClock(Date.parse('2027-05-02T00:01:00Z') as never);
    await desk.drain();
    expect((await charges()).at(-1)).toEqual({ amount: 160, lines: [corrected(160)] });
  });

  it('becomes a credit, of which the next charge takes what it is, and the payment gets the rest', async () => {
    await liveMarch();
    const [march] = await chargesOf(machine, account);
    const owner = await desk.as({ sub: account });
    const route = `POST /v1/accounts/${account}/charges/${march?.chargeId}/payments`;
    expect((await owner.call(route, { paymentMethod: 'sandbox_ok' }, freshKey())).status).toBe(201);
    expect((await correct({ amount: GB })).body.effect).toMatchObject({
      kind: 'credit',
      amount: { amount: 160 },
    });
    for (const month of ['04', '05']) {
      await confirm(2 * GB);
      await report(month, 6 * GB, `2027-${month}-15T11:00:00Z`);
      const next = `2027-0${Number(month) + 1}`;
      await desk.moveClock(Date.parse(`${next}-02T00:01:00Z`) as never);
      await desk.drain();
      await desk.moveClock(Date.parse(`${next}-15T12:00:00Z`) as never);
    }
    // April's 80 are taken off whole: there is nothing to charge. The other 80 go back.
    const told = (await chargesOf(machine, account)).toReversed();
    expect(told.map(({ type, amount, status }) => `${type} ${amount.amount} ${status}`)).toEqual([
      'overage 160 succeeded',
      'refund 80 succeeded',
      'overage 80 pending',
    ]);
    const { body } = await admin.call(`GET /v1/admin/audit?account=${account}&limit=100`);
    const adjusted = body.items.filter(({ action }: { action: string }) => action === 'overage.adjusted');
    expect(adjusted).toHaveLength(1);
  });

  it('moves no money where nothing beyond the limit was confirmed', async () => {
    await report('a', 7 * GB);
    await desk.moveClock(Date.parse('2027-04-15T12:00:00Z') as never);
    await desk.drain();
    expect(await correct({ amount: 9 * GB })).toMatchObject({
      status: 201,
      body: { closed: true, effect: null },
    });
    expect(await amountOf('a')).toBe(9 * GB);
  });

  it('counts with those before it, in whatever order they come', async () => {
    await liveMarch();
    const answers = await Promise.all([8, 10, 6].map((amount) => correct({ amount: amount * GB })));
    const signed = answers.map(({ body }) =>
      body.effect === null ? 0 : (body.effect.kind === 'debit' ? 1 : -1) * body.effect.amount.amount,
    );
    const sum = signed.reduce((total, each) => total + each, 0);
    const last = await amountOf('a');
    expect(sum).toBe((last / GB - 7) * 80);
  });

  it('of an event that was late moves the period that it was counted in', async () => {
    await desk.moveClock(Date.parse('2027-04-15T12:00:00Z') as never);
    await report('late', 500);
    expect((await correct({ id: 'late', amount: 300 })).body).toMatchObject({
      closed: false,
      period: { start: '2027-04-01T00:00:00.000Z' },
    });
    expect(await usedOf(machine, account)).toBe(300);
    expect(await differences()).toEqual([]);
  });
});
