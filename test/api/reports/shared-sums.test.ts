import type { AccountId } from '../../../functions/domain/accounts.ts';
import { shardOf } from '../../../functions/store/shards.ts';
import { owe } from '../../support/charges.ts';
import { openStack, someone, type TestStack } from '../../support/local-stack.ts';
import { moveClock } from '../../support/paying.ts';
import { count, eventOf, machineOf, moveTo } from '../../support/service.ts';

type Debtor = { readonly account: string; readonly total: object };

let desk: TestStack;

beforeAll(async () => {
  desk = await openStack();
});
afterAll(() => desk.stop());

/** Accounts whose figures are kept in one item. */
function neighbours(howMany: number): AccountId[] {
  const first = someone() as AccountId;
  const found = [first];
  while (found.length < howMany) {
    const next = someone() as AccountId;
    if (shardOf(next) === shardOf(first)) found.push(next);
  }
  return found;
}

it('a sum beyond 2^53 - 1 is exact, and costs no account its daily work', async () => {
  moveTo(desk, '2027-08-10T12:10:00Z');
  const [huge, large, small] = neighbours(3) as [AccountId, AccountId, AccountId];
  const machine = await machineOf(desk);
  const amounts = { [huge]: Number.MAX_SAFE_INTEGER, [large]: 5_000, [small]: 42 };
  for (const [subject, amount] of Object.entries(amounts))
    await count(desk, machine, [eventOf(desk, { subject, amount })]);
  await moveClock(desk, '2027-08-11T06:00:00Z');
  for (const account of [huge, large, small]) {
    const owner = await desk.as({ sub: account });
    const { body } = await owner.call(`GET /v1/accounts/${account}/snapshots`);
    expect(body.items).toMatchObject([{ at: '2027-08-11T00:00:00.000Z', kind: 'daily' }]);
  }
  const admin = await desk.as({ sub: someone(), groups: ['admin'] });
  const { status, body } = await admin.call('GET /v1/admin/usage?from=2027-08-10&to=2027-08-11');
  expect(status).toBe(200);
  const total = (2n ** 53n - 1n + 5_042n).toString();
  expect(body.items).toMatchObject([{ day: '2027-08-10', meter: 'bandwidth', total, accounts: 3 }]);
  expect(body.hours).toContainEqual({ weekday: 2, hour: 12, meter: 'bandwidth', amount: total });
});

it('debts beyond 2^53 - 1 together are summed exactly, by account, by age and over all', async () => {
  moveTo(desk, '2027-09-10T12:10:00Z');
  const [one, other] = [someone(), someone()];
  for (const account of [one, one, other]) await owe(desk, account, Number.MAX_SAFE_INTEGER);
  const admin = await desk.as({ sub: someone(), groups: ['admin'] });
  const { status, body } = await admin.call('GET /v1/admin/outstanding');
  expect(status).toBe(200);
  const sum = (times: bigint) => ({ amount: (times * (2n ** 53n - 1n)).toString(), currency: 'CNY' });
  expect(body.total).toEqual(sum(3n));
  expect(body.buckets[0]).toEqual({ age: '0-7', count: 3, total: sum(3n) });
  const totals = Object.fromEntries(body.items.map((debtor: Debtor) => [debtor.account, debtor.total]));
  expect(totals).toEqual({ [one]: sum(2n), [other]: { amount: Number.MAX_SAFE_INTEGER, currency: 'CNY' } });
});
