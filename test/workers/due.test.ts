import { cloudEventOf } from '../../functions/domain/events.ts';
import { CLOSED } from '../../functions/domain/notifications/circuits.ts';
import { type Instant, iso } from '../../functions/domain/time.ts';
import { useClock, wallClock } from '../../functions/runtime/clock.ts';
import { log } from '../../functions/runtime/log.ts';
import { NOW } from '../support/arbitraries.ts';
import { batchOf } from '../support/batches.ts';
import { factOf } from '../support/domain-events.ts';
import { dueItemsOf } from '../support/due.ts';
import { accountNamed } from '../support/grants.ts';
import { someone } from '../support/local-stack.ts';
import { openTable } from '../support/table.ts';

async function openWorker() {
  const { close } = await openTable();
  return {
    close,
    ...(await import('../../functions/store/table/client.ts')),
    ...(await import('../../functions/store/notifications/deliveries.ts')),
    ...(await import('../../functions/store/table/due.ts')),
    ...(await import('../../functions/store/keys.ts')),
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
async function plan(name: string, at: Instant): Promise<void> {
  await service.conditionalWrite({
    key: { pk: name, sk: 'TASK' },
    update: 'SET dueShard = :shard, dueAt = :at',
    when: ['attribute_not_exists(pk)'],
    values: { ':shard': service.dueShardKey(3), ':at': `${iso(at)}#unheard-of` },
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
    const inShards = await Promise.all(service.allShards.map((shard) => service.dueIn(shard, NOW, 100)));
    expect(inShards.flat().map(({ kind }) => kind)).not.toContain('delivery');
    expect(await dueItemsOf(service, account)).toHaveLength(1);
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
