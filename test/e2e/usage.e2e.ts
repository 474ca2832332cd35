import { atOnce, GB, quotaOf, SOURCE, tally, usageEvent, use } from './support/business.ts';
import { type Caller, expectProblem, machine, newcomer } from './support/caller.ts';
import { promise } from './support/promise.ts';
import { eventually, later } from './support/time.ts';

let account: string;
let owner: Caller;
let meters: Caller;

beforeAll(async () => {
  meters = await machine();
});
beforeEach(async () => {
  ({ account, owner } = await newcomer());
});

describe('usage events', () => {
  promise('what was accepted is counted, by queue and worker', async () => {
    const events = await Promise.all([1, 20, 300].map((amount) => usageEvent(account, amount)));
    expect(await meters.call('POST /v1/usage-events', events)).toMatchObject({
      status: 202,
      body: { accepted: 3 },
    });
    await eventually(async () =>
      expect(await quotaOf(owner, account, 'bandwidth')).toMatchObject({
        kind: 'counter',
        unit: 'byte',
        limit: 5 * GB,
        used: 321,
        remaining: 5 * GB - 321,
        state: 'ok',
      }),
    );
  });

  promise('an event counts once, however often and at whatever moment it comes', async () => {
    const event = await usageEvent(account, 7);
    const answers = await atOnce(8, () => meters.call('POST /v1/usage-events', [event, event]));
    expect(tally(answers)).toEqual({ 202: 8 });
    await use(meters, account, 1_000);
    await meters.call('POST /v1/usage-events', [event]);
    await use(meters, account, 1_000);
    expect(await quotaOf(owner, account, 'bandwidth')).toMatchObject({ used: 2_007 });
    const query = new URLSearchParams({ source: SOURCE, id: event.id, time: event.time });
    const asked = await owner.call(`GET /v1/accounts/${account}/usage-events?${query}`);
    expect(asked.body).toMatchObject({ state: 'counted', meter: 'bandwidth', amount: 7 });
  });

  promise('one bad event refuses all, each error by its path', async () => {
    const good = await usageEvent(account, 5);
    const tooEarly = { ...good, id: 'future', time: await later(700) };
    const nothing = { ...good, id: 'none', data: { amount: 0 } };
    const gauge = { ...good, id: 'gauge', type: 'storage' };
    const refused = await meters.call('POST /v1/usage-events', [good, tooEarly, nothing, gauge]);
    expectProblem(refused, 400, 'validation-failed', ['/1/time', '/2/data/amount', '/3/type']);
    await use(meters, account, 1);
    expect(await quotaOf(owner, account, 'bandwidth')).toMatchObject({ used: 1 });
  });

  promise('a thousand events of one request are counted to the last', async () => {
    const events = await Promise.all(Array.from({ length: 1_000 }, () => usageEvent(account, 3)));
    expect((await meters.call('POST /v1/usage-events', events)).body).toEqual({ accepted: 1_000 });
    await eventually(async () =>
      expect(await quotaOf(owner, account, 'bandwidth')).toMatchObject({ used: 3_000 }),
    );
  });

  promise('use shows by the hour, and what burnt it', async () => {
    const { time } = await use(meters, account, 50, 'transcoding');
    const [day] = time.split('T');
    const span = `from=${day}T00:00:00Z&to=${day}T23:59:59Z&granularity=hour`;
    const { status, body } = await owner.call(`GET /v1/accounts/${account}/usage?meter=transcoding&${span}`);
    const filled = body.items.filter((item: { amount: number }) => item.amount > 0);
    expect({ status, filled }).toEqual({
      status: 200,
      filled: [{ start: `${time.slice(0, 13)}:00:00.000Z`, amount: 50 }],
    });
    expect((await quotaOf(owner, account, 'transcoding', '?explain=true')).burn).toContainEqual(
      expect.objectContaining({ used: 50 }),
    );
  });
});

describe('quotas', () => {
  promise('the state follows use: ok, warning, exceeded', async () => {
    const stateAfter = async (amount: number) => {
      await use(meters, account, amount, 'transcoding');
      return (await quotaOf(owner, account, 'transcoding')).state;
    };
    expect(await stateAfter(2_879)).toBe('ok');
    expect(await stateAfter(1)).toBe('warning');
    expect(await stateAfter(720)).toBe('exceeded');
  });

  promise('a check advises and takes nothing, one at a time or many in order', async () => {
    const check = (amount: number) =>
      owner.call(`POST /v1/accounts/${account}/quota-checks`, { meter: 'transcoding', amount });
    expect((await check(3_600)).body).toMatchObject({ allowed: true, reason: null, remaining: 3_600 });
    expect((await check(3_601)).body).toMatchObject({ allowed: false, reason: 'quota-exceeded' });
    const wanted = [9_999, 1, 3_600].map((amount) => ({ account, meter: 'transcoding', amount }));
    const { body } = await owner.call('POST /v1/quota-checks', wanted);
    const answers = Array.isArray(body) ? body : body.items;
    expect(answers.map(({ allowed }: { allowed: boolean }) => allowed)).toEqual([false, true, true]);
  });
});
