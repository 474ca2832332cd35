import { cloudEventOf } from '../../../functions/domain/events.ts';
import { CLOSED } from '../../../functions/domain/notifications/circuits.ts';
import { DAY, HOUR, type Instant, plus, SECOND } from '../../../functions/domain/time.ts';
import { NOW } from '../../support/arbitraries.ts';
import { factOf } from '../../support/domain-events.ts';
import { accountNamed } from '../../support/grants.ts';
import { someone } from '../../support/local-stack.ts';
import { openTable } from '../../support/table.ts';

const account = accountNamed(someone());

async function openDeliveries() {
  const { close } = await openTable();
  return {
    close,
    ...(await import('../../../functions/store/notifications/deliveries.ts')),
    ...(await import('../../../functions/notifications/replays.ts')),
  };
}

let store: Awaited<ReturnType<typeof openDeliveries>>;
beforeAll(async () => {
  store = await openDeliveries();
});
afterAll(() => store.close());

/** An event that came at `at`, kept for an endpoint or on its way to it. */
function keep(endpointId: string, state: 'active' | 'paused', at: Instant) {
  const event = cloudEventOf(factOf('quota.warning', { account, data: {} }));
  return store.makeDelivery(account, { endpointId, state, circuit: CLOSED }, event, at, at);
}

it('an event for a paused endpoint is stored for 7 days, once, and is not due', async () => {
  const endpointId = 'ep_paused000001';
  const event = cloudEventOf(factOf('quota.warning', { account, data: {} }));
  const make = () =>
    store.makeDelivery(account, { endpointId, state: 'paused', circuit: CLOSED }, event, NOW, NOW);
  const made = await make();
  expect(made).toMatchObject({
    kind: 'open',
    delivery: { state: 'paused', nextAttemptAt: null, expiresAt: NOW + 7 * DAY },
  });
  expect(await make()).toEqual(made);
  const list = async (now: Instant) =>
    (await store.listDeliveries(account, endpointId, { limit: 10 }, now)).items;
  expect(await list(plus(NOW, 7 * DAY - SECOND))).toHaveLength(1);
  expect(await list(plus(NOW, 7 * DAY))).toEqual([]);
});

describe('replaying all since a time', () => {
  it('schedules the stored deliveries since then, once, oldest first and ten a second', async () => {
    const endpointId = 'ep_replayed0001';
    const since = plus(NOW, HOUR);
    await keep(endpointId, 'paused', plus(since, -1));
    await keep(endpointId, 'active', since);
    for (let n = 0; n < 24; n += 1) await keep(endpointId, 'paused', plus(since, n * SECOND));
    const now = plus(since, HOUR);
    const answers = await Promise.all(
      [1, 2, 3].map(() => store.replaySince(account, endpointId, since, now)),
    );
    expect(answers.map(({ next }) => next)).toEqual([null, null, null]);
    expect(answers.reduce((sum, { replayed }) => sum + replayed, 0)).toBe(24);
    const { items } = await store.listDeliveries(account, endpointId, { limit: 100 }, now);
    const scheduled = items.filter(({ round }) => round.since >= now);
    expect(scheduled.map(({ state }) => state)).toEqual(Array(24).fill('pending'));
    expect(items.filter(({ state }) => state === 'paused')).toHaveLength(1);
    expect(await store.replaySince(account, endpointId, since, now)).toEqual({ replayed: 0, next: null });
  });

  it('says from when to go on when there are more than one request schedules', async () => {
    const endpointId = 'ep_replayed0002';
    for (let n = 0; n < 30; n += 1) await keep(endpointId, 'paused', plus(NOW, n));
    const first = await store.replaySince(account, endpointId, NOW, plus(NOW, HOUR), 20);
    expect(first).toEqual({ replayed: 20, next: plus(NOW, 20) });
    const due = (await store.listDeliveries(account, endpointId, { limit: 100 }, plus(NOW, HOUR))).items
      .toReversed()
      .flatMap(({ nextAttemptAt }) => (nextAttemptAt === null ? [] : [nextAttemptAt - NOW - HOUR]));
    expect(due).toEqual([...Array(10).fill(0), ...Array(10).fill(SECOND)]);
    expect(await store.replaySince(account, endpointId, plus(NOW, 20), plus(NOW, HOUR), 20)).toEqual({
      replayed: 10,
      next: null,
    });
  });
});
