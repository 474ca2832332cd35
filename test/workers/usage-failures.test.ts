import { randomUUID } from 'node:crypto';
import { DynamoDBClient, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import type { SQSBatchResponse, SQSEvent } from 'aws-lambda';
import type { AccountId } from '../../functions/domain/accounts.ts';
import { requireMeter } from '../../functions/domain/meters.ts';
import { periodOf } from '../../functions/domain/periods.ts';
import { parseInstant } from '../../functions/domain/time.ts';
import { setting } from '../../functions/runtime/config.ts';
import { recordOf } from '../../local/queues/record.ts';
import { injectFaults, retryAtOnce } from '../support/faults.ts';
import { type Client, openStack, someone, type TestStack } from '../support/local-stack.ts';
import { configure } from '../support/payments.ts';
import { MIDMONTH, machineOf, moveTo, usedOf } from '../support/service.ts';
import { deadLetters, redrive } from '../support/uploads.ts';

const TIME = '2027-03-15T12:00:00Z';

let stack: TestStack;
let machine: Client;
let work: (event: SQSEvent) => Promise<SQSBatchResponse>;
let waits: { readonly id: string; readonly seconds: number }[];
let account: string;

beforeAll(async () => {
  stack = await openStack();
  machine = await machineOf(stack);
  work = (await import('../../functions/workers/usage.ts')).handler;
  const { sqs } = await import('../../functions/queue/client.ts');
  sqs.middlewareStack.add(
    (next) => async (args) => {
      const { Entries = [] } = args.input as {
        Entries?: { ReceiptHandle?: string; VisibilityTimeout?: number }[];
      };
      for (const { ReceiptHandle: id, VisibilityTimeout: seconds } of Entries)
        if (id !== undefined && seconds !== undefined) waits.push({ id, seconds });
      return next(args);
    },
    { step: 'initialize', name: 'waits' },
  );
  await retryAtOnce((await import('../../functions/store/table/client.ts')).dynamo);
});
beforeEach(() => {
  moveTo(stack, MIDMONTH);
  account = someone();
  waits = [];
});
afterAll(() => stack.stop());

interface Sent {
  readonly of: string;
  readonly amount: number;
  readonly tries?: number;
}

/** Hands messages of one event each to the worker, all of one message group. Answers the places of those handed back. */
async function deliver(...messages: readonly Sent[]): Promise<number[]> {
  const Records = messages.map(({ of, amount, tries = 1 }, place) => {
    const event = [of, 'bandwidth', 'test', randomUUID(), Date.parse(TIME), amount];
    return recordOf('usage.fifo', {
      id: String(place),
      body: JSON.stringify({ events: [event] }),
      attributes: {},
      groupId: '7',
      sentAt: 0,
      receiveCount: tries,
    });
  });
  const { batchItemFailures } = await work({ Records });
  return batchItemFailures.map(({ itemIdentifier }) => Number(itemIdentifier)).sort();
}

/** Has the table refuse every write of an account, or all of them, while something is done. */
async function refusing(what: string | undefined, run: () => Promise<void>): Promise<void> {
  const { dynamo } = await import('../../functions/store/table/client.ts');
  const faults = injectFaults(dynamo, ({ operation, body }) =>
    operation === 'UpdateItem' && body.includes(what ?? '') ? 'server-error' : undefined,
  );
  try {
    await run();
  } finally {
    faults.stop();
  }
}

const lettersOfMine = async () => (await deadLetters(stack)).filter(({ body }) => body.includes(account));

describe('a message that cannot be counted now', () => {
  it('is handed back alone: those after it in its group are counted', async () => {
    const other = someone();
    await refusing(account, async () => {
      expect(
        await deliver({ of: other, amount: 1 }, { of: account, amount: 2 }, { of: other, amount: 4 }),
      ).toEqual([1]);
    });
    expect(await usedOf(machine, other)).toBe(5);
    expect(await deliver({ of: account, amount: 2, tries: 2 })).toEqual([]);
    expect(await usedOf(machine, account)).toBe(2);
  });

  it('comes again after 1, 5, 15 and 60 seconds while others are counted', async () => {
    await refusing(account, async () => {
      for (const tries of [1, 2, 3, 4, 5])
        expect(await deliver({ of: account, amount: 1, tries }, { of: someone(), amount: 1 })).toEqual([0]);
    });
    expect(waits.map(({ seconds }) => seconds)).toEqual([1, 5, 15, 60]);
  });

  it('waits for the queue’s own timeout after its first try where nothing is counted', async () => {
    await refusing(undefined, async () => {
      for (const tries of [1, 2, 3])
        expect(await deliver({ of: account, amount: 1, tries }, { of: someone(), amount: 1, tries })).toEqual(
          [0, 1],
        );
    });
    expect(waits.map(({ seconds }) => seconds)).toEqual([1, 1]);
  });
});

describe('messages that cannot be archived', () => {
  it('are handed back, though they are counted, and wait for the queue’s own timeout after their first try', async () => {
    configure({ archiveBucket: 'nowhere' });
    try {
      for (const tries of [1, 2, 3]) expect(await deliver({ of: account, amount: 1, tries })).toEqual([0]);
    } finally {
      configure({ archiveBucket: undefined });
    }
    expect(waits.map(({ seconds }) => seconds)).toEqual([1]);
  });
});

describe('events of an account whose balance cannot be read', () => {
  const damage = async (journal: string | undefined) => {
    const { balanceKey } = await import('../../functions/store/keys.ts');
    const { pk, sk } = balanceKey(
      account as AccountId,
      requireMeter('bandwidth'),
      periodOf(parseInstant(TIME)),
    );
    const dynamo = new DynamoDBClient();
    await dynamo.send(
      new UpdateItemCommand({
        TableName: setting('tableName'),
        Key: { pk: { S: pk }, sk: { S: sk } },
        UpdateExpression: journal === undefined ? 'REMOVE journal' : 'SET journal = :journal',
        ...(journal !== undefined && { ExpressionAttributeValues: { ':journal': { S: journal } } }),
      }),
    );
    dynamo.destroy();
  };

  it('are set aside at once, so that no other account of the group waits, and counted once the cause is gone', async () => {
    const other = someone();
    expect(await deliver({ of: account, amount: 1 })).toEqual([]);
    await damage('not a journal');
    expect(
      await deliver({ of: account, amount: 2 }, { of: other, amount: 4 }, { of: account, amount: 8 }),
    ).toEqual([]);
    expect(waits).toEqual([]);
    expect(await usedOf(machine, other)).toBe(4);
    expect(await lettersOfMine()).toEqual([
      expect.objectContaining({ queue: 'usage', reason: expect.stringMatching(/\w{3}/) }),
    ]);

    await damage(undefined);
    await redrive(stack);
    expect(await usedOf(machine, account)).toBe(11);
    expect(await lettersOfMine()).toEqual([]);
  });
});
