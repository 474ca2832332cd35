import { type Client, openStack, someone, type TestStack } from '../../support/local-stack.ts';
import { count, eventOf, MIDMONTH, march, moveTo, quotaOf, timeOf, usedOf } from '../../support/service.ts';

let desk: TestStack;
let machine: Client;

beforeAll(async () => {
  desk = await openStack();
  machine = await desk.as({ sub: 'cdn', scope: 'usage.write read.all' });
});
beforeEach(() => moveTo(desk, MIDMONTH));
afterAll(() => desk.stop());

const lookUp = async (account: string, source: string, id: string, time: string) => {
  const query = new URLSearchParams({ source, id, time });
  const answer = await machine.call(`GET /v1/accounts/${account}/usage-events?${query}`);
  expect(answer.status).toBe(200);
  return answer.body;
};

describe('reported usage', () => {
  it('is counted once it was accepted', async () => {
    const account = someone('company');
    await count(desk, machine, [
      eventOf(desk, { subject: account, amount: 700 }),
      eventOf(desk, { subject: account, amount: 55 }),
      eventOf(desk, { subject: account, type: 'transcoding', amount: 40 }),
    ]);
    expect(await quotaOf(machine, account, 'bandwidth')).toEqual({
      meter: 'bandwidth',
      title: 'Bandwidth',
      kind: 'counter',
      unit: 'byte',
      limit: 5_000_000_000,
      used: 755,
      reserved: 0,
      remaining: 4_999_999_245,
      state: 'ok',
      warnAtPercent: 80,
      period: march,
      grants: [],
      overage: { confirmed: false, cap: null, estimate: { amount: 0, currency: 'CNY' }, beyond: 0 },
    });
    expect(await usedOf(machine, account, 'transcoding')).toBe(40);
  });

  it('counts an event once that occurs many times in one call', async () => {
    const subject = someone();
    const event = eventOf(desk, { subject, amount: 9 });
    await count(
      desk,
      machine,
      Array.from({ length: 1_000 }, () => event),
    );
    expect(await usedOf(machine, subject)).toBe(9);
  });

  it('counts an event once that comes in many calls at the same time', async () => {
    const subject = someone();
    const event = eventOf(desk, { subject, amount: 9 });
    await Promise.all(Array.from({ length: 40 }, () => machine.call('POST /v1/usage-events', [event])));
    await desk.drain();
    expect(await usedOf(machine, subject)).toBe(9);
  });

  it('takes the first for the event when a repetition of the same time says another amount', async () => {
    const subject = someone();
    const first = eventOf(desk, { subject, amount: 9 });
    await count(desk, machine, [first]);
    await count(desk, machine, [{ ...first, data: { amount: 10 } }]);
    expect(await usedOf(machine, subject)).toBe(9);
  });

  it('does not mistake one source’s event for another’s of the same id', async () => {
    const subject = someone();
    const time = timeOf(desk);
    await count(
      desk,
      machine,
      ['a', 'b', 'a/b', 'A'].map((source) => eventOf(desk, { subject, time, source, id: '1', amount: 5 })),
    );
    expect(await usedOf(machine, subject)).toBe(20);
  });

  it('counts the thousand events of one account exactly, in whatever order they come again', async () => {
    const subject = someone();
    const time = timeOf(desk);
    const events = Array.from({ length: 1_000 }, (_, i) =>
      eventOf(desk, { subject, time, id: `e-${i}`, amount: i + 1 }),
    );
    await count(desk, machine, events);
    expect(await usedOf(machine, subject)).toBe(500_500);
    const shuffled = events
      .map((event, i) => [(i * 7_919) % 1_000, event] as const)
      .sort(([a], [b]) => a - b);
    await count(desk, machine, events.toReversed());
    await count(
      desk,
      machine,
      shuffled.map(([, event]) => event),
    );
    expect(await usedOf(machine, subject)).toBe(500_500);
  });

  it('counts two thousand events of one moment once, though each call comes twice at once', async () => {
    const subject = someone();
    const time = timeOf(desk);
    const calls = [0, 1].map((call) =>
      Array.from({ length: 1_000 }, (_, i) =>
        eventOf(desk, { subject, time, id: `${call}-${i}`, amount: 3 }),
      ),
    );
    await Promise.all([...calls, ...calls].map((events) => machine.call('POST /v1/usage-events', events)));
    await desk.drain();
    expect(await usedOf(machine, subject)).toBe(6_000);
    expect(await lookUp(subject, 'test', '1-999', time)).toMatchObject({ state: 'counted', amount: 3 });
  });

  it('counts a call over many accounts and meters for each of them', async () => {
    const accounts = Array.from({ length: 7 }, () => someone());
    const events = Array.from({ length: 1_000 }, (_, i) =>
      eventOf(desk, {
        subject: accounts[i % 7] ?? '',
        type: i % 2 === 0 ? 'bandwidth' : 'transcoding',
        amount: i + 1,
      }),
    );
    const expected = accounts.map((account) => {
      const sumOf = (meter: string) =>
        events
          .filter((event) => event.subject === account && event.type === meter)
          .reduce((sum, event) => sum + event.data.amount, 0);
      return [sumOf('bandwidth'), sumOf('transcoding')];
    });
    await count(desk, machine, events);
    const counted = await Promise.all(
      accounts.map((account) =>
        Promise.all([usedOf(machine, account), usedOf(machine, account, 'transcoding')]),
      ),
    );
    expect(counted).toEqual(expected);
  });

  it('is taken whole or not at all', async () => {
    const subject = someone();
    const { status, body } = await machine.call('POST /v1/usage-events', [
      eventOf(desk, { subject }),
      eventOf(desk, { subject, amount: 0 }),
      eventOf(desk, { subject, type: 'storage' }),
      eventOf(desk, { subject, time: timeOf(desk, 3_600) }),
    ]);
    expect(status).toBe(400);
    expect(body.errors.map((error: { path: string }) => error.path)).toEqual([
      '/1/data/amount',
      '/2/type',
      '/3/time',
    ]);
    await desk.drain();
    expect(await usedOf(machine, subject)).toBe(0);
  });

  it('names each event of a wrong time', async () => {
    const subject = someone();
    const day = 86_400;
    const { status, body } = await machine.call('POST /v1/usage-events', [
      eventOf(desk, { subject, time: timeOf(desk, 590) }),
      eventOf(desk, { subject, time: timeOf(desk, 610) }),
      eventOf(desk, { subject, time: timeOf(desk, -35 * day + 60) }),
      eventOf(desk, { subject, time: timeOf(desk, -35 * day - 60) }),
    ]);
    expect(status).toBe(400);
    expect(body.errors).toEqual([
      {
        path: '/1/time',
        detail: 'The time is more than 10 minutes in the future. Check the clock of the producer.',
      },
      {
        path: '/3/time',
        detail: 'The time is more than 35 days old. Use POST /v1/usage-corrections for older usage.',
      },
    ]);
    await desk.drain();
    expect(await usedOf(machine, subject)).toBe(0);
  });

  it('may come as a CloudEvents batch', async () => {
    const subject = someone();
    const answer = await machine.call(
      'POST /v1/usage-events',
      [{ ...eventOf(desk, { subject, amount: 4 }), datacontenttype: 'application/json' }],
      { 'content-type': 'application/cloudevents-batch+json' },
    );
    expect(answer.status).toBe(202);
    await desk.drain();
    expect(await usedOf(machine, subject)).toBe(4);
  });
});

describe('the look-up of an event', () => {
  it('says what was counted and when, and that other events are unknown', async () => {
    const subject = someone();
    const event = eventOf(desk, { subject, type: 'transcoding', amount: 77 });
    await count(desk, machine, [event]);
    expect(await lookUp(subject, 'test', event.id, event.time)).toEqual({
      state: 'counted',
      meter: 'transcoding',
      amount: 77,
      period: march,
      late: false,
      reason: null,
    });
    const unknown = { state: 'unknown', meter: null, amount: null, period: null, late: false, reason: null };
    expect(await lookUp(subject, 'other', event.id, event.time)).toEqual(unknown);
    expect(await lookUp(someone(), 'test', event.id, event.time)).toEqual(unknown);
  });

  it.each(['https://cdn.example/eu/1', '100%', 'a b+c', '%2F', '日本 ✓', 'x?y#z&\'="'])(
    'finds the event of source and id %j',
    async (name) => {
      const subject = someone();
      const event = eventOf(desk, { subject, source: name, id: name, amount: 6 });
      await count(desk, machine, [event]);
      expect(await lookUp(subject, name, name, event.time)).toMatchObject({ state: 'counted', amount: 6 });
    },
  );

  it('takes source and id in the path, where neither has a slash', async () => {
    const subject = someone();
    const event = eventOf(desk, { subject, source: 'urn:cdn:7', amount: 6 });
    await count(desk, machine, [event]);
    const path = `/v1/accounts/${subject}/usage-events/${encodeURIComponent('urn:cdn:7')}/${event.id}`;
    const answer = await machine.call(`GET ${path}?time=${event.time}`);
    expect(answer).toMatchObject({ status: 200, body: { state: 'counted', amount: 6 } });
  });

  it('needs source, id and time, and says so of each', async () => {
    const { status, body } = await machine.call(`GET /v1/accounts/${someone()}/usage-events`);
    expect({ status, errors: body.errors }).toMatchObject({
      status: 400,
      errors: expect.arrayContaining([
        { path: 'source', detail: 'This field is missing. Send a string.' },
        { path: 'id', detail: 'This field is missing. Send a string.' },
      ]),
    });
  });

  it('says why an event failed', async () => {
    const subject = someone();
    const most = eventOf(desk, { subject, amount: Number.MAX_SAFE_INTEGER });
    const over = eventOf(desk, { subject, amount: 1 });
    await count(desk, machine, [most]);
    await count(desk, machine, [over]);
    expect(await usedOf(machine, subject)).toBe(Number.MAX_SAFE_INTEGER);
    expect(await lookUp(subject, 'test', over.id, over.time)).toEqual({
      state: 'failed',
      meter: 'bandwidth',
      amount: 1,
      period: null,
      late: false,
      reason: expect.stringContaining('2^53 - 1'),
    });
  });
});
