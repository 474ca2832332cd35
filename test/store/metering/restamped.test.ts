import type { AccountId } from '../../../functions/domain/accounts.ts';
import type { UsageEvent } from '../../../functions/domain/metering/deduplication.ts';
import { numberOf, startOf } from '../../../functions/domain/metering/usage-sums.ts';
import { requireMeter } from '../../../functions/domain/meters.ts';
import { periodOf } from '../../../functions/domain/periods.ts';
import { HOUR, type Instant, plus, SECOND } from '../../../functions/domain/time.ts';
import { openStore, type Store } from '../../support/store.ts';

let store: Store;
beforeAll(async () => {
  store = await openStore();
});
afterAll(() => store.close());

const meter = requireMeter('bandwidth');
const noon = Date.UTC(2026, 10, 23, 12) as Instant;
const beforeTheHour = plus(noon, -SECOND);
let users = 0;
const someone = () => `user_r${++users}` as AccountId;
const event = (id: string, at: Instant, amount = 1_000): UsageEvent => ({ source: 'cdn', id, at, amount });

const count = (account: AccountId, ...events: readonly UsageEvent[]) =>
  store.countUsage(account, meter, events, noon);
const used = async (account: AccountId) =>
  (await store.loadBalance({ account, meter, period: periodOf(noon) }))?.used ?? 0;

/** Enough other events for all entries to leave the log, spread over the days before. */
async function pushOut(account: AccountId, at = plus(noon, -100 * HOUR)): Promise<void> {
  for (let round = 0; round < 2; round += 1)
    await count(
      account,
      ...Array.from({ length: 80 }, (_, i) => event(`other-${round}-${i}`, at, 1_000_000)),
    );
}

describe('an event that is sent again with another time', () => {
  it('counts once across the full hour, and across days while the log has it', async () => {
    const account = someone();
    await count(account, event('a', beforeTheHour));
    await count(account, event('a', plus(noon, SECOND)));
    await count(account, event('a', plus(noon, -72 * HOUR)));
    expect(await used(account)).toBe(1_000);
  });

  it('counts once within its day when it has left the log, in its own hour of the series', async () => {
    const account = someone();
    await count(account, event('a', beforeTheHour));
    await pushOut(account);
    await count(account, event('a', plus(noon, 5 * HOUR)));
    await count(account, event('a', plus(noon, -11 * HOUR)));
    expect(await used(account)).toBe(1_000 + 160_000_000);
    const series = await store.usageSeries(
      account,
      meter,
      'hours',
      plus(noon, -2 * HOUR),
      plus(noon, 12 * HOUR),
      noon,
    );
    expect([...series]).toEqual([[plus(noon, -HOUR), 1_000]]);
  });

  it('counts once when the two come in one batch', async () => {
    const account = someone();
    await count(account, event('a', beforeTheHour), event('a', plus(noon, SECOND)));
    expect(await used(account)).toBe(1_000);
  });

  it('is found with either time, and named by the hour in which it was counted', async () => {
    const account = someone();
    await count(account, event('a', beforeTheHour));
    const found = async (at: Instant) => (await store.findCounted(account, meter, event('a', at), noon))?.at;
    expect(await found(beforeTheHour)).toBe(beforeTheHour);
    expect(await found(plus(noon, SECOND))).toBe(plus(noon, -HOUR));
    await pushOut(account);
    expect(await found(plus(noon, SECOND))).toBe(plus(noon, -HOUR));
    expect(await found(plus(noon, -48 * HOUR))).toBeUndefined();
  });

  it('is handed back as altered, so that it is not archived as counted', async () => {
    const account = someone();
    await count(account, event('a', beforeTheHour));
    const again = event('a', plus(noon, SECOND));
    expect((await count(account, again)).altered).toEqual([again]);
    expect((await count(account, event('a', beforeTheHour))).altered).toEqual([]);
  });
});

describe('a quiet account', () => {
  it('has one bucket a day for an event an hour, and its hours are known', async () => {
    const account = someone();
    const events = Array.from({ length: 23 * 6 }, (_, i) =>
      event(`${i}`, plus(noon, -Math.floor(i * (144 / 138)) * HOUR), 1_000_000 + i),
    );
    for (const each of events) await count(account, each);
    await pushOut(account, plus(noon, -300 * HOUR));
    const { itemsIn } = await import('../../../functions/store/table/list.ts');
    const keys: unknown[] = [];
    const from = 'USE#bandwidth#2026-11-17';
    for await (const { sk } of itemsIn({ pk: `A#${account}`, from, to: 'USE#~' })) keys.push(sk);
    expect(keys).toEqual([17, 18, 19, 20, 21, 22, 23].map((day) => `USE#bandwidth#2026-11-${day}`));
    const series = await store.usageSeries(
      account,
      meter,
      'hours',
      plus(noon, -143 * HOUR),
      plus(noon, HOUR),
      noon,
    );
    for (const { at, amount } of events)
      expect(series.get(startOf('hours', numberOf('hours', at)))).toBeGreaterThanOrEqual(amount);
    expect([...series.values()].reduce((sum, amount) => sum + amount, 0)).toBe(
      events.reduce((sum, { amount }) => sum + amount, 0),
    );
  });
});
