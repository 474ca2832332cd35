import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DeleteItemCommand, DynamoDBClient, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { DynamoDBStreamsClient } from '@aws-sdk/client-dynamodb-streams';
import type { DynamoDBRecord } from 'aws-lambda';
import { log } from '../../functions/runtime/log.ts';
import { startEngine } from '../../local/engine/engine.ts';
import { ensureTable } from '../../local/engine/table.ts';
import { IN_MEMORY } from '../../local/environment.ts';
import { listDeadLetters, redrive } from '../../local/queues/dead-letters.ts';
import { keepNothing } from '../../local/queues/messages.ts';
import { Queue } from '../../local/queues/queue.ts';
import { StreamReader } from '../../local/stream/reader.ts';
import { type StreamHandler, TableStream } from '../../local/stream/stream.ts';
import { testFolder } from './folder.ts';

process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = 'true';
const folder = testFolder();
const engine = await startEngine({ dataDir: IN_MEMORY });
const config = {
  endpoint: engine.endpoint,
  region: 'us-east-1',
  credentials: { accessKeyId: 'desk', secretAccessKey: 'desk' },
};
const dynamo = new DynamoDBClient(config);
const streams = new DynamoDBStreamsClient(config);
const deadLetters = await Queue.open({ name: 'dead-letters', store: keepNothing });
const quick = { first: 1, longest: 5 };

let serial = 0;
let tableName = '';
const opened: TableStream[] = [];

beforeAll(() => log.setLogLevel('SILENT'));
beforeEach(async () => {
  tableName = `table-${++serial}`;
  await ensureTable(dynamo, tableName);
});
afterEach(() => Promise.all(opened.splice(0).map((stream) => stream.stop())));
afterAll(async () => {
  dynamo.destroy();
  streams.destroy();
  await engine.stop();
});

async function open(handler: StreamHandler, home: string | null = null, maxTries = 10): Promise<TableStream> {
  const reader = await StreamReader.open({ dynamo, streams, tableName, home });
  const stream = new TableStream({ reader, deadLetters, maxTries, pauseMs: quick, retryMs: quick });
  opened.push(stream);
  stream.deliverTo(handler);
  return stream;
}

const key = (name: string) => ({ pk: { S: 'A#user_1' }, sk: { S: name } });
const put = (name: string, more = {}) =>
  dynamo.send(new PutItemCommand({ TableName: tableName, Item: { ...key(name), ...more } }));
const namesOf = (records: readonly DynamoDBRecord[]) => records.map(({ dynamodb }) => dynamodb?.Keys?.sk?.S);
const numbered = (count: number) => Array.from({ length: count }, (_, i) => `s${String(i).padStart(3, '0')}`);

/** A relay that keeps what it is handed, batch by batch. */
function recorder() {
  const batches: (string | undefined)[][] = [];
  const records: DynamoDBRecord[] = [];
  const handler: StreamHandler = async (event) => {
    batches.push(namesOf(event.Records));
    records.push(...event.Records);
    return undefined;
  };
  return { batches, records, handler };
}

describe('the stream of the table', () => {
  it('hands on what was written, put over and deleted, as Lambda does', async () => {
    const { records, handler } = recorder();
    await put('s', { bytes: { B: new Uint8Array([1, 2]) }, map: { M: { list: { L: [{ NULL: true }] } } } });
    await put('s', { count: { N: '2' } });
    await dynamo.send(new DeleteItemCommand({ TableName: tableName, Key: key('s') }));
    await (await open(handler)).idle();
    const first = { ...key('s'), bytes: { B: 'AQI=' }, map: { M: { list: { L: [{ NULL: true }] } } } };
    const second = { ...key('s'), count: { N: '2' } };
    expect(
      records.map(({ eventName, dynamodb }) => [eventName, dynamodb?.OldImage, dynamodb?.NewImage]),
    ).toEqual([
      ['INSERT', undefined, first],
      ['MODIFY', first, second],
      ['REMOVE', second, undefined],
    ]);
    expect(records[0]).toMatchObject({
      eventID: expect.any(String),
      eventSource: 'aws:dynamodb',
      eventSourceARN: expect.stringContaining(`:table/${tableName}/stream/`),
      dynamodb: {
        ApproximateCreationDateTime: expect.any(Number),
        Keys: key('s'),
        SequenceNumber: expect.any(String),
        StreamViewType: 'NEW_AND_OLD_IMAGES',
      },
    });
    const at = records[0]?.dynamodb?.ApproximateCreationDateTime ?? 0;
    expect(Math.abs(at - Date.now() / 1_000)).toBeLessThan(60);
  });

  it('is in order and in batches of a hundred at most', async () => {
    const { batches, handler } = recorder();
    const names = numbered(230);
    for (const name of names) await put(name);
    await (await open(handler)).idle();
    expect(batches.map((batch) => batch.length)).toEqual([100, 100, 30]);
    expect(batches.flat()).toEqual(names);
  });

  it('is idle once everything that was written before was handed on', async () => {
    const { records, handler } = recorder();
    const stream = await open(async (event) => {
      await new Promise((resolve) => setTimeout(resolve, 20));
      return handler(event);
    });
    for (const name of numbered(5)) {
      await put(name);
      await stream.idle();
      expect(namesOf(records).at(-1)).toBe(name);
    }
    expect(stream.handedOn).toBe(5);
  });

  it('is idle at once without a handler', async () => {
    await put('s');
    const reader = await StreamReader.open({ dynamo, streams, tableName, home: null });
    await new TableStream({ reader, deadLetters }).idle();
  });
});

describe('a batch that fails', () => {
  it('is tried again from the first change that was reported as failed', async () => {
    const { batches, handler } = recorder();
    for (const name of ['a', 'b', 'c', 'd']) await put(name);
    let failures = 2;
    const stream = await open(async (event) => {
      await handler(event);
      if (failures-- <= 0) return undefined;
      const failed = event.Records.filter((record) =>
        ['b', 'c'].includes(record.dynamodb?.Keys?.sk?.S ?? ''),
      );
      return {
        batchItemFailures: failed
          .reverse()
          .map(({ dynamodb }) => ({ itemIdentifier: dynamodb?.SequenceNumber ?? '' })),
      };
    });
    await stream.idle();
    expect(batches).toEqual([['a', 'b', 'c', 'd'], ['b', 'c'], ['b'], ['c', 'd']]);
  });

  it('is tried again whole when the handler throws, or names a change that it was not given', async () => {
    const { batches, handler } = recorder();
    await put('a');
    const answers = [
      async () => Promise.reject(new Error('no')),
      async () => ({ batchItemFailures: [{ itemIdentifier: 'x' }] }),
    ];
    await (
      await open(async (event) => {
        await handler(event);
        return answers.shift()?.();
      })
    ).idle();
    expect(batches).toEqual([['a'], ['a'], ['a']]);
  });

  it('gives up on the one change that is to blame, and on no other', async () => {
    const { records, handler } = recorder();
    for (const name of [...numbered(60), 'poison', 'last']) await put(name);
    const stream = await open(async (event) => {
      if (namesOf(event.Records).includes('poison')) throw new Error('The bus is gone.');
      return handler(event);
    });
    await stream.idle();
    expect(namesOf(records)).toEqual([...numbered(60), 'last']);
    const [letter, ...others] = listDeadLetters(deadLetters);
    expect(others).toEqual([]);
    expect(letter).toMatchObject({ queue: 'relay', reason: 'The bus is gone.' });
    expect(JSON.parse(letter?.body ?? '')).toMatchObject({ dynamodb: { Keys: key('poison') } });
  });
});

describe('a change that was set aside', () => {
  it('is handed on again when it is driven in again, and stays while it fails', async () => {
    const queue = await Queue.open({ name: 'dead-letters', store: keepNothing });
    let isBroken = true;
    const { records, handler } = recorder();
    const reader = await StreamReader.open({ dynamo, streams, tableName, home: null });
    const stream = new TableStream({
      reader,
      deadLetters: queue,
      maxTries: 1,
      pauseMs: quick,
      retryMs: quick,
    });
    opened.push(stream);
    stream.deliverTo(async (event) => {
      if (isBroken) throw new Error('The bus is gone.');
      return handler(event);
    });
    await put('a');
    await stream.idle();
    const again = (change: string) => stream.handOnAgain(change);
    expect(await redrive(queue, [], again)).toMatchObject({
      redriven: 0,
      left: [{ why: 'The bus is gone.' }],
    });
    isBroken = false;
    expect(await redrive(queue, [], again)).toEqual({ redriven: 1, left: [] });
    expect(namesOf(records)).toEqual(['a']);
    expect(queue.messages()).toEqual([]);
  });

  it('is none while what the relay depends on is away', async () => {
    const { records, handler } = recorder();
    let failures = 5;
    const dependency = { losses: 0, wasAway: async () => failures > 0, back: async () => {} };
    const queue = await Queue.open({ name: 'dead-letters', store: keepNothing });
    const reader = await StreamReader.open({ dynamo, streams, tableName, home: null });
    const stream = new TableStream({ reader, deadLetters: queue, dependency, maxTries: 1, pauseMs: quick });
    opened.push(stream);
    await put('a');
    stream.deliverTo(async (event) => {
      if (failures > 0 && --failures > 0) throw new Error('connect ECONNREFUSED');
      return handler(event);
    });
    await stream.idle();
    expect([namesOf(records), queue.messages()]).toEqual([['a'], []]);
  });
});

it('is idle under traffic, too, once what was written before was handed on', async () => {
  let isOver = false;
  const stream = await open(async () => {
    // Each batch brings a change: no look ever finds nothing.
    if (!isOver) await put(`s${Math.random()}`);
    return undefined;
  });
  await put('first');
  const started = Date.now();
  await stream.idle();
  expect(Date.now() - started).toBeLessThan(20_000);
  isOver = true;
});

describe('the position in the stream', () => {
  it.each(['', '{"stream":', 'null', '{}'])('is set aside when its file holds %j', async (content) => {
    const home = join(folder, tableName);
    mkdirSync(home);
    writeFileSync(join(home, 'stream.json'), content);
    await put('a');
    const { batches, handler } = recorder();
    await (await open(handler, home)).idle();
    expect(batches).toEqual([['a']]);
    expect(readdirSync(home).filter((name) => name.endsWith('.damaged'))).toHaveLength(1);
  });

  it('is stored: a later local stack continues from there', async () => {
    const home = join(folder, tableName);
    mkdirSync(home);
    const before = recorder();
    await put('a');
    const stream = await open(before.handler, home);
    await stream.idle();
    await stream.stop();
    await put('b');
    const after = recorder();
    await (await open(after.handler, home)).idle();
    expect([before.batches, after.batches]).toEqual([[['a']], [['b']]]);
  });

  it('comes after what was dealt with, not after what was only handed on', async () => {
    const home = join(folder, tableName);
    mkdirSync(home);
    for (const name of ['a', 'b']) await put(name);
    const stream = await open(
      async ({ Records }) => ({
        batchItemFailures: Records.filter((record) => record.dynamodb?.Keys?.sk?.S === 'b').map(
          ({ dynamodb }) => ({ itemIdentifier: dynamodb?.SequenceNumber ?? '' }),
        ),
      }),
      home,
      Number.POSITIVE_INFINITY,
    );
    while (stream.handedOn < 1) await new Promise((resolve) => setTimeout(resolve, 5));
    await stream.stop();
    const after = recorder();
    await (await open(after.handler, home)).idle();
    expect(after.batches).toEqual([['b']]);
  });

  it('of another table is none of this one', async () => {
    const home = join(folder, tableName);
    mkdirSync(home);
    await put('a');
    await (await open(recorder().handler, home)).idle();
    tableName = `${tableName}-other`;
    await ensureTable(dynamo, tableName);
    await put('b');
    const { batches, handler } = recorder();
    await (await open(handler, home)).idle();
    expect(batches).toEqual([['b']]);
  });
});
