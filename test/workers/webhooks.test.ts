import { Webhook } from 'standardwebhooks';
import { cloudEventOf, type DomainEvent } from '../../functions/domain/events.ts';
import { CLOSED } from '../../functions/domain/notifications/circuits.ts';
import type { Delivery } from '../../functions/domain/notifications/deliveries.ts';
import { DAY, HOUR, type Instant, iso, MINUTE, plus, SECOND } from '../../functions/domain/time.ts';
import { type Key, readDeliveryKey } from '../../functions/store/keys.ts';
import { NOW } from '../support/arbitraries.ts';
import { batchOf } from '../support/batches.ts';
import { busEventOf, factOf } from '../support/domain-events.ts';
import { dueItemsOf } from '../support/due.ts';
import { injectFaults, retryAfter, retryAtOnce } from '../support/faults.ts';
import { accountNamed } from '../support/grants.ts';
import { someone } from '../support/local-stack.ts';
import { openReceiver, type Receiver } from '../support/receiver.ts';
import { openSending } from '../support/sending.ts';
import { openTable } from '../support/table.ts';

const SECRET = `whsec_${Buffer.alloc(32, 7).toString('base64')}`;

let service: Awaited<ReturnType<typeof openService>>;
let receiver: Receiver;
let account = accountNamed(someone());
let at: Instant;
let sequence = 0;

async function openService() {
  const { close } = await openTable();
  return {
    close,
    ...(await openSending({ now: () => at })),
    ...(await import('../../functions/store/table/client.ts')),
    ...(await import('../../functions/store/notifications/circuits.ts')),
    ...(await import('../../functions/store/notifications/endpoints.ts')),
    ...(await import('../../functions/store/notifications/deliveries.ts')),
    ...(await import('../../functions/notifications/replays.ts')),
    work: (await import('../../functions/workers/webhooks.ts')).handler,
  };
}

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

const actor = { by: 'user_1', at: NOW };

async function subscribe(events: readonly DomainEvent['type'][] = ['quota.warning']): Promise<string> {
  const endpointId = `ep_${String(++sequence).padStart(12, '0')}`;
  const url = `${receiver.url}/${endpointId}`;
  await service.makeEndpoint(account, { endpointId, url, events, secret: SECRET, createdAt: at }, 'user_1');
  return endpointId;
}

const active = (endpointId: string) => ({ endpointId, state: 'active' as const, circuit: CLOSED });
const warning = () => factOf('quota.warning', { account, data: { meter: 'storage' } });

/** Has events told, and their deliveries attempted. Answers which of the events, by place, failed. */
async function tell(...facts: readonly DomainEvent[]): Promise<number[]> {
  const failed = await batchOf(service.work, ...facts.map(busEventOf));
  expect(await service.workOff()).toBe(0);
  return failed;
}
const attempt = (key: Key) => service.attemptOne(readDeliveryKey(key));
const deliveriesTo = async (endpointId: string) =>
  (await service.listDeliveries(account, endpointId, { limit: 100 }, at)).items;

async function onlyDelivery(endpointId: string): Promise<Delivery> {
  const [delivery, ...others] = await deliveriesTo(endpointId);
  if (!delivery || others.length > 0) throw new Error(`There are ${others.length} others.`);
  return delivery;
}

const dueItems = () => dueItemsOf(service, account);

/** Lets time pass, and attempts what falls due. */
async function pass(milliseconds: number): Promise<void> {
  const end = plus(at, milliseconds);
  for (;;) {
    const [next] = (await dueItems()).sort((a, b) => (a.dueAt < b.dueAt ? -1 : 1));
    const due = next && (Date.parse(next.dueAt.split('#')[0] ?? '') as Instant);
    if (!next || due === undefined || due > end) break;
    at = Math.max(at, due) as Instant;
    await attempt(next);
  }
  at = end;
}

describe('an event', () => {
  it('is posted to each endpoint that subscribes to it, signed after Standard Webhooks', async () => {
    const one = await subscribe();
    const two = await subscribe(['quota.exceeded', 'quota.warning']);
    await subscribe(['charge.failed']);
    const event = warning();
    expect(await tell(event)).toEqual([]);
    expect(receiver.received.map(({ path }) => path).sort()).toEqual([`/${one}`, `/${two}`]);
    for (const { headers, body } of receiver.received) {
      expect(headers).toMatchObject({
        'webhook-id': event.id,
        'content-type': 'application/cloudevents+json',
      });
      // The library refuses what is not of this moment: the wall clock's, whatever business time it is.
      const verified = new Webhook(SECRET).verify(body, headers as Record<string, string>);
      expect(verified).toEqual(cloudEventOf(event));
    }
    expect(await onlyDelivery(one)).toMatchObject({
      eventId: event.id,
      eventType: 'quota.warning',
      state: 'delivered',
      attempts: 1,
      nextAttemptAt: null,
      lastAttempt: { at: NOW, status: 200, reason: null, response: 'thanks' },
    });
    expect(await dueItems()).toEqual([]);
  });

  it('for an endpoint whose circuit is open waits until it is not', async () => {
    const endpointId = await subscribe();
    const endpoint = await service.findEndpoint(account, endpointId);
    for (let n = 0; n < 3; n += 1) if (endpoint) await service.recordTimeout(account, endpoint, at);
    await tell(warning());
    expect(receiver.received).toEqual([]);
    expect(await onlyDelivery(endpointId)).toMatchObject({
      state: 'pending',
      attempts: 0,
      nextAttemptAt: plus(NOW, MINUTE),
    });
    await pass(MINUTE);
    expect(await onlyDelivery(endpointId)).toMatchObject({ state: 'delivered', attempts: 1 });
    expect(await service.findEndpoint(account, endpointId)).toMatchObject({ circuit: CLOSED });
  });

  it('that comes again is one delivery, also with another time', async () => {
    const endpointId = await subscribe();
    const event = warning();
    await tell(event);
    at = plus(at, HOUR);
    await tell(event, { ...event, at });
    expect(receiver.received).toHaveLength(1);
    expect(await deliveriesTo(endpointId)).toHaveLength(1);
  });

  it('that ten handlers have at once is posted once', async () => {
    const endpointId = await subscribe();
    const event = warning();
    const answers = await Promise.all(Array.from({ length: 10 }, () => tell(event)));
    expect(answers.flat()).toEqual([]);
    expect(receiver.received).toHaveLength(1);
    expect(await onlyDelivery(endpointId)).toMatchObject({ state: 'delivered', attempts: 1 });
  });

  it('is not sent to an endpoint that was deleted', async () => {
    const endpointId = await subscribe();
    await service.removeEndpoint(account, endpointId, actor);
    expect(await tell(warning())).toEqual([]);
    expect(receiver.received).toEqual([]);
    expect(await deliveriesTo(endpointId)).toEqual([]);
  });

  it('that cannot be read is retried alone; one of an unknown type is acknowledged', async () => {
    const endpointId = await subscribe();
    const good = busEventOf(warning());
    const odd = { ...good, detail: { ...good.detail, id: 'x', type: 'moon.full' } };
    const bodies = ['{', {}, { detail: { ...good.detail, subject: 'nobody' } }, odd, good];
    expect(await batchOf(service.work, ...bodies)).toEqual([0, 1, 2]);
    expect(await deliveriesTo(endpointId)).toHaveLength(1);
  });

  it('is posted once though the answer to any write is lost', async () => {
    const { dynamo } = service;
    await retryAtOnce(dynamo);
    for (const kind of ['lost-reply', 'applied-error', 'throttled'] as const)
      for (let nth = 0; nth < 11; nth += 1) {
        receiver.received.length = 0;
        const endpointId = await subscribe([nth % 2 ? 'theme.sold' : 'theme.validated']);
        const faults = injectFaults(dynamo, ({ index }) => (index === nth ? kind : undefined));
        expect(await tell(factOf(nth % 2 ? 'theme.sold' : 'theme.validated', { account }))).toEqual([]);
        faults.stop();
        expect(receiver.received).toHaveLength(1);
        expect(await onlyDelivery(endpointId)).toMatchObject({ state: 'delivered', attempts: 1 });
        await service.removeEndpoint(account, endpointId, actor);
      }
  });

  it.each(Array.from({ length: 10 }, (_, nth) => [nth]))(
    'arrives once or twice, and never not at all, when its handler is gone before request %d',
    async (nth) => {
      const endpointId = await subscribe();
      const event = warning();
      const faults = injectFaults(service.dynamo, ({ index }) => (index >= nth ? 'crash' : undefined));
      const before = await tell(event);
      faults.stop();
      if (before.length > 0) expect(await tell(event)).toEqual([]);
      await pass(MINUTE);
      expect(await onlyDelivery(endpointId)).toMatchObject({ state: 'delivered', nextAttemptAt: null });
      expect([1, 2]).toContain(receiver.received.length);
      expect(new Set(receiver.received.map(({ headers }) => headers['webhook-id']))).toEqual(
        new Set([event.id]),
      );
    },
  );

  it('is attempted by the schedule when its maker crashed before it was on the queue', async () => {
    const endpointId = await subscribe();
    await service.makeDelivery(account, active(endpointId), cloudEventOf(warning()), NOW, NOW);
    expect(await onlyDelivery(endpointId)).toMatchObject({ nextAttemptAt: NOW });
    await pass(MINUTE);
    expect(await onlyDelivery(endpointId)).toMatchObject({ state: 'delivered', attempts: 1 });
    expect(receiver.received).toHaveLength(1);
  });
});

describe('a delivery that fails', () => {
  it.each([500, 404, 301])(
    'with %d is due again five seconds later, and is not followed anywhere',
    async (status) => {
      receiver.answer = (response) =>
        response.writeHead(status, { location: `${receiver.url}/elsewhere` }).end('no');
      const endpointId = await subscribe();
      await tell(warning());
      expect(await onlyDelivery(endpointId)).toMatchObject({
        state: 'pending',
        attempts: 1,
        nextAttemptAt: NOW + 5 * SECOND,
        lastAttempt: { status, reason: `The endpoint answered ${status}.`, response: 'no' },
      });
      expect((await dueItems()).map(({ dueAt }) => dueAt)).toEqual([
        `${iso(plus(NOW, 5 * SECOND))}#delivery`,
      ]);
      expect(receiver.received).toHaveLength(1);
    },
  );

  it('is attempted again with the same id and body, when it is due and no earlier', async () => {
    receiver.answer = 503;
    const endpointId = await subscribe();
    await tell(warning());
    const { deliveryId } = await onlyDelivery(endpointId);
    const attemptAt = (time: Instant) => {
      at = time;
      return service.attemptOne({ owner: account, endpointId, deliveryId });
    };
    await attemptAt(plus(NOW, 3_999));
    expect(receiver.received).toHaveLength(1);
    receiver.answer = 204;
    await Promise.all(Array.from({ length: 10 }, () => attemptAt(plus(NOW, 5_000))));
    await attemptAt(plus(NOW, DAY));
    const [first, second, ...others] = receiver.received;
    expect(others).toEqual([]);
    expect(second?.body).toBe(first?.body);
    expect(second?.headers['webhook-id']).toBe(first?.headers['webhook-id']);
    expect(await onlyDelivery(endpointId)).toMatchObject({ state: 'delivered', attempts: 2 });
    expect(await dueItems()).toEqual([]);
  });

  it('is left to its schedule by a worker that looked while it was due and came when it was put off', async () => {
    receiver.answer = 503;
    const endpointId = await subscribe();
    await tell(warning());
    const { deliveryId } = await onlyDelivery(endpointId);
    at = plus(NOW, 5_000);
    const retry = () => service.attemptOne({ owner: account, endpointId, deliveryId });
    let other: Promise<void> | undefined;
    // Its third request waits until the other worker has tried in vain.
    await retryAfter(service.dynamo, SECOND);
    const faults = injectFaults(service.dynamo, ({ index }) => {
      if (index !== 2) return undefined;
      other = retry();
      return 'throttled';
    });
    await retry();
    await other;
    faults.stop();
    expect(receiver.received).toHaveLength(2);
    expect(await onlyDelivery(endpointId)).toMatchObject({ state: 'pending', attempts: 2 });
  });

  it('is taken up again when its worker crashed in the middle of an attempt', async () => {
    const endpointId = await subscribe();
    const made = await service.makeDelivery(account, active(endpointId), cloudEventOf(warning()), NOW, NOW);
    if (made.kind !== 'open') throw new Error('The delivery was attempted before.');
    expect(await service.leaseDelivery(account, made.delivery, NOW)).toMatchObject({ kind: 'leased' });
    await pass(MINUTE - 1);
    expect(receiver.received).toEqual([]);
    await pass(1);
    expect(await onlyDelivery(endpointId)).toMatchObject({ state: 'delivered', attempts: 2 });
  });

  it('is given up after eight attempts within a day', async () => {
    receiver.answer = 500;
    const endpointId = await subscribe();
    await tell(warning());
    await pass(2 * DAY);
    expect(receiver.received).toHaveLength(8);
    expect(await onlyDelivery(endpointId)).toMatchObject({
      state: 'failed',
      attempts: 8,
      nextAttemptAt: null,
      lastAttempt: { at: NOW + DAY },
    });
    expect(await dueItems()).toEqual([]);
    expect(await service.findEndpoint(account, endpointId)).toMatchObject({ state: 'active', givenUp: 1 });
  });

  it('is not attempted any more once its endpoint is deleted', async () => {
    receiver.answer = 500;
    const endpointId = await subscribe();
    await tell(warning());
    await service.removeEndpoint(account, endpointId, actor);
    await pass(DAY);
    expect(receiver.received).toHaveLength(1);
    expect(await onlyDelivery(endpointId)).toMatchObject({
      state: 'failed',
      lastAttempt: { status: null, reason: 'The endpoint was deleted when the delivery was due.' },
    });
    expect(await dueItems()).toEqual([]);
  });

  it('is stored for 7 days when its endpoint is paused before the next attempt', async () => {
    receiver.answer = 500;
    const endpointId = await subscribe();
    await tell(warning());
    await service.changeEndpoint(account, endpointId, { state: 'paused' }, actor);
    await pass(5 * SECOND);
    expect(receiver.received).toHaveLength(1);
    expect(await onlyDelivery(endpointId)).toMatchObject({
      state: 'paused',
      nextAttemptAt: null,
      expiresAt: NOW + 5 * SECOND + 7 * DAY,
      lastAttempt: { status: 500 },
    });
    expect(await dueItems()).toEqual([]);
  });
});

describe('an endpoint', () => {
  it('is disabled by the fifth delivery in a row that is given up, and no earlier', async () => {
    receiver.answer = 500;
    const endpointId = await subscribe();
    await tell(...Array.from({ length: 4 }, warning));
    await pass(DAY);
    expect(await service.findEndpoint(account, endpointId)).toMatchObject({ state: 'active', givenUp: 4 });
    await tell(warning());
    await pass(DAY);
    expect(await service.findEndpoint(account, endpointId)).toMatchObject({
      state: 'disabled',
      disabled: { at, reason: expect.stringMatching(/^5 consecutive deliveries failed/) },
    });
    receiver.received.length = 0;
    expect(await tell(warning())).toEqual([]);
    expect(receiver.received).toEqual([]);
    const resumed = await service.changeEndpoint(account, endpointId, { state: 'active' }, actor);
    expect(resumed).toMatchObject({ state: 'active', disabled: null, givenUp: 0 });
  });

  it('is forgiven what was given up by a delivery that arrives', async () => {
    receiver.answer = 500;
    const endpointId = await subscribe();
    await tell(...Array.from({ length: 4 }, warning));
    await pass(DAY);
    receiver.answer = 200;
    await tell(warning());
    expect(await service.findEndpoint(account, endpointId)).toMatchObject({ state: 'active', givenUp: 0 });
  });

  it('that answers 410 Gone is disabled at once', async () => {
    receiver.answer = 410;
    const endpointId = await subscribe();
    await tell(warning());
    expect(await service.findEndpoint(account, endpointId)).toMatchObject({
      state: 'disabled',
      disabled: { at: NOW, reason: 'The endpoint answered 410 Gone.' },
    });
    expect(await onlyDelivery(endpointId)).toMatchObject({ state: 'failed', nextAttemptAt: null });
  });
});

describe('a replay', () => {
  const replay = async (endpointId: string, delivery: Delivery) => {
    const endpoint = await service.findEndpoint(account, endpointId);
    const made = async () => ({ kind: 'open', delivery }) as const;
    const replayed = endpoint && (await service.replayDelivery(account, endpoint, made, at));
    return replayed?.kind === 'attempted' ? replayed.delivery : undefined;
  };

  it('is one more attempt with the same id, also of what arrived', async () => {
    const endpointId = await subscribe();
    await tell(warning());
    const again = await replay(endpointId, await onlyDelivery(endpointId));
    expect(again).toMatchObject({ state: 'delivered', attempts: 2 });
    const [first, second] = receiver.received;
    expect(second?.headers['webhook-id']).toBe(first?.headers['webhook-id']);
  });

  it('that fails restarts the retry schedule', async () => {
    receiver.answer = 500;
    const endpointId = await subscribe();
    await tell(warning());
    await pass(3 * DAY);
    const again = await replay(endpointId, await onlyDelivery(endpointId));
    expect(again).toMatchObject({ state: 'pending', nextAttemptAt: at + 5 * SECOND });
    receiver.answer = 200;
    await pass(5 * SECOND);
    expect(await onlyDelivery(endpointId)).toMatchObject({ state: 'delivered', attempts: 10 });
  });

  it('that ten ask for at once is one attempt', async () => {
    const endpointId = await subscribe();
    await tell(warning());
    const delivery = await onlyDelivery(endpointId);
    const answers = await Promise.all(Array.from({ length: 10 }, () => replay(endpointId, delivery)));
    expect(answers.filter((each) => each !== undefined)).toHaveLength(1);
    expect(receiver.received).toHaveLength(2);
  });
});
