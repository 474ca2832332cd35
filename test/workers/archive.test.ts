import { randomUUID } from 'node:crypto';
import { gunzipSync } from 'node:zlib';
import type { SQSBatchResponse, SQSEvent } from 'aws-lambda';
import { archiveKey } from '../../functions/domain/metering/archive.ts';
import { environmentNames } from '../../functions/runtime/config.ts';
import type { Difference } from '../../functions/store/rebuild/difference.ts';
import { recordOf } from '../../local/queues/record.ts';
import { type Client, openStack, someone, type TestStack } from '../support/local-stack.ts';
import { freshKey } from '../support/paying.ts';
import { configure } from '../support/payments.ts';
import { count, eventOf, MIDMONTH, machineOf, moveTo, usedOf } from '../support/service.ts';

const TIME = '2027-03-15T11:30:00Z';

let desk: TestStack;
let machine: Client;
let work: (event: SQSEvent) => Promise<SQSBatchResponse>;
let account: string;

beforeAll(async () => {
  desk = await openStack();
  configure({ archiveBucket: 'archive' });
  machine = await machineOf(desk);
  work = (await import('../../functions/workers/usage.ts')).handler;
});
beforeEach(() => {
  configure({ archiveBucket: 'archive' });
  moveTo(desk, MIDMONTH);
  account = someone();
});
afterAll(() => {
  configure({ archiveBucket: undefined });
  return desk.stop();
});

type Row = readonly [string, string, string, string, number, number];

const row = (id: string, amount: number, time = TIME, meter = 'bandwidth'): Row => [
  account,
  meter,
  'test',
  id,
  Date.parse(time),
  amount,
];

/** Hands these messages to the worker as one batch. Answers how many of them it hands back. */
async function batch(...messages: readonly (readonly Row[])[]): Promise<number> {
  const Records = messages.map((events) =>
    recordOf('usage', {
      id: randomUUID(),
      body: JSON.stringify({ events }),
      attributes: {},
      sentAt: 0,
      receiveCount: 1,
    }),
  );
  return (await work({ Records })).batchItemFailures.length;
}

const keys = async (): Promise<string[]> => {
  const list = await (await fetch(`${desk.url}/s3/archive?list-type=2&prefix=events/`)).text();
  return [...list.matchAll(/<Key>([^<]+)<\/Key>/g)].map(([, key = '']) => key);
};

/** The lines of an object of the archive. */
async function linesAt(key: string): Promise<Record<string, unknown>[]> {
  const answer = await fetch(`${desk.url}/s3/archive/${key.split('/').map(encodeURIComponent).join('/')}`);
  const text = gunzipSync(Buffer.from(await answer.arrayBuffer())).toString();
  return text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));
}

const mine = async () => {
  const all = await Promise.all((await keys()).map(async (key) => ({ key, lines: await linesAt(key) })));
  return all
    .map(({ key, lines }) => ({ key, lines: lines.filter((line) => line.account === account) }))
    .filter(({ lines }) => lines.length > 0);
};

async function rebuild(): Promise<Difference[]> {
  const answer = await fetch(`${desk.url}/dev/rebuild`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ fromArchive: true }),
  });
  const { differences } = (await answer.json()) as { differences: Difference[] };
  return differences.filter(({ key }) => key.startsWith(`A#${account} `));
}

describe('a batch that was counted', () => {
  it('is archived in one object, by the hour of its latest event', async () => {
    const others = [[row('a', 7)]];
    account = someone();
    const late = row('b', 2, '2027-03-14T23:10:00Z');
    expect(await batch(...others, [row('a', 1)], [late])).toBe(0);
    const [object, ...more] = await mine();
    expect(more).toEqual([]);
    expect(object?.key).toMatch(/^events\/day=2027-03-15\/hour=11\/[0-9a-f]{32}\.json\.gz$/);
    const counted = {
      account,
      meter: 'bandwidth',
      source: 'test',
      countedAt: expect.stringMatching(/^2027-03-15T12:10:/),
    };
    expect(object?.lines).toEqual([
      { ...counted, id: 'a', time: '2027-03-15T11:30:00.000Z', amount: 1 },
      { ...counted, id: 'b', time: '2027-03-14T23:10:00.000Z', amount: 2 },
    ]);
    expect(await linesAt(object?.key ?? '')).toHaveLength(3);
  });

  it('replaces itself when it comes again, in whatever order its messages are', async () => {
    const [a, b] = [[row('a', 1)], [row('b', 2), row('c', 3)]];
    await batch(a, b);
    await batch(b, a);
    expect((await mine()).map(({ lines }) => lines.length)).toEqual([3]);
    expect(await usedOf(machine, account)).toBe(6);
  });

  it('leaves out what can never be counted', async () => {
    expect(await batch([row('a', 1), row('b', 2, TIME, 'fax'), row('c', Number.MAX_SAFE_INTEGER)])).toBe(0);
    await desk.drain();
    expect((await mine()).flatMap(({ lines }) => lines.map(({ id }) => id))).toEqual(['a']);
  });

  it('is not archived without an archive', async () => {
    configure({ archiveBucket: undefined });
    expect(await batch([row('a', 1)])).toBe(0);
    expect(await mine()).toEqual([]);
  });
});

describe('a batch that cannot be archived', () => {
  it('is handed back whole, and counts once when it comes again', async () => {
    configure({ archiveBucket: 'no-such-bucket' });
    const messages = [[row('a', 1)], [row('b', 2)]];
    expect(await batch(...messages)).toBe(2);
    expect(await usedOf(machine, account)).toBe(3);
    configure({ archiveBucket: 'archive' });
    expect(await batch(...messages)).toBe(0);
    expect(await usedOf(machine, account)).toBe(3);
    expect((await mine()).map(({ lines }) => lines.length)).toEqual([2]);
    expect(await rebuild()).toEqual([]);
  });

  it('is healed by the queue when the process is gone between counting and archiving', async () => {
    configure({ archiveBucket: 'no-such-bucket' });
    await machine.call('POST /v1/usage-events', [eventOf(desk, { subject: account, id: 'a', amount: 5 })]);
    while ((await usedOf(machine, account)) === 0) await new Promise((resolve) => setTimeout(resolve, 10));
    configure({ archiveBucket: 'archive' });
    await desk.drain();
    expect((await mine()).flatMap(({ lines }) => lines.map(({ id }) => id))).toEqual(['a']);
    expect(await usedOf(machine, account)).toBe(5);
  });
});

describe('the sums out of the archive', () => {
  it('are what the balances have, with duplicates, late events, settlements and corrections', async () => {
    const event = (id: string, amount: number, time = TIME) =>
      eventOf(desk, { subject: account, id, amount, time });
    const many = Array.from({ length: 700 }, (_, index) => event(`m${index}`, index + 1));
    await count(desk, machine, many);
    await count(desk, machine, [...many.slice(300), event('more', 5)]);
    const { body } = await machine.call(
      `POST /v1/accounts/${account}/reservations`,
      { meter: 'transcoding', amount: 60 },
      freshKey(),
    );
    await machine.call(`POST /v1/accounts/${account}/reservations/${body.reservationId}/settlement`, {
      amount: 45,
    });
    const correction = { account, meter: 'bandwidth', source: 'test', time: TIME, reason: 'Any' };
    await machine.call('POST /v1/usage-corrections', { ...correction, id: 'm9', amount: 0 }, freshKey());
    moveTo(desk, '2027-04-03T12:00:00Z');
    await count(desk, machine, [event('late', 11), event('m1', 2)]);
    await machine.call('POST /v1/usage-corrections', { ...correction, id: 'm5', amount: 1 }, freshKey());
    await machine.call('POST /v1/usage-corrections', { ...correction, id: 'late', amount: 4 }, freshKey());
    await desk.drain();
    expect(await rebuild()).toEqual([]);
    expect(await usedOf(machine, account)).toBe(4);
  });

  it('list what the table lacks', async () => {
    await count(desk, machine, [eventOf(desk, { subject: account, amount: 500 })]);
    const { conditionalWrite } = await import('../../functions/store/table/conditional-write.ts');
    const key = { pk: `A#${account}`, sk: 'BAL#2027-03-01#bandwidth' };
    await conditionalWrite({
      key,
      update: 'ADD used :by',
      when: ['attribute_exists(pk)'],
      values: { ':by': 9 },
    });
    expect(await rebuild()).toEqual([
      {
        what: 'bandwidth.used',
        key: `${key.pk} ${key.sk}`,
        stored: 509,
        computed: 500,
        repaired: false,
      },
    ]);
  });
});

it('has a key for a batch that is a matter of its events alone', () => {
  const event = { account: 'user_1' as never, meter: 'bandwidth', source: 's', id: 'a', amount: 1 };
  const [early, late] = [
    { ...event, at: 0 as never },
    { ...event, at: Date.parse(TIME) as never },
  ];
  expect(archiveKey([early, late])).toBe(archiveKey([late, early]));
  expect(archiveKey([early, late])).not.toBe(archiveKey([late]));
  expect(environmentNames.archiveBucket).toBe('ARCHIVE_BUCKET');
});
