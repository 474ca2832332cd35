import { periodOf } from '../../functions/domain/periods.ts';
import { DAY, type Instant, iso, parseInstant } from '../../functions/domain/time.ts';
import { log } from '../../functions/runtime/log.ts';
import { sampleAccounts, share, usageHistory } from '../../local/sample/data.ts';
import { seed } from '../../local/sample/seed.ts';
import { openStack, type TestStack } from '../support/local-stack.ts';

const FIRST = '2027-03-01T00:00:30Z';

let desk: TestStack;

beforeAll(async () => {
  log.setLogLevel('WARN');
  desk = await openStack();
  desk.clock.set(parseInstant(FIRST));
  await seed(desk);
});
afterAll(() => desk.stop());

const quotasOf = async (account: string) => {
  const reader = await desk.as({ sub: 'reader', scope: 'read.all' });
  const { quotas } = (await reader.call(`GET /v1/accounts/${account}/quotas`)).body;
  return Object.fromEntries(
    quotas.map(({ meter, used, reserved, limit, state }: Record<string, unknown>) => [
      meter,
      { used, reserved, limit, state },
    ]),
  );
};

describe('the sample data, half a minute into a month', () => {
  const ofUser001 = {
    storage: { used: 800_000_000, reserved: 0, limit: 2_000_000_000, state: 'ok' },
    bandwidth: { used: 1_200_000_000, reserved: 0, limit: 5_000_000_000, state: 'ok' },
    transcoding: { used: 1_800, reserved: 0, limit: 3_600, state: 'ok' },
    jobSlots: { used: 5, reserved: 0, limit: 7, state: 'ok' },
  };

  it("gives user_001 the platform's own figures", async () => {
    expect(await quotasOf('user_001')).toEqual(ofUser001);
  });

  it('shows accounts that are warned, blocked and in the middle of a job', async () => {
    expect(await quotasOf('user_002')).toMatchObject({
      bandwidth: { used: 4_250_000_000, state: 'warning' },
    });
    expect(await quotasOf('user_003')).toMatchObject({
      storage: { used: 2_000_000_000, limit: 2_000_000_000, state: 'exceeded' },
      bandwidth: { used: 5_600_000_000, state: 'exceeded' },
    });
    const aurora = await quotasOf('company_aurora');
    // What the month before has burnt of the pack is gone.
    expect(aurora.transcoding?.limit).toBeLessThan(75_600);
    expect(aurora).toMatchObject({
      transcoding: { used: 14_400, reserved: 2_700, state: 'ok' },
      jobSlots: { used: 2, limit: 2, state: 'exceeded' },
    });
  });

  it('knows the objects, each from an upload that was reserved', async () => {
    const reader = await desk.as({ sub: 'reader', scope: 'read.all' });
    const { quotas } = (await reader.call('GET /v1/accounts/user_001/quotas?explain=true')).body;
    expect(quotas[0]).toMatchObject({ meter: 'storage', unreserved: 0 });
  });

  it('has the month before in the series, and nothing of it in the running month', async () => {
    const reader = await desk.as({ sub: 'reader', scope: 'read.all' });
    const { items } = (
      await reader.call(
        'GET /v1/accounts/user_001/usage?meter=bandwidth&from=2027-02-01T00:00:00Z&to=2027-03-02T00:00:00Z',
      )
    ).body as { items: { start: string; amount: number }[] };
    expect(items).toHaveLength(29);
    expect(items.every(({ amount }) => amount > 0)).toBe(true);
    expect(items.at(-1)).toEqual({ start: '2027-03-01T00:00:00.000Z', amount: 1_200_000_000 });
  });

  it('is the same when it is written again', async () => {
    await seed(desk);
    expect(await quotasOf('user_001')).toEqual(ofUser001);
  });

  it('left no dead letters', async () => {
    expect((await (await fetch(`${desk.url}/dev/dead-letters`)).json()) as unknown).toEqual({ items: [] });
  });
});

describe('the history of an account', () => {
  const moments = [
    '2027-03-01T00:00:00.000Z',
    '2027-03-01T00:00:30Z',
    '2027-03-01T13:10:00Z',
    '2027-03-31T23:59:59.999Z',
    '2027-01-02T08:00:00Z',
    '2028-02-29T12:00:00Z',
  ].map(parseInstant);

  it.each(moments.map((now) => [iso(now), now]))(
    'at %s adds up, is past and young enough',
    (_, now: Instant) => {
      for (const sample of sampleAccounts)
        for (const { meter, period, events } of usageHistory(sample, now)) {
          const isRunning = period.start === periodOf(now).start;
          if (isRunning) expect(sumOf(events)).toBe(sample.used[meter]);
          for (const { at, amount } of events) {
            expect(at <= now && at >= now - 35 * DAY).toBe(true);
            expect(at >= period.start && at < period.end).toBe(true);
            expect(Number.isInteger(amount) && amount >= 1).toBe(true);
          }
        }
    },
  );

  it('is the same within an hour', () => {
    const at = (time: string) => sampleAccounts.flatMap((sample) => usageHistory(sample, parseInstant(time)));
    expect(at('2027-03-17T09:59:59Z')).toEqual(at('2027-03-17T09:00:00Z'));
  });

  it('shares a total out to the last unit', () => {
    expect(share(10, [1, 1, 1])).toEqual([3, 3, 4]);
    expect(share(1, [5, 1])).toEqual([0, 1]);
    expect(share(7, [])).toEqual([]);
  });
});

const sumOf = (events: readonly { amount: number }[]): number =>
  events.reduce((sum, { amount }) => sum + amount, 0);
