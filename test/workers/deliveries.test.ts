import type { ServerResponse } from 'node:http';
import type { AccountId } from '../../functions/domain/accounts.ts';
import { cloudEventOf } from '../../functions/domain/events.ts';
import { CLOSED } from '../../functions/domain/notifications/circuits.ts';
import { CONCURRENCY_LEASE } from '../../functions/domain/notifications/concurrency.ts';
import {
  type Delivery,
  type DeliveryRef,
  LONGEST_TIMEOUT,
  PLATFORM,
} from '../../functions/domain/notifications/deliveries.ts';
import { DAY, HOUR, type Instant, MINUTE, plus, SECOND } from '../../functions/domain/time.ts';
import { wallClock } from '../../functions/runtime/clock.ts';
import { WORKER_TIMEOUT } from '../../functions/runtime/config.ts';
import { endpointKey, readDueAt } from '../../functions/store/keys.ts';
import { NOW } from '../support/arbitraries.ts';
import { batchOf } from '../support/batches.ts';
import { factOf } from '../support/domain-events.ts';
import { dueItemsOf } from '../support/due.ts';
import { injectFaults } from '../support/faults.ts';
import { accountNamed } from '../support/grants.ts';
import { someone } from '../support/local-stack.ts';
import { openReceiver, type Receiver } from '../support/receiver.ts';
import { openSending } from '../support/sending.ts';
import { openTable } from '../support/table.ts';

async function openService() {
  const { close } = await openTable();
  return {
    close,
    ...(await openSending({ now: () => at })),
    ...(await import('../../functions/store/table/client.ts')),
    ...(await import('../../functions/store/table/conditional-write.ts')),
    ...(await import('../../functions/store/notifications/endpoints.ts')),
    ...(await import('../../functions/store/notifications/deliveries.ts')),
    ...(await import('../../functions/store/notifications/concurrency.ts')),
    ...(await import('../../functions/queue/deliveries.ts')),
    work: (await import('../../functions/workers/deliveries.ts')).handler,
    tick: (await import('../../functions/workers/scheduler.ts')).handler,
  };
}

let service: Awaited<ReturnType<typeof openService>>;
let receiver: Receiver;
let account: AccountId;
let at: Instant;
let sequence = 0;

beforeAll(async () => {
  service = await openService();
});
afterAll(async () => {
  await service.closeSending();
  await service.close();
});
beforeEach(async () => {
  at = NOW;
  account = accountNamed(someone());
  receiver = await openReceiver();
});
afterEach(() => receiver.close());

async function subscribe(owner: DeliveryRef['owner'] = account, url = receiver.url): Promise<string> {
  const endpointId = `ep_${String(++sequence).padStart(12, '0')}`;
  const secret = `whsec_${Buffer.alloc(32, 7).toString('base64')}`;
  const endpoint = { endpointId, url, events: ['quota.warning' as const], secret, createdAt: at };
  await service.makeEndpoint(owner, endpoint, 'user_test');
  return endpointId;
}

/** A delivery that is to be attempted, and is not on the queue yet. */
async function deliveryTo(endpointId: string, owner: DeliveryRef['owner'] = account): Promise<DeliveryRef> {
  const event = cloudEventOf(factOf('quota.warning'));
  const made = await service.makeDelivery(
    owner,
    { endpointId, state: 'active', circuit: CLOSED },
    event,
    at,
    at,
  );
  if (made.kind !== 'open') throw new Error('The delivery was attempted before.');
  return { owner, endpointId, deliveryId: made.delivery.deliveryId };
}

async function find({ owner, endpointId, deliveryId }: DeliveryRef): Promise<Delivery> {
  const found = await service.findDelivery(owner, endpointId, deliveryId, at);
  if (!found) throw new Error(`There is no ${deliveryId}.`);
  return found;
}
const circuitOf = async (endpointId: string) => (await service.findEndpoint(account, endpointId))?.circuit;

/** Hands these to the worker as one batch. */
const send = (...deliveries: readonly DeliveryRef[]) =>
  batchOf(service.work, ...deliveries.map((delivery) => ({ ...delivery, waits: 0 })));

/** Opens the circuit of an endpoint, as if probes had failed. */
const openCircuit = (endpointId: string, openUntil: Instant) =>
  service.conditionalWrite({
    key: endpointKey(account, endpointId),
    update: 'SET timeouts = :timeouts, openUntil = :until',
    when: ['attribute_exists(pk)'],
    values: { ':timeouts': 3, ':until': openUntil },
  });

/** A receiver that never answers, and counts what it is asked at a time. */
async function openTarpit() {
  const open = new Set<ServerResponse>();
  let most = 0;
  const tarpit = await openReceiver();
  tarpit.answer = (response) => {
    open.add(response);
    most = Math.max(most, open.size);
    response.on('close', () => open.delete(response));
  };
  return { tarpit, open: () => open.size, most: () => most };
}

async function until(isSo: () => boolean): Promise<void> {
  for (let n = 0; n < 200 && !isSo(); n += 1) await new Promise((resolve) => setTimeout(resolve, 20));
  expect(isSo()).toBe(true);
}

it('a concurrency slot lasts as long as a worker may run, and no longer attempt fits in', () => {
  expect(CONCURRENCY_LEASE).toBe(WORKER_TIMEOUT * SECOND);
  expect(3 * LONGEST_TIMEOUT).toBeLessThanOrEqual(CONCURRENCY_LEASE);
});

describe('an account with ten endpoints that never answer', () => {
  it('is sent to in four places at a time, while others get theirs', async () => {
    const { tarpit, open, most } = await openTarpit();
    const endpoints = await Promise.all(Array.from({ length: 10 }, () => subscribe(account, tarpit.url)));
    const other = accountNamed(someone());
    const good = await deliveryTo(await subscribe(other), other);
    const bad = await Promise.all([...endpoints, ...endpoints, ...endpoints].map((id) => deliveryTo(id)));
    const batches = [0, 10, 20].map((from) => send(...bad.slice(from, from + 10)));
    await until(() => open() === 4);
    await send(good);
    expect(receiver.received).toHaveLength(1);
    // None of the others has come to its end yet.
    expect(open()).toBe(4);
    expect(await Promise.all(batches)).toEqual([[], [], []]);
    expect(most()).toBe(4);
    // Those that found no place are on the queue again, and none is lost.
    expect(service.queue.messages().length + tarpit.received.length).toBeGreaterThanOrEqual(30);
    for (const { id } of service.queue.messages()) await service.queue.remove(id);
    await tarpit.close();
  });
});

describe('an endpoint that does not answer', () => {
  it('is left alone after three timeouts of three seconds in a row, until a probe is answered', async () => {
    receiver.answer = () => {};
    const endpointId = await subscribe();
    const deliveries = await Promise.all(Array.from({ length: 5 }, () => deliveryTo(endpointId)));
    for (const delivery of deliveries.slice(0, 3)) await send(delivery);
    expect(receiver.received).toHaveLength(3);
    expect(await circuitOf(endpointId)).toEqual({ timeouts: 3, openUntil: plus(NOW, MINUTE) });
    const [first, , , skipped] = await Promise.all(deliveries.map(find));
    expect(first?.lastAttempt).toMatchObject({ status: null, reason: 'No answer within 3 seconds.' });
    await Promise.all([1, 2, 3].map(() => send(deliveries[3] as DeliveryRef)));
    expect(receiver.received).toHaveLength(3);
    expect(skipped?.lastAttempt).toBeNull();
    // It is one try of its eight, as if it had failed.
    expect(await find(deliveries[3] as DeliveryRef)).toMatchObject({
      state: 'pending',
      attempts: 0,
      round: { tries: 1 },
      nextAttemptAt: plus(NOW, MINUTE),
      lastAttempt: { status: null, request: null, reason: expect.stringMatching(/^Not sent: 3 /) },
    });
    at = plus(NOW, MINUTE);
    receiver.answer = 500;
    await send(deliveries[3] as DeliveryRef);
    expect(receiver.received).toHaveLength(4);
    expect(await circuitOf(endpointId)).toEqual({ timeouts: 0, openUntil: null });
  });

  it('is probed by one delivery at a time', async () => {
    const endpointId = await subscribe();
    await openCircuit(endpointId, plus(NOW, MINUTE));
    at = plus(NOW, MINUTE);
    receiver.answer = () => {};
    const deliveries = await Promise.all([1, 2, 3].map(() => deliveryTo(endpointId)));
    await Promise.all(deliveries.map((delivery) => send(delivery)));
    expect(receiver.received).toHaveLength(1);
    expect(await circuitOf(endpointId)).toEqual({ timeouts: 4, openUntil: plus(at, 2 * MINUTE) });
    for (const { id } of service.queue.messages()) await service.queue.remove(id);
  });

  it('is given up as any other: eight tries in a day, and after five deliveries it is disabled', async () => {
    const endpointId = await subscribe();
    const deliveries = await Promise.all(Array.from({ length: 5 }, () => deliveryTo(endpointId)));
    let tries = 0;
    for (
      const isDue = async () => (await dueItemsOf(service, account)).length > 0;
      await isDue();
      tries += 1
    ) {
      const due = (await Promise.all(deliveries.map(find))).flatMap(
        ({ nextAttemptAt }) => nextAttemptAt ?? [],
      );
      at = Math.min(...due) as Instant;
      await openCircuit(endpointId, plus(at, 1));
      await send(...deliveries);
    }
    expect(tries).toBe(8);
    expect(receiver.received).toEqual([]);
    expect((await Promise.all(deliveries.map(find))).map(({ state }) => state)).toEqual(
      Array(5).fill('failed'),
    );
    expect(at - NOW).toBeLessThanOrEqual(DAY + HOUR);
    expect(await service.findEndpoint(account, endpointId)).toMatchObject({ state: 'disabled' });
  });
});

describe('a delivery that finds no place', () => {
  it('comes again after 2 and 15 seconds, then is left to the schedule', async () => {
    const endpointId = await subscribe();
    await Promise.all(
      [1, 2].map(() =>
        service.takeConcurrencySlot(account, endpointId, { endpoint: 2, owner: 4 }, wallClock.now()),
      ),
    );
    const delivery = await deliveryTo(endpointId);
    await send(delivery);
    const waits: number[] = [];
    for (;;) {
      const [message, ...others] = service.queue.messages();
      if (!message) break;
      expect(others).toEqual([]);
      waits.push(service.decodeDelivery(message.body).waits);
      await service.queue.remove(message.id);
      await batchOf(service.work, message.body);
    }
    expect(waits).toEqual([1, 2]);
    expect(await find(delivery)).toMatchObject({
      state: 'pending',
      attempts: 0,
      round: { tries: 0 },
      nextAttemptAt: NOW,
    });
    expect(await dueItemsOf(service, account)).toHaveLength(1);
    expect(receiver.received).toEqual([]);
  });

  it('for a day is given up', async () => {
    const endpointId = await subscribe();
    const delivery = await deliveryTo(endpointId);
    at = plus(NOW, DAY);
    for (let n = 0; n < 2; n += 1)
      await service.takeConcurrencySlot(account, endpointId, { endpoint: 2, owner: 4 }, wallClock.now());
    await send(delivery);
    await service.workOff();
    expect(await find(delivery)).toMatchObject({
      state: 'failed',
      lastAttempt: { reason: expect.stringMatching(/^Not sent for a day/) },
    });
  });
});

describe('the deliveries of a batch', () => {
  it('are put back after one request for a place, when their owner has none free', async () => {
    const endpoints = await Promise.all(Array.from({ length: 10 }, () => subscribe()));
    for (const endpointId of endpoints.slice(0, 4))
      await service.takeConcurrencySlot(account, endpointId, { endpoint: 2, owner: 4 }, wallClock.now());
    const deliveries = await Promise.all(endpoints.map((endpointId) => deliveryTo(endpointId)));
    const watched = injectFaults(service.dynamo, () => undefined);
    await send(...deliveries);
    watched.stop();
    // The endpoint, the delivery and the place.
    expect(watched.requests()).toBe(3);
    expect(service.queue.messages()).toHaveLength(10);
    for (const { id } of service.queue.messages()) await service.queue.remove(id);
  });

  it('to one endpoint are sent one after another, to several at once', async () => {
    const [one, two] = [await subscribe(), await subscribe(account, `${receiver.url}/two`)];
    const open = { '/': 0, '/two': 0 };
    const most = { '/': 0, '/two': 0 };
    receiver.answer = (response, { path }) => {
      const place = path as keyof typeof open;
      open[place] += 1;
      most[place] = Math.max(most[place], open[place]);
      setTimeout(() => {
        open[place] -= 1;
        response.writeHead(204).end();
      }, 50);
    };
    const all = await Promise.all([one, two, one, two, one].map((id) => deliveryTo(id)));
    await send(...all, ...all);
    expect(receiver.received).toHaveLength(5);
    expect(most).toEqual({ '/': 1, '/two': 1 });
  });

  it('that cannot be read are handed back alone', async () => {
    const delivery = await deliveryTo(await subscribe());
    const bodies = ['{', { ...delivery, waits: 0 }, { ...delivery, waits: 0, owner: 'nobody' }];
    expect(await batchOf(service.work, ...bodies)).toEqual([0, 2]);
    expect(receiver.received).toHaveLength(1);
  });
});

describe('the schedule', () => {
  it('leaves an older delivery on the queue for as long as it is old, an hour at most', async () => {
    await deliveryTo(await subscribe());
    const due = async () => (await dueItemsOf(service, account)).map(({ dueAt }) => readDueAt(String(dueAt)));
    for (const [age, next] of [
      [MINUTE, 6 * MINUTE],
      [6 * MINUTE, 12 * MINUTE],
      [50 * MINUTE, 100 * MINUTE],
      [DAY, DAY + HOUR],
    ] as const) {
      at = plus(NOW, age);
      await service.tick();
      expect(await due()).toEqual([plus(NOW, next)]);
    }
    for (const { id } of service.queue.messages()) await service.queue.remove(id);
  });

  it('puts what is due on the queue once, in the group of its owner, however many run at once', async () => {
    const endpointId = await subscribe();
    const all = await Promise.all(Array.from({ length: 25 }, () => deliveryTo(endpointId)));
    const ofPlatform = await deliveryTo(await subscribe(PLATFORM), PLATFORM);
    at = plus(NOW, MINUTE);
    await Promise.all([1, 2, 3].map(() => service.tick()));
    /** Of this test's deliveries: others may be due, too. */
    const queued = () =>
      service.queue
        .messages()
        .map(({ body, groupId }) => ({ ...service.decodeDelivery(body), groupId }))
        .filter(({ owner }) => owner === account || owner === PLATFORM);
    const clear = async () => {
      for (const { id } of service.queue.messages()) await service.queue.remove(id);
    };
    expect(
      queued()
        .map(({ deliveryId }) => deliveryId)
        .sort(),
    ).toEqual([...all, ofPlatform].map(({ deliveryId }) => deliveryId).sort());
    expect(queued().filter(({ owner, groupId }) => owner !== groupId)).toEqual([]);
    // What a worker lost with its message comes again five minutes later.
    await clear();
    at = plus(at, 5 * MINUTE - SECOND);
    await service.tick();
    expect(queued()).toEqual([]);
    await clear();
    at = plus(at, SECOND);
    await service.tick();
    await service.workOff();
    expect(receiver.received).toHaveLength(26);
    expect(await dueItemsOf(service, account)).toEqual([]);
  });
});
