import type { AccountId } from '../../../functions/domain/accounts.ts';
import type { Day, Instant } from '../../../functions/domain/time.ts';
import { injectConflicts } from '../../../local/engine/conflicts.ts';
import { openTable } from '../../support/table.ts';

const now = Date.UTC(2027, 2, 15) as Instant;

async function openReports() {
  const { close } = await openTable();
  return {
    close,
    ...(await import('../../../functions/store/reports/daily-usage.ts')),
    ...(await import('../../../functions/store/keys.ts')),
    ...(await import('../../../functions/store/shards.ts')),
    ...(await import('../../../functions/store/table/client.ts')),
    ...(await import('../../../functions/store/table/due.ts')),
    ...(await import('../../../functions/store/table/transaction.ts')),
  };
}

let store: Awaited<ReturnType<typeof openReports>>;
beforeAll(async () => {
  store = await openReports();
});
afterAll(() => store.close());

/** Leaves a contribution as an account's daily task does. */
async function leave(account: string, day: Day, amount: number): Promise<void> {
  const transaction = new store.Transaction();
  const usage = { bandwidth: { amount, used: amount, limit: 100 } };
  store.addContribution(transaction, account as AccountId, day, usage, now);
  expect(await transaction.commit()).toBe(true);
}

const keyOf = (account: string, day: Day) => store.contributionKey(account as AccountId, day);

async function figuresOf(day: Day) {
  const found: { total: unknown; accounts: unknown }[] = [];
  for await (const { figures } of store.dailyUsageOf(day, day))
    found.push({ total: figures.bandwidth?.total, accounts: figures.bandwidth?.accounts });
  return found;
}

/** Accounts whose figures are kept in one item. */
function neighbours(howMany: number): string[] {
  const found: string[] = [];
  for (let n = 0; found.length < howMany; n += 1)
    if (store.shardOf(`user_${n}`) === 5) found.push(`user_${n}`);
  return found;
}

it('what an account adds to a day counts once, however often and late its worker runs', async () => {
  const [account, day] = ['user_figures', '2027-03-14' as Day];
  await leave(account, day, 7);
  // The worker died here: nothing is added yet.
  expect(await figuresOf(day)).toEqual([]);
  await Promise.all(Array.from({ length: 5 }, () => store.addDailyUsage([keyOf(account, day)])));
  await store.addDailyUsage([keyOf(account, day)]);
  expect(await figuresOf(day)).toEqual([{ total: 7, accounts: 1 }]);
});

it('a contribution is due at once, in the shard of its account', async () => {
  const [account, day] = ['user_due', '2027-03-13' as Day];
  await leave(account, day, 1);
  const due = await store.dueIn(store.dueShardOf(account), now, 10);
  expect(due).toContainEqual({ ...keyOf(account, day), kind: 'figures', at: now, tries: 0 });
  await store.addDailyUsage([keyOf(account, day)]);
  expect(await store.dueIn(store.dueShardOf(account), now, 10)).not.toContainEqual(
    expect.objectContaining(keyOf(account, day)),
  );
});

it('a hundred contributions of a shard are added by two writes, of two days each by its own', async () => {
  const days = ['2027-03-11', '2027-03-12'] as Day[];
  const accounts = neighbours(100);
  for (const account of accounts) await leave(account, days[0] as Day, 2);
  await leave('user_0', days[1] as Day, 3);
  const { tally, stop } = injectConflicts(store.dynamo, { holdMs: 0 });
  await store.addDailyUsage([
    ...accounts.map((account) => keyOf(account, days[0] as Day)),
    keyOf('user_0', days[1] as Day),
  ]);
  stop();
  expect(await figuresOf(days[0] as Day)).toEqual([{ total: 200, accounts: 100 }]);
  expect(await figuresOf(days[1] as Day)).toEqual([{ total: 3, accounts: 1 }]);
  expect(tally).toMatchObject({ requests: 3, refused: 0 });
});

it('workers that add the same and other contributions at once count each once', async () => {
  const day = '2027-03-10' as Day;
  const accounts = neighbours(30);
  for (const account of accounts) await leave(account, day, 1);
  const { tally, stop } = injectConflicts(store.dynamo, { holdMs: 5 });
  const parts = [accounts.slice(0, 20), accounts.slice(10), accounts.slice(5, 15)];
  await Promise.all(parts.map((part) => store.addDailyUsage(part.map((account) => keyOf(account, day)))));
  stop();
  expect(tally.refused).toBeGreaterThan(0);
  expect(await figuresOf(day)).toEqual([{ total: 30, accounts: 30 }]);
});
