import { randomUUID } from 'node:crypto';
import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import type { SQSBatchResponse, SQSEvent } from 'aws-lambda';
import { declareMeter } from '../../functions/domain/meters.ts';
import { batchOf } from '../support/batches.ts';
import { type Client, openStack, someone, type TestStack } from '../support/local-stack.ts';
import { count, eventOf, MIDMONTH, machineOf, moveTo, usedOf } from '../support/service.ts';
import { type DeadLetter, deadLetters, redrive } from '../support/uploads.ts';

const TIME = '2027-03-15T12:00:00Z';
const MOST = Number.MAX_SAFE_INTEGER;

let desk: TestStack;
let machine: Client;
let sqs: SQSClient;
let work: (event: SQSEvent) => Promise<SQSBatchResponse>;
let account: string;

beforeAll(async () => {
  desk = await openStack();
  machine = await machineOf(desk);
  sqs = new SQSClient();
  work = (await import('../../functions/workers/usage.ts')).handler;
});
beforeEach(() => {
  moveTo(desk, MIDMONTH);
  account = someone();
});
afterAll(async () => {
  sqs.destroy();
  await desk.stop();
});

type Row = readonly [string, string, string, string, number, number];

const row = (id: string, amount: number, meter = 'bandwidth'): Row => [
  account,
  meter,
  'test',
  id,
  Date.parse(TIME),
  amount,
];
const messageOf = (...events: readonly Row[]): string => JSON.stringify({ events });

const batch = (...bodies: readonly string[]) => batchOf(work, ...bodies);

const send = (body: string) =>
  sqs.send(
    new SendMessageCommand({
      QueueUrl: process.env.USAGE_QUEUE_URL,
      MessageBody: body,
      MessageGroupId: '0',
      MessageDeduplicationId: randomUUID(),
    }),
  );

const lettersOfMine = async (): Promise<DeadLetter[]> =>
  (await deadLetters(desk)).filter(({ body }) => body.includes(account));

const becameOf = async (id: string) =>
  (await machine.call(`GET /v1/accounts/${account}/usage-events/test/${id}?time=${TIME}`)).body;

describe('a message that cannot be read', () => {
  it.each([
    ['is no JSON', () => `{"events":[["${account}"`],
    ['is of another form', () => JSON.stringify([account])],
    ['lacks a field', () => JSON.stringify({ events: [row('a', 1).slice(0, 5)] })],
    ['counts nothing', () => messageOf(row('a', 0))],
    ['counts a fraction', () => messageOf(row('a', 0.5))],
    ['counts more than is exact', () => messageOf(row('a', 2 ** 53))],
  ])('because it %s goes to the dead letters alone, with its reason', async (_, body) => {
    expect(await batch(messageOf(row('x', 3)), body(), messageOf(row('y', 4), row('z', 5)))).toEqual([]);
    expect(await lettersOfMine()).toEqual([
      expect.objectContaining({
        queue: 'usage',
        body: body(),
        reason: expect.stringMatching(/^Not a usage message: \S/),
      }),
    ]);
    expect(await usedOf(machine, account)).toBe(12);
  });

  it('does not hold the queue up', async () => {
    await send(`not json, of ${account}`);
    await count(desk, machine, [eventOf(desk, { subject: account, amount: 3 })]);
    expect(await lettersOfMine()).toHaveLength(1);
    expect(await usedOf(machine, account)).toBe(3);
  });
});

describe('an event of a meter that there is not', () => {
  it('goes to the dead letters, the others of its message are counted, and its sender learns of it', async () => {
    await send(messageOf(row('a', 3), row('b', 7, 'fax'), row('c', 4)));
    await desk.drain();
    expect(await usedOf(machine, account)).toBe(7);
    expect(await lettersOfMine()).toEqual([
      expect.objectContaining({
        queue: 'usage',
        reason: 'There is no counter named fax.',
        body: messageOf(row('b', 7, 'fax')),
      }),
    ]);
    expect(await becameOf('b')).toEqual({
      state: 'failed',
      meter: 'fax',
      amount: 7,
      period: null,
      late: false,
      reason: 'There is no counter named fax.',
    });
  });

  it('is not counted on a meter that is no counter', async () => {
    await send(messageOf(row('a', 3, 'storage'), row('b', 1, 'jobSlots')));
    await desk.drain();
    expect([await usedOf(machine, account, 'storage'), await usedOf(machine, account, 'jobSlots')]).toEqual([
      0, 0,
    ]);
    expect(await becameOf('a')).toMatchObject({
      state: 'failed',
      reason: 'There is no counter named storage.',
    });
  });

  it('is counted once when it is driven in again after the meter was declared', async () => {
    await send(messageOf(row('a', 3, 'pageViews')));
    await send(messageOf(row('a', 3, 'pageViews')));
    await desk.drain();
    expect(await becameOf('a')).toMatchObject({ state: 'failed' });

    await redrive(desk);
    expect(await becameOf('a')).toMatchObject({ state: 'failed' });
    expect(await lettersOfMine()).not.toEqual([]);

    declareMeter({
      name: 'pageViews',
      title: 'Page views',
      kind: 'counter',
      unit: 'view',
      free: 100,
      warnAtPercent: 80,
      overage: null,
    });
    expect(await redrive(desk)).toBeGreaterThan(0);
    expect(await lettersOfMine()).toEqual([]);
    expect(await usedOf(machine, account, 'pageViews')).toBe(3);
    expect(await becameOf('a')).toMatchObject({
      state: 'counted',
      meter: 'pageViews',
      amount: 3,
      reason: null,
    });
  });
});

describe('an event of an impossible time', () => {
  it.each([
    ['beyond all calendars', 9e15],
    ['before all accounts', Date.parse('1990-01-01T00:00:00Z')],
  ])('%s goes to the dead letters and holds nothing up', async (_, time) => {
    const [owner, meter, source] = row('x', 1);
    const poison = messageOf([owner, meter, source, 'odd', time, 1]);
    expect(await batch(messageOf(row('good', 7)), poison)).toEqual([]);
    expect(await usedOf(machine, account)).toBe(7);
    await desk.drain();
    expect(await lettersOfMine()).toHaveLength(1);
  });
});

describe('an event that lifts the sum beyond what is exact', () => {
  it('goes to the dead letters, and the others are counted', async () => {
    await send(messageOf(row('a', MOST - 10), row('b', 11), row('c', 4), row('d', 6)));
    await desk.drain();
    expect(await usedOf(machine, account)).toBe(MOST);
    expect(await lettersOfMine()).toEqual([
      expect.objectContaining({ body: messageOf(row('b', 11)), reason: expect.stringContaining('2^53 - 1') }),
    ]);
    expect(await becameOf('b')).toMatchObject({ state: 'failed', amount: 11 });
    expect(await becameOf('d')).toMatchObject({ state: 'counted', amount: 6 });
  });

  it('stays out of the way of duplicates of the others, also where a page ends', async () => {
    for (const fillers of [127, 128, 129, 130, 131]) {
      account = someone();
      await send(messageOf(...Array.from({ length: fillers }, (_, i) => row(`f${i}`, 1))));
      // Whatever is counted first has room: these must be.
      await desk.drain();
      await send(messageOf(row('big', MOST), row('small', 5)));
      await send(messageOf(row('small', 5)));
      await desk.drain();
      expect(await usedOf(machine, account)).toBe(fillers + 5);
    }
  });

  it('counts in the next month, as late, when it is driven in after its own has closed', async () => {
    await send(messageOf(row('a', MOST), row('b', 11)));
    await desk.drain();
    moveTo(desk, '2027-04-02T00:00:00Z');
    await redrive(desk);
    expect(await lettersOfMine()).toEqual([]);
    expect(await usedOf(machine, account)).toBe(11);
    expect(await becameOf('b')).toMatchObject({ state: 'counted', late: true });
  });
});

describe('a batch', () => {
  it('counts an event in several messages once', async () => {
    const bodies = [messageOf(row('a', 1), row('b', 2)), messageOf(row('b', 2), row('c', 4)), messageOf()];
    expect(await batch(...bodies, ...bodies)).toEqual([]);
    expect(await batch(...bodies)).toEqual([]);
    expect(await usedOf(machine, account)).toBe(7);
  });

  it('counts each account’s part though others are refused', async () => {
    const [first, second] = [account, someone()];
    const mine = messageOf(row('a', 1));
    account = second;
    expect(await batch(mine, messageOf(row('a', 2, 'fax')), messageOf(row('b', 5)))).toEqual([]);
    expect([await usedOf(machine, first), await usedOf(machine, second)]).toEqual([1, 5]);
  });
});
