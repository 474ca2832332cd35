import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { SQSEvent } from 'aws-lambda';
import { log } from '../../functions/runtime/log.ts';
import { listDeadLetters, redrive } from '../../local/queues/dead-letters.ts';
import { keepInFolder, keepNothing } from '../../local/queues/messages.ts';
import { Queue, type QueueOptions, text } from '../../local/queues/queue.ts';
import { testFolder } from './folder.ts';

const folder = testFolder();
const quick = { first: 5, longest: 20 };
let serial = 0;
const noRelay = async () => 'There is no relay.';

beforeAll(() => log.setLogLevel('SILENT'));

const inMemory = (options: Partial<QueueOptions> = {}) =>
  Queue.open({ name: 'usage', store: keepNothing, retryMs: quick, ...options });

const bodies = (event: SQSEvent) => event.Records.map((record) => record.body);

/** A batch handler that fails the messages of these bodies. */
const failing = (...poison: string[]) => {
  return async (event: SQSEvent) => ({
    batchItemFailures: event.Records.filter((record) => poison.includes(record.body)).map((record) => ({
      itemIdentifier: record.messageId,
    })),
  });
};

describe('a queue', () => {
  it('delivers in the order sent, ten at a time, two batches at once', async () => {
    const queue = await inMemory();
    const batches: string[][] = [];
    let atOnce = 0;
    let most = 0;
    for (let i = 0; i < 35; i += 1) await queue.send(`m${i}`);
    queue.deliverTo(async (event) => {
      batches.push(bodies(event));
      most = Math.max(most, ++atOnce);
      await new Promise((resolve) => setTimeout(resolve, 5));
      atOnce -= 1;
      return undefined;
    });
    await queue.idle();
    expect(batches.map((batch) => batch.length)).toEqual([10, 10, 10, 5]);
    expect(batches.flat()).toEqual(Array.from({ length: 35 }, (_, i) => `m${i}`));
    expect(most).toBe(2);
    await queue.stop();
  });

  it('keeps a batch within what one invocation takes', async () => {
    const queue = await inMemory();
    const sizes: number[] = [];
    for (let i = 0; i < 8; i += 1) await queue.send('x'.repeat(1024 * 1024));
    queue.deliverTo(async (event) => {
      sizes.push(event.Records.length);
      return undefined;
    });
    await queue.idle();
    expect(sizes).toEqual([6, 2]);
    await queue.stop();
  });

  it('hands on messages of a group that has none in work first, as fair queues do', async () => {
    const queue = await inMemory({ batchSize: 2, concurrency: 2 });
    for (let n = 0; n < 6; n += 1) await queue.send(`noisy ${n}`, {}, { groupId: 'noisy' });
    await queue.send('quiet', {}, { groupId: 'quiet' });
    await queue.send('of no group');
    const batches: string[][] = [];
    queue.deliverTo(async (event) => {
      batches.push(bodies(event));
      await new Promise((resolve) => setTimeout(resolve, 20));
      return undefined;
    });
    await queue.idle();
    expect(batches).toEqual([
      ['noisy 0', 'noisy 1'],
      ['quiet', 'of no group'],
      ['noisy 2', 'noisy 3'],
      ['noisy 4', 'noisy 5'],
    ]);
    await queue.stop();
  });

  it('hides a message that is sent with a delay until it is over', async () => {
    const queue = await inMemory();
    const came: string[] = [];
    await queue.send('later', {}, { delayMs: 60 });
    await queue.send('now');
    queue.deliverTo(async (event) => {
      came.push(...bodies(event));
      return undefined;
    });
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(came).toEqual(['now']);
    await queue.idle();
    expect(came).toEqual(['now', 'later']);
    await queue.stop();
  });

  it('hands on a record as Lambda does', async () => {
    const queue = await inMemory();
    const events: SQSEvent[] = [];
    await queue.send('hello', { reason: text('none') });
    queue.deliverTo(async (event) => {
      events.push(event);
      return undefined;
    });
    await queue.idle();
    expect(events[0]?.Records[0]).toMatchObject({
      messageId: expect.any(String),
      body: 'hello',
      attributes: { ApproximateReceiveCount: '1' },
      messageAttributes: { reason: { dataType: 'String', stringValue: 'none' } },
      md5OfBody: '5d41402abc4b2a76b9719d911017c592',
      eventSource: 'aws:sqs',
      eventSourceARN: 'arn:aws:sqs:us-east-1:000000000000:usage',
    });
    await queue.stop();
  });

  it('delivers again only what was reported as failed, counting', async () => {
    const queue = await inMemory();
    const seen: [string, string][] = [];
    for (const body of ['good', 'bad', 'fine']) await queue.send(body);
    queue.deliverTo(async (event) => {
      for (const record of event.Records) seen.push([record.body, record.attributes.ApproximateReceiveCount]);
      return seen.length <= 3 ? failing('bad')(event) : undefined;
    });
    await queue.idle();
    expect(seen).toEqual([
      ['good', '1'],
      ['bad', '1'],
      ['fine', '1'],
      ['bad', '2'],
    ]);
    await queue.stop();
  });

  it('takes a rejected promise, and a report of an unknown message, for the failure of the whole batch', async () => {
    for (const fail of [
      async () => Promise.reject(new Error('no')),
      async () => ({ batchItemFailures: [{ itemIdentifier: 'x' }] }),
    ]) {
      const queue = await inMemory();
      const batches: string[][] = [];
      await queue.send('a');
      await queue.send('b');
      queue.deliverTo(async (event) => {
        batches.push(bodies(event));
        return batches.length === 1 ? fail() : undefined;
      });
      await queue.idle();
      expect(batches).toEqual([
        ['a', 'b'],
        ['a', 'b'],
      ]);
      await queue.stop();
    }
  });

  it('takes a handler that hangs for failed', async () => {
    const deadLetters = await inMemory({ name: 'dead-letters' });
    const queue = await inMemory({ deadLetters, maxReceiveCount: 1, timeoutMs: 20 });
    await queue.send('slow');
    queue.deliverTo(() => new Promise(() => {}));
    await queue.idle();
    expect(listDeadLetters(deadLetters)).toMatchObject([{ body: 'slow', reason: 'Timed out after 20 ms.' }]);
    await queue.stop();
  });
});

describe('the dead letters', () => {
  it('get a message after its last attempt, with the reason, and send it back on request', async () => {
    const deadLetters = await inMemory({ name: 'dead-letters' });
    const queue = await inMemory({ deadLetters, maxReceiveCount: 3 });
    const tries: string[] = [];
    let isBroken = true;
    await queue.send('poison', { trace: text('t1') });
    queue.deliverTo(async (event) => {
      tries.push(event.Records[0]?.attributes.ApproximateReceiveCount ?? '');
      if (isBroken) throw new Error('The table is gone.');
      expect(event.Records[0]?.messageAttributes).toEqual({ trace: text('t1') });
      return undefined;
    });
    await queue.idle();
    expect(tries).toEqual(['1', '2', '3']);
    expect(listDeadLetters(deadLetters)).toEqual([
      {
        id: expect.any(String),
        queue: 'usage',
        reason: 'The table is gone.',
        receivedAt: expect.stringMatching(/Z$/),
        receiveCount: 3,
        body: 'poison',
      },
    ]);

    isBroken = false;
    expect(await redrive(deadLetters, [queue], noRelay)).toEqual({ redriven: 1, left: [] });
    await queue.idle();
    expect(tries).toEqual(['1', '2', '3', '1']);
    expect(deadLetters.messages()).toEqual([]);
    await queue.stop();
  });

  it('keep what belongs to no known queue', async () => {
    const deadLetters = await inMemory({ name: 'dead-letters' });
    await deadLetters.send('lost', { queue: text('nowhere'), reason: text('unreadable') });
    expect(await redrive(deadLetters, [await inMemory()], noRelay)).toMatchObject({
      redriven: 0,
      left: [{ why: 'There is no queue nowhere.' }],
    });
    expect(listDeadLetters(deadLetters)).toMatchObject([{ queue: 'nowhere', reason: 'unreadable' }]);
  });
});

describe('a queue whose worker depends on something that goes away', () => {
  /** Away from the first failure on, until it is back. */
  function outage() {
    let isAway = false;
    let bring: () => void = () => {};
    const back = new Promise<void>((resolve) => {
      bring = resolve;
    });
    return {
      dependency: { losses: 0, wasAway: async () => isAway, back: () => back },
      begin: () => {
        isAway = true;
      },
      end: () => {
        isAway = false;
        bring();
      },
    };
  }

  it('does not count what failed meanwhile, and delivers it when it is back', async () => {
    const deadLetters = await inMemory({ name: 'dead-letters' });
    const { dependency, begin, end } = outage();
    const queue = await inMemory({ deadLetters, dependency, maxReceiveCount: 1 });
    const counts: string[] = [];
    let isBroken = true;
    queue.deliverTo(async (event) => {
      counts.push(...event.Records.map(({ attributes }) => attributes.ApproximateReceiveCount));
      if (isBroken) throw new Error('connect ECONNREFUSED');
      return undefined;
    });
    begin();
    for (let i = 0; i < 25; i += 1) await queue.send(`m${i}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
    isBroken = false;
    end();
    await queue.idle();
    expect(deadLetters.messages()).toEqual([]);
    expect(new Set(counts)).toEqual(new Set(['1']));
    await queue.stop();
  });

  it('stops while it waits', async () => {
    const stuck = { losses: 0, wasAway: async () => true };
    const waiting = (signal: AbortSignal) =>
      new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve()));
    const path = join(folder, `${serial++}`);
    const store = await keepInFolder(path);
    const queue = await inMemory({ store, dependency: { ...stuck, back: waiting }, maxReceiveCount: 1 });
    queue.deliverTo(async () => {
      throw new Error('connect ECONNREFUSED');
    });
    await queue.send('kept');
    await new Promise((resolve) => setTimeout(resolve, 20));
    await queue.stop();
    expect((await inMemory({ store })).messages()).toMatchObject([{ body: 'kept', receiveCount: 0 }]);
  });
});

describe('idle', () => {
  it('waits for what was there, not for what keeps coming', async () => {
    const queue = await inMemory();
    const seen: string[] = [];
    let isOver = false;
    queue.deliverTo(async (event) => {
      seen.push(...bodies(event));
      // Each message brings another: such a queue is never empty.
      if (!isOver) await queue.send('next');
      return undefined;
    });
    for (let i = 0; i < 5; i += 1) await queue.send(`m${i}`);
    await queue.idle();
    isOver = true;
    expect(seen).toEqual(expect.arrayContaining(['m0', 'm1', 'm2', 'm3', 'm4']));
    await queue.idle();
    await queue.stop();
  });
});

describe('a queue kept in a folder', () => {
  const reopened = async (path: string, options: Partial<QueueOptions> = {}) =>
    inMemory({ store: await keepInFolder(path), ...options });

  it.each(['', '{"body":"cu', 'null', '{}'])('sets a message aside whose file holds %j', async (content) => {
    const path = join(folder, `${serial++}`);
    const before = await reopened(path);
    const { id } = await before.send('damaged');
    await before.send('whole');
    writeFileSync(join(path, `${id}.0.json`), content);
    const after = await reopened(path);
    expect(after.messages()).toMatchObject([{ body: 'whole' }]);
    expect(readdirSync(path).filter((name) => name.endsWith('.damaged'))).toEqual([
      expect.stringContaining(`${id}.0.json`),
    ]);
    expect((await reopened(path)).messages()).toHaveLength(1);
  });

  it('delivers what was sent before a sudden end, and nothing that was done', async () => {
    const path = join(folder, `${serial++}`);
    const before = await reopened(path);
    await before.send('done');
    before.deliverTo(async () => undefined);
    await before.idle();
    await before.stop();
    await before.send('open', { reason: text('r') });

    const after = await reopened(path);
    const events: SQSEvent[] = [];
    after.deliverTo(async (event) => {
      events.push(event);
      return undefined;
    });
    await after.idle();
    expect(events.flatMap(bodies)).toEqual(['open']);
    expect(events[0]?.Records[0]?.messageAttributes).toEqual({ reason: text('r') });
    await after.stop();
    expect((await reopened(path)).messages()).toEqual([]);
  });

  it('counts a delivery that killed the local stack, and dead-letters messages that never get an answer', async () => {
    const path = join(folder, `${serial++}`);
    await (await reopened(path)).send('killer');
    for (let count = 1; count <= 10; count += 1) {
      const desk = await reopened(path);
      expect(await desk.receive(1, 30_000)).toMatchObject([{ body: 'killer', receiveCount: count }]);
    }
    const deadLetters = await inMemory({ name: 'dead-letters' });
    const last = await reopened(path, { maxReceiveCount: 1, deadLetters });
    last.deliverTo(async () => {
      throw new Error('not to be called');
    });
    await last.idle();
    expect(listDeadLetters(deadLetters)).toMatchObject([
      { body: 'killer', reason: 'Received too often without an answer.' },
    ]);
    await last.stop();
  });
});
