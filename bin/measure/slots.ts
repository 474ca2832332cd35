import { GetCommand, PutCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { handler } from '../../functions/api/slots.ts';
import type { AccountId } from '../../functions/domain/accounts.ts';
import { slotMeter } from '../../functions/domain/meters.ts';
import { createGrant } from '../../functions/store/packs/grants.ts';
import { allocateSlot, slotsKey } from '../../functions/store/slots/slots.ts';
import { table, tableName } from '../../functions/store/table/client.ts';
import { Transaction } from '../../functions/store/table/transaction.ts';
import { counting } from './capacity.ts';
import { type Figure, type Findings, percentile } from './figures.ts';
import { callOf, invoke } from './invoke.ts';
import { type Setup, START } from './measuring.ts';

const LEASE_SECONDS = 3_600;
/** Twelve characters, like job ids of a scheduler. */
const jobId = (number: number): string => `job_${String(number).padStart(8, '0')}`;

/** Measures the cost of allocating a job slot, and the handler's time compared with its single write. */
export async function slots({ stack, quick }: Setup): Promise<Findings> {
  const token = await stack.issueToken({ sub: 'scheduler', scope: 'slots.write' });
  const figures: Figure[] = [];
  for (const held of [1, 10, 30, 60, 100]) figures.push(...(await costOfSlot(held, token)));
  return {
    figures: [...figures, ...(await timeBesideWrite(token, quick ? 100 : 500))],
    notes: [
      'Slots: job ids of 12 characters, each slot with a lease, the limit raised by one grant; slot n is the one taken while n - 1 are held.',
      'Handler: payload-2.0 event to response, 10 slots held; the bare write has its condition, its update and its item size; alternately, in one run.',
    ],
  };
}

/** Measures the cost of allocating an account's `nth` slot. */
export async function costOfSlot(nth: number, token: string): Promise<Figure[]> {
  const account = await companyWithSlots(nth - 1);
  const tally = await counting(() => invoke(handler, allocation(account, token, jobId(nth)), 201));
  return [
    {
      name: `slots: requests for slot ${nth}`,
      value: tally.requests + (tally.byCommand.get('TransactWriteItemsCommand') ?? 0),
      unit: 'requests',
      target: { exactly: 1 },
    },
    {
      name: `slots: write units for slot ${nth}`,
      value: tally.written,
      unit: 'WRU',
      ...targetAt(nth),
    },
  ];
}

function targetAt(nth: number): Pick<Figure, 'target'> {
  if (nth <= 30) return { target: { atMost: 1 } };
  return nth === 100 ? { target: { atMost: 4 } } : {};
}

let companies = 0;

/** Creates a company with this many slots in use and a limit that is never reached. */
async function companyWithSlots(count: number): Promise<AccountId> {
  companies += 1;
  const account = `company_measured-${companies}` as AccountId;
  const transaction = new Transaction();
  const grant = { grantId: 'pur_20260520T12_1', packType: 'slots_100', amount: 100, expiresAt: null };
  await createGrant(transaction, { account, meter: slotMeter(), grant, now: START });
  await transaction.commit();
  for (let job = 1; job <= count; job += 1)
    await allocateSlot(account, slotMeter(), jobId(job), LEASE_SECONDS, START);
  return account;
}

const allocation = (account: AccountId, token: string, job: string) => ({
  route: 'POST /v1/accounts/{account}/job-slots' as const,
  token,
  parameters: { account },
  body: { jobId: job, leaseSeconds: LEASE_SECONDS },
});

const release = (account: AccountId, token: string, job: string) => ({
  route: 'DELETE /v1/accounts/{account}/job-slots/{jobId}' as const,
  token,
  parameters: { account, jobId: job },
});

const WARM_UP = 200;
const IN_USE = 10;

/** Times the handler and a bare write alternately, on items of the same size. Releases are not timed. */
async function timeBesideWrite(token: string, pairs: number): Promise<Figure[]> {
  const account = await companyWithSlots(IN_USE);
  const copy = await copyOf(account);
  const job = jobId(IN_USE + 1);
  const handled: number[] = [];
  const bare: number[] = [];
  for (let pair = -WARM_UP; pair < pairs; pair += 1) {
    const call = callOf(handler, allocation(account, token, job));
    const ours = await timed(() => call(201));
    await invoke(handler, release(account, token, job), 204);
    const theirs = await timed(() => allocateBare(copy, job));
    await releaseBare(copy, job);
    if (pair < 0) continue;
    handled.push(ours);
    bare.push(theirs);
  }
  const [middle, plain] = [percentile(handled, 0.5), percentile(bare, 0.5)];
  return [
    { name: 'slots: handler, p50', value: middle, unit: 'ms' },
    { name: 'slots: handler, p95', value: percentile(handled, 0.95), unit: 'ms' },
    { name: 'slots: bare write, p50', value: plain, unit: 'ms' },
    { name: 'slots: bare write, p95', value: percentile(bare, 0.95), unit: 'ms' },
    {
      name: 'slots: handler over bare write, p50',
      value: middle / plain,
      unit: '×',
      target: { atMost: 1.3 },
    },
    { name: 'slots: handler beyond bare write, p50', value: middle - plain, unit: 'ms' },
  ];
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const from = performance.now();
  await work();
  return performance.now() - from;
}

/** Copies the item to another key of the same length. */
async function copyOf(account: AccountId): Promise<{ pk: string; sk: string }> {
  const key = slotsKey(account, slotMeter());
  const { Item } = await table.send(new GetCommand({ TableName: tableName(), Key: { ...key } }));
  const copy = { pk: key.pk.replace('measured', 'bareitem'), sk: key.sk };
  await table.send(new PutCommand({ TableName: tableName(), Item: { ...Item, ...copy } }));
  return copy;
}

const allocateBare = (key: { pk: string; sk: string }, job: string) =>
  table.send(
    new UpdateCommand({
      TableName: tableName(),
      Key: key,
      UpdateExpression: 'SET slots.#job = :slot',
      ConditionExpression: 'attribute_not_exists(slots.#job) AND size(slots) < #limit',
      ExpressionAttributeNames: { '#job': job, '#limit': 'limit' },
      ExpressionAttributeValues: { ':slot': [1_779_278_400, 1_779_282_000] },
    }),
  );

const releaseBare = (key: { pk: string; sk: string }, job: string) =>
  table.send(
    new UpdateCommand({
      TableName: tableName(),
      Key: key,
      UpdateExpression: 'REMOVE slots.#job',
      ConditionExpression: 'attribute_exists(slots.#job)',
      ExpressionAttributeNames: { '#job': job },
    }),
  );
