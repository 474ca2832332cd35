import type { Difference } from '../../../functions/store/rebuild/difference.ts';
import { buy } from '../../support/charges.ts';
import { type Client, openStack, someone, type TestStack } from '../../support/local-stack.ts';
import { overageOf } from '../../support/overage.ts';
import { moveClock } from '../../support/paying.ts';
import { count, eventOf, machineOf, moveTo } from '../../support/service.ts';

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
  account = someone('company');
  owner = await desk.as({ sub: someone(), accounts: [account] });
});
afterAll(() => desk.stop());

/** The store reads the environment when it is loaded: so it is loaded late. Only what concerns this account. */
async function differences(): Promise<Omit<Difference, 'key' | 'repaired'>[]> {
  const { rebuild } = await import('../../../functions/store/rebuild/rebuild.ts');
  const found = await rebuild({ repair: false, now: desk.clock.now() });
  return found
    .filter(({ key }) => key.startsWith(`A#${account} CHG#`))
    .map(({ what, stored, computed }) => ({ what, stored, computed }));
}

/** Changes or deletes charges in the engine, behind the service's back. */
async function tamper(
  change: (charge: Record<string, unknown>) => Record<string, unknown> | null,
  which: (charge: Record<string, unknown>) => boolean = () => true,
): Promise<void> {
  const { DeleteCommand, PutCommand } = await import('@aws-sdk/lib-dynamodb');
  const { table, tableName } = await import('../../../functions/store/table/client.ts');
  const { itemsIn } = await import('../../../functions/store/table/list.ts');
  const TableName = tableName();
  for await (const item of itemsIn({ pk: `A#${account}`, from: 'CHG#', to: 'CHG#~' })) {
    const { pk, sk } = item;
    const [attribute, charge] =
      Object.entries(item).find(([, value]) => (value as { chargeId?: string })?.chargeId) ?? [];
    if (attribute === undefined || !which(charge as Record<string, unknown>)) continue;
    const changed = change(charge as Record<string, unknown>);
    if (changed === null) await table.send(new DeleteCommand({ TableName, Key: { pk, sk } }));
    else await table.send(new PutCommand({ TableName, Item: { ...item, [attribute]: changed } }));
  }
}

/** Uses 6.5 GB of 5 in March, of which 1 GB was confirmed, and closes March. */
async function closeMarch(): Promise<void> {
  moveTo(desk, '2027-03-20T12:10:00Z');
  await overageOf(desk, machine, owner, account).allow(GB, 'bandwidth');
  await count(desk, machine, [eventOf(desk, { subject: account, amount: 6.5 * GB })]);
  await moveClock(desk, '2027-04-02T03:00:00Z');
}

describe('rebuild', () => {
  it('finds nothing where charges are as they should be', async () => {
    await closeMarch();
    await buy(owner, account, 'cap_10');
    await desk.drain();
    expect(await differences()).toEqual([]);
  });

  it('names a closed period whose confirmed overage has no charge', async () => {
    await closeMarch();
    await tamper(() => null);
    expect(await differences()).toEqual([{ what: 'bandwidth.charged', stored: 0, computed: 80 }]);
  });

  it('names a closed period that was charged with another amount', async () => {
    await closeMarch();
    await tamper((charge) => ({
      ...charge,
      lines: [charge.lines, charge.lines].flat(),
    }));
    expect(await differences()).toEqual([{ what: 'bandwidth.charged', stored: 160, computed: 80 }]);
  });

  it('names a pack in use that no charge pays for', async () => {
    moveTo(desk, '2027-03-20T12:10:00Z');
    const { purchaseId } = await buy(owner, account, 'cap_10');
    await desk.drain();
    await tamper((charge) => ({ ...charge, status: 'failed' }));
    expect(await differences()).toEqual([{ what: `paid charges of ${purchaseId}`, stored: 0, computed: 1 }]);
  });

  it('names a payment that two charges record', async () => {
    moveTo(desk, '2027-03-20T12:10:00Z');
    await buy(owner, account, 'cap_10');
    await buy(owner, account, 'cap_10');
    await desk.drain();
    await tamper((charge) => ({
      ...charge,
      payment: { ...(charge.payment as Record<string, unknown>), reference: 'sbx_pay_1' },
    }));
    expect(await differences()).toEqual([
      { what: 'records of payment sandbox sbx_pay_1', stored: 2, computed: 1 },
    ]);
  });
});
