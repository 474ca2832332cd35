import { cloudEventOf } from '../../functions/domain/events.ts';
import { CLOSED } from '../../functions/domain/notifications/circuits.ts';
import { DAY, HOUR, type Instant, iso, MINUTE, plus, SECOND } from '../../functions/domain/time.ts';
import { useClock, wallClock } from '../../functions/runtime/clock.ts';
import { log } from '../../functions/runtime/log.ts';
import { NOW } from '../support/arbitraries.ts';
import { batchOf } from '../support/batches.ts';
import { factOf } from '../support/domain-events.ts';
import { dueItemsOf } from '../support/due.ts';
import { injectFaults, retryAtOnce } from '../support/faults.ts';
import { accountNamed } from '../support/grants.ts';
import { someone } from '../support/local-stack.ts';
import { openTable } from '../support/table.ts';

async function openWorker() {
  const { close } = await openTable();
  return {
    close,
    ...(await import('../../functions/store/accounts/accounts.ts')),
    ...(await import('../../functions/store/table/client.ts')),
    ...(await import('../../functions/store/notifications/deliveries.ts')),
    ...(await import('../../functions/store/table/due.ts')),
    ...(await import('../../functions/store/keys.ts')),
    ...(await import('../../functions/store/shards.ts')),
    ...(await import('../../functions/store/table/conditional-write.ts')),
    work: (await import('../../functions/workers/due.ts')).handler,
  };
}

let service: Awaited<ReturnType<typeof openWorker>>;
beforeAll(async () => {
  service = await openWorker();
  log.setLogLevel('SILENT');
  useClock({ now: () => NOW });
});
afterAll(async () => {
  useClock(wallClock);
  await service.close();
});

/** A task that fails, because nobody does its kind, and is put off then. */
async function plan(name: string, at: Instant, shard = 3): Promise<void> {
  await service.conditionalWrite({
    key: { pk: name, sk: 'TASK' },
    update: 'SET dueShard = :shard, dueAt = :at',
    when: ['attribute_not_exists(pk)'],
    values: { ':shard': service.dueShardKey(shard), ':at': `${iso(at)}#unheard-of` },
  });
}

describe('the worker of due tasks', () => {
  it('has nothing to do with deliveries: none is in its shards', async () => {
    const account = accountNamed(someone());
    const event = cloudEventOf(factOf('quota.warning', { account }));
    await service.makeDelivery(
      account,
      { endpointId: 'ep_1', state: 'active', circuit: CLOSED },
      event,
      NOW,
      NOW,
    );
    const inShards = await Promise.all(service.allDueShards().map((shard) => service.dueIn(shard, NOW, 100)));
    expect(inShards.flat().map(({ kind }) => kind)).not.toContain('delivery');
    expect(await dueItemsOf(service, account)).toHaveLength(1);
  });

  it('retries a failed task after a minute, then after twice as long each time, and after 15 minutes at most', async () => {
    const shard = 5;
    await plan('failing', NOW, shard);
    let at = NOW;
    const waits: number[] = [];
    for (let round = 0; round < 7; round += 1) {
      useClock({ now: () => at });
      await batchOf(service.work, { shard });
      const [next] = await service.dueIn(shard, plus(at, HOUR), 1);
      waits.push(((next?.at ?? at) - at) / MINUTE);
      expect(next).toMatchObject({ pk: 'failing', kind: 'unheard-of', tries: round + 1 });
      at = next?.at ?? at;
    }
    useClock({ now: () => NOW });
    expect(waits).toEqual([1, 2, 4, 8, 15, 15, 15]);
  });

  it('retries after a conflict within seconds, which is no failure', async () => {
    const shard = service.dueShardOf('user_conflict');
    const account = accountNamed('user_conflict');
    await service.scheduleAccount(account, NOW);
    const [{ at = NOW } = {}] = await service.dueIn(shard, plus(NOW, DAY), 1);
    useClock({ now: () => at });
    const isTransaction = (operation: string) => operation === 'TransactWriteItems';
    const { stop } = injectFaults(service.dynamo, ({ operation }) =>
      isTransaction(operation) ? 'conflict' : undefined,
    );
    await retryAtOnce(service.dynamo);
    await batchOf(service.work, { shard });
    stop();
    const [left] = (await service.dueIn(shard, plus(at, HOUR), 10)).filter(({ pk }) => pk === `A#${account}`);
    expect(left).toMatchObject({ kind: 'account', at: plus(at, 5 * SECOND), tries: 0 });
    useClock({ now: () => plus(at, 5 * SECOND) });
    await batchOf(service.work, { shard });
    const due = await service.dueIn(shard, plus(at, HOUR), 10);
    expect(due.filter(({ pk }) => pk === `A#${account}`)).toEqual([]);
    useClock({ now: () => NOW });
  });

  it('drops a message that is older than the next minute: its shard has another one', async () => {
    await plan('waiting', NOW, 6);
    await batchOf(service.work, { shard: 6, sentAt: Date.now() - 50 * SECOND });
    expect(await service.dueIn(6, NOW, 1)).toHaveLength(1);
    await batchOf(service.work, { shard: 6, sentAt: Date.now() - 5 * SECOND });
    expect(await service.dueIn(6, NOW, 1)).toHaveLength(0);
  });

  it('begins no task when its time is over', async () => {
    for (let n = 0; n < 30; n += 1) await plan(`task-${n}`, NOW);
    const { now } = performance;
    // Each look at the clock takes a second.
    let looks = 0;
    performance.now = () => 1_000 * looks++;
    try {
      await batchOf(service.work, { shard: 3 });
    } finally {
      performance.now = now;
    }
    const left = await service.dueIn(3, NOW, 100);
    expect(left.length).toBeGreaterThanOrEqual(15);
    expect(left.length).toBeLessThan(30);
  });
});
