import { join } from 'node:path';
import { jest } from '@jest/globals';
import type { SQSEvent, SQSRecord } from 'aws-lambda';
import { log } from '../../functions/runtime/log.ts';
import { listDeadLetters, redrive } from '../../local/queues/dead-letters.ts';
import { keepInFolder, keepNothing } from '../../local/queues/messages.ts';
import { Queue, type QueueOptions } from '../../local/queues/queue.ts';
import { testFolder } from './folder.ts';

const folder = testFolder();
let serial = 0;

beforeAll(() => log.setLogLevel('SILENT'));
afterEach(() => jest.useRealTimers());

const fifo = (options: Partial<QueueOptions> = {}) =>
  Queue.open({
    name: 'usage',
    store: keepNothing,
    isFifo: true,
    retryMs: { first: 5, longest: 20 },
    ...options,
  });

/** Sends messages called by their group and number: `a1` is the first of group a. */
async function sendAll(queue: Queue, ...names: readonly string[]): Promise<void> {
  for (const name of names) await queue.send(name, {}, { groupId: name.charAt(0), deduplicationId: name });
}

const bodies = ({ Records }: SQSEvent): string[] => Records.map(({ body }) => body);

const failing = (records: readonly SQSRecord[]) => ({
  batchItemFailures: records.map(({ messageId }) => ({ itemIdentifier: messageId })),
});

const soon = (milliseconds = 5) => new Promise((resolve) => setTimeout(resolve, milliseconds));

describe('a FIFO queue', () => {
  it('hands out as many messages of one group as there are, then of the next, each group in order', async () => {
    const queue = await fifo();
    await sendAll(queue, 'a1', 'b1', 'a2', 'c1', 'a3', 'b2');
    const taken = await queue.receive(4, 1_000);
    expect(taken.map(({ body }) => body)).toEqual(['a1', 'a2', 'a3', 'b1']);
  });

  it('hands out nothing of a group while one of it is in work, and goes on with the others', async () => {
    const queue = await fifo();
    await sendAll(queue, 'a1', 'a2', 'b1');
    const [first] = await queue.receive(1, 1_000);
    await sendAll(queue, 'a3');
    expect((await queue.receive(10, 1_000)).map(({ body }) => body)).toEqual(['b1']);
    expect(await queue.receive(10, 1_000)).toEqual([]);
    await queue.remove(first?.id ?? '');
    expect((await queue.receive(10, 1_000)).map(({ body }) => body)).toEqual(['a2', 'a3']);
  });

  it('locks a group until its last message in work is gone or visible again', async () => {
    const queue = await fifo();
    await sendAll(queue, 'a1', 'a2', 'a3');
    const [one, two] = await queue.receive(2, 10_000);
    await queue.remove(one?.id ?? '');
    expect(await queue.receive(10, 1_000)).toEqual([]);
    queue.changeVisibility(two?.id ?? '', 0);
    expect((await queue.receive(10, 1_000)).map(({ body }) => body)).toEqual(['a2', 'a3']);
  });

  it('has one batch of a group in work at a time, and of different groups as many as there are consumers', async () => {
    const queue = await fifo({ concurrency: 4, batchSize: 2 });
    for (let n = 0; n < 40; n += 1) await sendAll(queue, `${'abcd'.charAt(n % 4)}${n}`);
    const inWork = new Map<string, number>();
    const order = new Map<string, string[]>();
    let most = 0;
    queue.deliverTo(async (event) => {
      const groups = new Set(event.Records.map(({ attributes }) => attributes.MessageGroupId ?? ''));
      for (const group of groups) {
        expect(inWork.get(group) ?? 0).toBe(0);
        inWork.set(group, 1);
      }
      for (const body of bodies(event)) {
        const group = body.charAt(0);
        order.set(group, [...(order.get(group) ?? []), body]);
      }
      most = Math.max(most, [...inWork.values()].filter(Boolean).length);
      await soon(2);
      for (const group of groups) inWork.set(group, 0);
      return undefined;
    });
    await queue.idle();
    expect(most).toBe(4);
    for (const [group, seen] of order)
      expect(seen).toEqual(Array.from({ length: 10 }, (_, n) => `${group}${4 * n + 'abcd'.indexOf(group)}`));
    await queue.stop();
  });

  it('starves no group, whatever the others send', async () => {
    const queue = await fifo({ concurrency: 1 });
    for (let n = 0; n < 100; n += 1) await sendAll(queue, `a${n}`);
    await sendAll(queue, 'b1');
    const batches: string[][] = [];
    queue.deliverTo(async (event) => {
      batches.push(bodies(event));
      return undefined;
    });
    await queue.idle();
    expect(batches[1]?.[0]).toBe('b1');
    await queue.stop();
  });

  it('tells a handler the group, the deduplication id and a number that grows', async () => {
    const queue = await fifo();
    await sendAll(queue, 'a1', 'b1');
    const records: SQSRecord[] = [];
    queue.deliverTo(async ({ Records }) => {
      records.push(...Records);
      return undefined;
    });
    await queue.idle();
    expect(records).toMatchObject([
      { attributes: { MessageGroupId: 'a', MessageDeduplicationId: 'a1' } },
      { attributes: { MessageGroupId: 'b', MessageDeduplicationId: 'b1' } },
    ]);
    expect(records[0]?.eventSourceARN).toMatch(/:usage\.fifo$/);
    const [first = '', second = ''] = records.map(({ attributes }) => attributes.SequenceNumber);
    expect(first).toMatch(/^\d{20}$/);
    expect(first < second).toBe(true);
    await queue.stop();
  });
});

describe('deduplication of a FIFO queue', () => {
  const send = (queue: Queue, groupId: string, body = 'x') =>
    queue.send(body, {}, { groupId, deduplicationId: 'same' });

  it('takes a repetition within a group for sent, also when the first is done, and in another group for new', async () => {
    const queue = await fifo();
    const first = await send(queue, 'a');
    expect(await send(queue, 'a', 'other body')).toEqual(first);
    await queue.remove(first.id);
    expect((await send(queue, 'a')).id).toBe(first.id);
    expect(queue.messages()).toEqual([]);
    expect((await send(queue, 'b')).id).not.toBe(first.id);
    expect(queue.messages()).toHaveLength(1);
  });

  it('takes two that are sent at once for one', async () => {
    const queue = await fifo();
    const [one, two] = await Promise.all([send(queue, 'a'), send(queue, 'a')]);
    expect(one.id).toBe(two.id);
    expect(queue.messages()).toHaveLength(1);
  });

  it('forgets after five minutes', async () => {
    jest.useFakeTimers({ doNotFake: ['nextTick', 'setImmediate'] });
    const queue = await fifo();
    const first = await send(queue, 'a');
    jest.setSystemTime(Date.now() + 299_000);
    expect((await send(queue, 'a')).id).toBe(first.id);
    jest.setSystemTime(Date.now() + 2_000);
    expect((await send(queue, 'a')).id).not.toBe(first.id);
  });

  it('forgets what could not be kept: its repetition is sent', async () => {
    let isFull = true;
    const add = async () => {
      if (isFull) throw new Error('ENOSPC');
    };
    const queue = await fifo({ store: { ...keepNothing, add } });
    await expect(send(queue, 'a')).rejects.toThrow('ENOSPC');
    expect(queue.messages()).toEqual([]);
    isFull = false;
    await send(queue, 'a');
    expect(await queue.receive(10, 1_000)).toHaveLength(1);
  });
});

describe('a message that fails in a FIFO queue', () => {
  it('comes first again, and its group waits for it', async () => {
    const queue = await fifo();
    await sendAll(queue, 'a1');
    const batches: string[][] = [];
    queue.deliverTo(async (event) => {
      batches.push(bodies(event));
      if (batches.length > 1) return undefined;
      await sendAll(queue, 'a2');
      return failing(event.Records);
    });
    await queue.idle();
    expect(batches).toEqual([['a1'], ['a1', 'a2']]);
    await queue.stop();
  });

  it('ends as a dead letter after its tries; those after it are done between its tries, and other groups wait for nothing', async () => {
    const deadLetters = await fifo({ name: 'usage-dead-letters' });
    const queue = await fifo({ deadLetters, maxReceiveCount: 3 });
    await sendAll(queue, 'a-poison', 'a2', 'b1');
    const done: string[] = [];
    let tries = 0;
    queue.deliverTo(async ({ Records }) => {
      const poison = Records.filter(({ body }) => body === 'a-poison');
      tries += poison.length;
      done.push(...Records.filter((each) => !poison.includes(each)).map(({ body }) => body));
      if (poison.length > 0) await sendAll(queue, `a-after-${tries}`);
      return failing(poison);
    });
    await queue.idle();
    // What was sent at the last try.
    await queue.idle();
    expect(tries).toBe(3);
    expect(done.sort()).toEqual(['a-after-1', 'a-after-2', 'a-after-3', 'a2', 'b1']);
    expect(listDeadLetters(deadLetters)).toMatchObject([{ body: 'a-poison', receiveCount: 3 }]);

    // Within five minutes of the first: by its own deduplication id it would be dropped.
    await queue.stop();
    await redrive(deadLetters, [queue], async () => undefined);
    expect(queue.messages()).toMatchObject([{ body: 'a-poison', groupId: 'a' }]);
    expect(deadLetters.messages()).toEqual([]);
  });

  it('is received when its worker said, not when the queue would have it', async () => {
    const queue = await fifo({ retryMs: { first: 500, longest: 1_000 } });
    await sendAll(queue, 'a1');
    const times: number[] = [];
    queue.deliverTo(async ({ Records }) => {
      times.push(performance.now());
      if (times.length > 1) return undefined;
      for (const { receiptHandle } of Records) queue.changeVisibility(receiptHandle, 20);
      return failing(Records);
    });
    await queue.idle();
    expect((times[1] ?? 0) - (times[0] ?? 0)).toBeLessThan(400);
    await queue.stop();
  });
});

describe('a FIFO queue kept in a folder', () => {
  it('keeps order, groups and what it knows of repetitions', async () => {
    const path = join(folder, `${serial++}`);
    const before = await fifo({ store: await keepInFolder(path) });
    await Promise.all([sendAll(before, 'a1'), sendAll(before, 'a2'), sendAll(before, 'b1')]);
    await sendAll(before, 'a3');
    const after = await fifo({ store: await keepInFolder(path) });
    await sendAll(after, 'a2', 'a4');
    const taken = await after.receive(10, 1_000);
    const ofA = taken.filter(({ groupId }) => groupId === 'a').map(({ body }) => body);
    expect(ofA).toEqual(['a1', 'a2', 'a3', 'a4']);
    expect(await after.receive(10, 1_000)).toEqual([]);
    expect(taken).toHaveLength(5);
  });
});
