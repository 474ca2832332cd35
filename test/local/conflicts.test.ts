import { setTimeout as pause } from 'node:timers/promises';
import { DynamoDBClient, type TransactionCanceledException } from '@aws-sdk/client-dynamodb';
import {
  DynamoDBDocumentClient,
  GetCommand,
  PutCommand,
  TransactGetCommand,
  TransactWriteCommand,
} from '@aws-sdk/lib-dynamodb';
import { environmentNames } from '../../functions/runtime/config.ts';
import { type Conflicts, highest, injectConflicts } from '../../local/engine/conflicts.ts';
import { openTable } from '../support/table.ts';

/** Longer than any of these tests takes. */
const HOLD = 60_000;

let close: () => Promise<void>;
let client: DynamoDBClient;
let table: DynamoDBDocumentClient;
let TableName: string;
let conflicts: Conflicts;

beforeAll(async () => {
  ({ close } = await openTable());
  TableName = process.env[environmentNames.tableName] ?? '';
});
beforeEach(() => {
  client = new DynamoDBClient({ maxAttempts: 1 });
  table = DynamoDBDocumentClient.from(client);
  conflicts = injectConflicts(client, { holdMs: HOLD });
});
afterEach(() => client.destroy());
afterAll(() => close());

const itemOf = (pk: string) => ({ pk, sk: 'ITEM', text: 'any' });
const put = (pk: string) => table.send(new PutCommand({ TableName, Item: itemOf(pk) }));
const transact = (...pks: readonly string[]) =>
  table.send(
    new TransactWriteCommand({ TransactItems: pks.map((pk) => ({ Put: { TableName, Item: itemOf(pk) } })) }),
  );

describe('while a transaction is going on', () => {
  it('its items refuse plain writes; others take them', async () => {
    await transact('A#1', 'A#2');
    await expect(put('A#1')).rejects.toThrow('Transaction is ongoing');
    await expect(put('A#1')).rejects.toHaveProperty('name', 'TransactionConflictException');
    await put('A#3');
    expect(conflicts.tally).toMatchObject({ requests: 4, refused: 2 });
    expect([...conflicts.tally.refusedByPrefix]).toEqual([['A ITEM', 2]]);
  });

  it('its items refuse other transactions, which hear which item it was', async () => {
    await transact('B#1', 'B#2');
    const refused = await transact('B#3', 'B#2').catch((error: TransactionCanceledException) => error);
    expect(refused).toMatchObject({
      name: 'TransactionCanceledException',
      CancellationReasons: [{ Code: 'None' }, { Code: 'TransactionConflict' }],
    });
  });

  it('its items are read', async () => {
    await put('C#1');
    await transact('C#1');
    const { Item } = await table.send(new GetCommand({ TableName, Key: { pk: 'C#1', sk: 'ITEM' } }));
    expect(Item).toEqual(itemOf('C#1'));
  });
});

it('a transaction that is refused holds nothing', async () => {
  await transact('E#1');
  await expect(transact('E#1', 'E#2')).rejects.toHaveProperty('name', 'TransactionCanceledException');
  await put('E#2');
});

it('the same transaction sent again meets no conflict with itself', async () => {
  const command = () =>
    new TransactWriteCommand({
      ClientRequestToken: 'once',
      TransactItems: [{ Put: { TableName, Item: itemOf('F#1') } }],
    });
  await table.send(command());
  await table.send(command());
  expect(conflicts.tally.refused).toBe(0);
});

it('a transaction holds its items for the time set, and no longer', async () => {
  conflicts.stop();
  conflicts = injectConflicts(client, { holdMs: 20 });
  await transact('D#1');
  await pause(200);
  await put('D#1');
  expect(conflicts.tally.refused).toBe(0);
});

it('counts the writes that went on, by key and by partition', async () => {
  await put('G#1');
  await transact('G#1', 'G#2');
  expect(highest(conflicts.tally.writesByKey, 1)).toEqual([['G#1 ITEM', 2]]);
  expect(highest(conflicts.tally.writesByPartition, 2)).toEqual([
    ['G#1', 2],
    ['G#2', 1],
  ]);
});

it('an operation with rules of its own is not let through', async () => {
  const read = new TransactGetCommand({ TransactItems: [{ Get: { TableName, Key: { pk: 'H', sk: 'H' } } }] });
  await expect(table.send(read)).rejects.toThrow('No rules of conflicts are known for TransactGetItems.');
});

it('is gone when it is stopped', async () => {
  conflicts.stop();
  await transact('I#1');
  await put('I#1');
});
