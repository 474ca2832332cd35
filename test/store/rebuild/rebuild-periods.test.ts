import type { Difference } from '../../../functions/store/rebuild/difference.ts';
import { buy } from '../../support/charges.ts';
import { type Client, openStack, someone, type TestStack } from '../../support/local-stack.ts';
import { overageOf } from '../../support/overage.ts';
import { moveClock } from '../../support/paying.ts';
import { count, eventOf, machineOf, moveTo } from '../../support/service.ts';
import { notification, tell } from '../../support/uploads.ts';

const GB = 1_000_000_000;

let desk: TestStack;
let machine: Client;
let account: string;
let owner: Client;

beforeAll(async () => {
  desk = await openStack();
  machine = await machineOf(desk);
});
beforeEach(async () => {
  moveTo(desk, '2027-03-20T12:10:00Z');
  account = someone();
  owner = await desk.as({ sub: account });
});
afterAll(() => desk.stop());

/** The store reads the environment when it is loaded: so it is loaded late. Only what concerns this account. */
async function differences(): Promise<Pick<Difference, 'what' | 'stored' | 'computed'>[]> {
  const { rebuild } = await import('../../../functions/store/rebuild/rebuild.ts');
  const found = await rebuild({ repair: false, now: desk.clock.now() });
  return found
    .filter(({ key }) => key.startsWith(`A#${account} `))
    .map(({ what, stored, computed }) => ({ what, stored, computed }));
}

/** Replaces or deletes the account's items whose sort keys begin so, behind the service's back. */
async function tamper(
  prefix: string,
  change: (item: Record<string, unknown>) => Record<string, unknown> | null,
  pk = `A#${account}`,
): Promise<void> {
  const { DeleteCommand, PutCommand } = await import('@aws-sdk/lib-dynamodb');
  const { table, tableName } = await import('../../../functions/store/table/client.ts');
  const { itemsIn } = await import('../../../functions/store/table/list.ts');
  const TableName = tableName();
  for await (const item of itemsIn({ pk, from: prefix, to: `${prefix}~` })) {
    const changed = change(item);
    if (changed) await table.send(new PutCommand({ TableName, Item: changed }));
    else await table.send(new DeleteCommand({ TableName, Key: { pk: item.pk, sk: item.sk } }));
  }
}

describe('rebuild, of a pack that lasts over a month’s turn', () => {
  const APRIL = 'BAL#2027-04-01#bandwidth';
  const use = (amount: number, time?: string) =>
    count(desk, machine, [eventOf(desk, { subject: account, amount, ...(time && { time }) })]);

  /** A pack of 100 GB, 2 GB of it burnt in March, while an early event has begun April. */
  async function turn(): Promise<void> {
    moveTo(desk, '2027-03-31T23:55:00Z');
    await use(GB, '2027-04-01T00:00:30Z');
    await buy(owner, account, 'cap_50');
    await use(7 * GB);
    await moveClock(desk, '2027-04-02T03:00:00Z');
  }

  it('finds nothing where each month begins with what the one before left', async () => {
    await turn();
    expect(await differences()).toEqual([]);
    await moveClock(desk, '2027-05-02T03:00:00Z');
    expect(await differences()).toEqual([]);
  });

  it('names a month that has more of it than the month before left', async () => {
    await turn();
    await tamper(APRIL, (item) => {
      const [[grantId = '', [packType, amount, ...rest] = []] = []] = Object.entries(
        item.grants as Record<string, [string, number, ...number[]]>,
      );
      return {
        ...item,
        grants: { [grantId]: [packType, Number(amount) + 10 * GB, ...rest] },
        left: Number(item.left) + 10 * GB,
      };
    });
    expect(await differences()).toEqual([
      {
        what: expect.stringMatching(/^bandwidth\.grant pur_/),
        stored: 108 * GB,
        computed: 98 * GB,
      },
    ]);
  });
});

describe('rebuild, of storage that was confirmed beyond the limit', () => {
  /** 4 GB of 2 stored in March, 3 GB beyond confirmed: 7.00. */
  async function endMarch(): Promise<void> {
    const own = overageOf(desk, machine, owner, account);
    await own.allow(3 * GB, 'storage');
    const { body } = await own.upload(4 * GB);
    await tell(desk, notification('ObjectCreated:Post', { key: body.key, sequencer: '01', size: 4 * GB }));
    await moveClock(desk, '2027-04-02T03:00:00Z');
    expect(await own.charges()).toMatchObject([{ amount: { amount: 700 } }]);
  }

  it('finds nothing where the month was charged', async () => {
    await endMarch();
    expect(await differences()).toEqual([]);
  });

  it('finds nothing where the confirmation was withdrawn before it was used', async () => {
    await overageOf(desk, machine, owner, account).allow(3 * GB, 'storage');
    const withdrawn = await owner.call(`DELETE /v1/accounts/${account}/overage-confirmations/storage`);
    expect(withdrawn.status).toBe(204);
    await moveClock(desk, '2027-04-02T03:00:00Z');
    expect(await differences()).toEqual([]);
  });

  it('names a month without its charge', async () => {
    await endMarch();
    await tamper('CHG#', () => null);
    expect(await differences()).toContainEqual({ what: 'storage.charged', stored: 0, computed: 700 });
  });

  it('names a month that was confirmed and has never ended', async () => {
    await endMarch();
    await tamper(
      'LINE#',
      (item) => ((item.line as { action: string }).action === 'overage.ended' ? null : item),
      `AUD#${account}`,
    );
    expect(await differences()).toContainEqual({
      what: 'storage.ends of 2027-03-01',
      stored: 0,
      computed: 1,
    });
  });
});
