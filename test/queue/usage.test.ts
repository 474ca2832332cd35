import type { SQSRecord } from 'aws-lambda';
import type { AccountId } from '../../functions/domain/accounts.ts';
import { parseInstant } from '../../functions/domain/time.ts';
import type { AccountEvent } from '../../functions/queue/usage.ts';
import { queueUrl, setEnvironment } from '../../local/environment.ts';
import { type LocalServer, openServer } from '../../local/http/server.ts';
import { keepNothing } from '../../local/queues/messages.ts';
import { Queue } from '../../local/queues/queue.ts';
import { sqsEndpoint } from '../../local/queues/sqs.ts';
import { configure } from '../support/payments.ts';

const AT = parseInstant('2027-03-15T12:00:00Z');
const SHARDS = 64;

let server: LocalServer;
let queue: Queue;
let usage: typeof import('../../functions/queue/usage.ts');
let requests = 0;

beforeAll(async () => {
  server = await openServer(0);
  setEnvironment({ desk: server.url, dynamodb: server.url });
  server.answerWith([
    (request, response, path) => {
      requests += 1;
      return sqsEndpoint([queue])(request, response, path);
    },
  ]);
  usage = await import('../../functions/queue/usage.ts');
});
beforeEach(async () => {
  queue = await Queue.open({ name: 'usage', store: keepNothing, isFifo: true });
  configure({ usageQueueUrl: queueUrl(server.url, queue.fullName) });
  requests = 0;
});
afterAll(async () => {
  (await import('../../functions/queue/client.ts')).sqs.destroy();
  await server.stop();
});

const eventOf = (account: string, id: string, meter = 'bandwidth', source = 'test'): AccountEvent => ({
  account: account as AccountId,
  meter,
  source,
  id,
  at: AT,
  amount: 1,
});

const eventsIn = (bodies: readonly string[]) => bodies.flatMap((body) => usage.decodeUsage(body));

describe('packing usage events', () => {
  const events = Array.from({ length: 3_000 }, (_, n) =>
    eventOf(`user_${n % 500}`, `e${n}`, n % 3 === 0 ? 'transcoding' : 'bandwidth'),
  );

  it('keeps all events of an account in one message group, whatever they come with', () => {
    const groups = new Map<string, Set<string>>();
    for (const each of [events, events.slice(7, 90), events.slice(1_000)])
      for (const { group, body } of usage.packUsage(each, SHARDS))
        for (const { account } of usage.decodeUsage(body))
          groups.set(account, (groups.get(account) ?? new Set()).add(group));
    expect(groups.size).toBe(500);
    expect([...groups.values()].filter(({ size }) => size > 1)).toEqual([]);
    expect(new Set([...groups.values()].flatMap((each) => [...each])).size).toBeGreaterThan(SHARDS * 0.9);
  });

  it('makes one message of a shard, sorted by account and meter, and loses nothing', () => {
    const packed = usage.packUsage(events, SHARDS);
    const groups = packed.map(({ group }) => group);
    expect(new Set(groups).size).toBe(groups.length);
    for (const { body } of packed) {
      const places = usage.decodeUsage(body).map(({ account, meter }) => `${account} ${meter}`);
      expect(places).toEqual([...places].sort());
    }
    const ids = eventsIn(packed.map(({ body }) => body)).map(({ id }) => id);
    expect(ids.sort()).toEqual(events.map(({ id }) => id).sort());
  });

  it('writes what a single message of the same events says', () => {
    const [packed] = usage.packUsage([eventOf('user_1', 'größe')], SHARDS);
    expect(packed?.body).toBe(usage.encodeUsage([eventOf('user_1', 'größe')]));
  });

  it('keeps each message within 1 MiB and a thousand events', () => {
    const large = Array.from({ length: 1_500 }, (_, n) => eventOf('user_1', `${n}${'ü'.repeat(500)}`));
    const sizes = usage.packUsage(large, SHARDS).map(({ body }) => Buffer.byteLength(body));
    expect(sizes).toHaveLength(2);
    expect(Math.max(...sizes)).toBeLessThanOrEqual(1_048_576);
    const many = Array.from({ length: 2_500 }, (_, n) => eventOf('user_1', `${n}`));
    const counts = usage.packUsage(many, SHARDS).map(({ body }) => usage.decodeUsage(body).length);
    expect(counts).toEqual([1_000, 1_000, 500]);
  });
});

describe('putting usage events on the queue', () => {
  it('sends ten messages with a request, and each within what SQS takes', async () => {
    const events = Array.from({ length: 1_000 }, (_, n) => eventOf(`user_${n}`, `e${n}`));
    await usage.enqueueUsage(events);
    const bodies = queue.messages().map(({ body }) => body);
    expect(bodies).toHaveLength(SHARDS);
    expect(requests).toBe(7);
    expect(eventsIn(bodies)).toHaveLength(1_000);
    const large = Array.from({ length: 12 }, (_, n) => eventOf(`user_${n}`, 'x'.repeat(400_000)));
    await usage.enqueueUsage(large);
    expect(eventsIn(queue.messages().map(({ body }) => body))).toHaveLength(1_012);
  });

  it('sends nothing when the same is sent again, and all that is new', async () => {
    const events = Array.from({ length: 50 }, (_, n) => eventOf(`user_${n}`, 'e'));
    await usage.enqueueUsage(events);
    const first = queue.messages().length;
    await usage.enqueueUsage([...events].reverse());
    expect(queue.messages()).toHaveLength(first);
    await usage.enqueueUsage([eventOf('user_1', 'e'), eventOf('user_1', 'f')]);
    expect(queue.messages()).toHaveLength(first + 1);
  });

  it('asks for the same again when SQS has not taken all of it', async () => {
    const { sqs } = await import('../../functions/queue/client.ts');
    sqs.middlewareStack.add(
      (next) => async (args) => {
        const answer = await next(args);
        Object.assign(answer.output as object, {
          Failed: [{ Id: '1', Code: 'InternalError', SenderFault: false }],
        });
        return answer;
      },
      { step: 'initialize', name: 'fail' },
    );
    await expect(usage.enqueueUsage([eventOf('user_1', 'e')])).rejects.toMatchObject({
      code: 'unavailable',
    });
    sqs.middlewareStack.remove('fail');
  });
});

describe('usage messages in the hands of a worker', () => {
  it('are one at a time of an account, however many consumers there are', async () => {
    const events = Array.from({ length: 2_000 }, (_, n) => eventOf(`user_${n % 40}`, `e${n}`));
    const busy = new Set<string>();
    let most = 0;
    queue = await Queue.open({ name: 'usage', store: keepNothing, isFifo: true, concurrency: 16 });
    const accountsOf = (records: readonly SQSRecord[]) =>
      new Set(eventsIn(records.map(({ body }) => body)).map(({ account }) => account));
    queue.deliverTo(async ({ Records }) => {
      const accounts = accountsOf(Records);
      for (const account of accounts) {
        expect(busy).not.toContain(account);
        busy.add(account);
      }
      most = Math.max(most, busy.size - accounts.size);
      await new Promise((resolve) => setTimeout(resolve, 2));
      for (const account of accounts) busy.delete(account);
      return undefined;
    });
    for (let from = 0; from < events.length; from += 50)
      await usage.enqueueUsage(events.slice(from, from + 50));
    await queue.idle();
    expect(most).toBeGreaterThan(0);
    await queue.stop();
  });
});
