import type { AccountId } from '../../../functions/domain/accounts.ts';
import type { Charge } from '../../../functions/domain/charges/charges.ts';
import { DAY, HOUR, type Instant, MINUTE, plus } from '../../../functions/domain/time.ts';
import type { Listed } from '../../../functions/store/table/list.ts';
import { chargeWith } from '../../support/example-charge.ts';
import { openTable } from '../../support/table.ts';

/** Items that one transaction writes at most (Amazon DynamoDB API Reference, TransactWriteItems). */
const MOST_WRITTEN = 100;
const SIZES = [1_000, 10_000];
const PAGE = 20;

const at = Date.UTC(2027, 2, 15, 12) as Instant;

async function stores() {
  const { close } = await openTable();
  return {
    close,
    ...(await import('../../../functions/store/table/transaction.ts')),
    ...(await import('../../../functions/store/audit/audit.ts')),
    ...(await import('../../../functions/store/audit/audit-log.ts')),
    ...(await import('../../../functions/store/charges/charges.ts')),
    ...(await import('../../../functions/store/charges/debts.ts')),
    ...(await import('../../../bin/measure/capacity.ts')),
  };
}

let store: Awaited<ReturnType<typeof stores>>;
beforeAll(async () => {
  store = await stores();
});
afterAll(() => store.close());

type Transaction = InstanceType<(typeof store)['Transaction']>;

/** Writes the entries from `from` to `to`, as many at once as may be. */
async function fill(from: number, to: number, add: (transaction: Transaction, n: number) => void) {
  for (let first = from; first < to; first += MOST_WRITTEN) {
    const transaction = new store.Transaction();
    for (let n = first; n < Math.min(to, first + MOST_WRITTEN); n += 1) add(transaction, n);
    expect(await transaction.commit()).toBe(true);
  }
}

type Read<Item> = (part: { limit: number; cursor: string | null }) => Promise<Listed<Item>>;

/** The read units of the first page and of the tenth, and the entries of the ten. */
async function tenPages<Item>(read: Read<Item>) {
  const units: number[] = [];
  const items: Item[] = [];
  let cursor: string | null = null;
  for (let page = 1; page <= 10; page += 1) {
    const tally = await store.counting(async () => {
      const { items: found, nextCursor } = await read({ limit: PAGE, cursor });
      items.push(...found);
      cursor = nextCursor;
    });
    expect(items).toHaveLength(page * PAGE);
    units.push(tally.read);
  }
  return { first: units[0] ?? 0, tenth: units[9] ?? 0, items };
}

const accountOf = (n: number) => `user_${n}` as AccountId;

/** Checks a list at both sizes: what a page costs, and that it shows the entries in their order. */
async function checkList<Item>(
  add: (transaction: Transaction, n: number) => void,
  read: Read<Item>,
  numberOf: (item: Item) => number,
  expected: (size: number) => readonly number[],
) {
  let filled = 0;
  const costs: number[] = [];
  for (const size of SIZES) {
    await fill(filled, size, add);
    filled = size;
    const { first, tenth, items } = await tenPages(read);
    expect(items.map(numberOf)).toEqual(expected(size));
    costs.push(first, tenth);
  }
  process.stdout.write(`read units of a page of ${PAGE}, first and tenth, of ${SIZES}: ${costs}\n`);
  expect(Math.max(...costs)).toBeLessThanOrEqual(5);
  // Only the share of the lists that make up the page differs.
  expect(Math.max(...costs) - Math.min(...costs)).toBeLessThanOrEqual(1);
}

const upTo = (count: number) => Array.from({ length: count }, (_, n) => n);

describe('a page costs at most 5 units and the same however long the list is:', () => {
  it('of the audit log of all accounts, newest first', async () => {
    const lineOf = (n: number) => ({
      id: `chg_${n}.made`,
      at: plus(at, n * MINUTE),
      by: 'schedule',
      action: 'charge.capacityPack',
      account: accountOf(n),
      target: `chg_${n}`,
      reason: 'Pack cap_10 bought by its account',
      detail: { amount: { amount: 2_900, currency: 'CNY' } },
    });
    await checkList(
      (transaction, n) => store.addAudit(transaction, lineOf(n)),
      (part) => store.listAudit(part, plus(at, 30 * DAY)),
      ({ target }) => Number(target.slice('chg_'.length)),
      (size) => upTo(10 * PAGE).map((n) => size - 1 - n),
    );
  }, 120_000);

  it('of the charges of one status, newest first', async () => {
    const account = accountOf(0);
    const idOf = (n: number) => `chg_${n.toString(16).padStart(12, '0')}${'0'.repeat(20)}`;
    const statuses = ['succeeded', 'refunded', 'failed', 'pending'] as const;
    const chargeOf = (n: number): Charge =>
      chargeWith({ account, chargeId: idOf(n), status: statuses[n % 100] ?? 'succeeded' });
    await checkList(
      (transaction, n) => store.saveCharge(transaction, { value: chargeOf(n), version: 0 }),
      (part) => store.listCharges(account, { status: 'succeeded', ...part }),
      ({ chargeId }) => Number.parseInt(chargeId.slice('chg_'.length, -20), 16),
      (size) =>
        upTo(size)
          .reverse()
          .filter((n) => (statuses[n % 100] ?? 'succeeded') === 'succeeded')
          .slice(0, 10 * PAGE),
    );
    // Sparse: one charge in a hundred.
    const { items } = await store.listCharges(account, { status: 'refunded', limit: 3 });
    expect(items.map(({ chargeId }) => chargeId)).toEqual([9_901, 9_801, 9_701].map(idOf));
  }, 120_000);

  it('of the accounts that owe, oldest debt first', async () => {
    const debtOf = (n: number): Charge => ({
      ...chargeWith({ account: accountOf(n), chargeId: `chg_${n}`, status: 'failed' }),
      type: 'overage',
      subject: { kind: 'overage', meter: 'bandwidth', period: '2027-02-01' as never },
      createdAt: plus(at, n * HOUR),
    });
    await checkList(
      (transaction, n) => {
        const value = { account: accountOf(n), charges: [debtOf(n)] };
        store.saveDebts(transaction, accountOf(n), { value, version: 0 });
      },
      store.listDebtors,
      ({ account }) => Number(account.slice('user_'.length)),
      () => upTo(10 * PAGE),
    );
  }, 120_000);

  it('of the sums of all debts, whatever was owed before', async () => {
    const { OWED_PK } = await import('../../../functions/store/key-prefixes.ts');
    const { owedKey } = await import('../../../functions/store/keys.ts');
    const { dayAt } = await import('../../../functions/domain/calendar.ts');
    await fill(0, 4 * 400, (transaction, n) => {
      const day = dayAt(plus(at, -Math.floor(n / 4) * DAY));
      const { sk } = owedKey(day, accountOf(0));
      const part = `${sk.slice(0, -1)}${n % 4}`;
      transaction.update(
        { pk: OWED_PK, sk: part },
        {
          add: ['#count :one', '#amount :amount'],
          names: { '#count': 'count', '#amount': 'amount' },
          values: { ':one': 12_345, ':amount': 123_456_789 },
        },
      );
    });
    let days = 0;
    const { read } = await store.counting(async () => {
      days = (await store.loadOutstanding(at)).size;
    });
    expect(days).toBe(31);
    process.stdout.write(`read units of the sums of debts: ${read}\n`);
    expect(read).toBeLessThanOrEqual(2);
  });
});
