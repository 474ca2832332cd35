import type { AccountId } from '../../functions/domain/accounts.ts';
import type { AuditFinding } from '../../functions/domain/reports/audit-archive.ts';
import { log } from '../../functions/runtime/log.ts';
import { type Client, openStack, someone, type TestStack } from '../support/local-stack.ts';

let desk: TestStack;
let owner: Client;
let account: AccountId;

beforeAll(async () => {
  desk = await openStack();
  // What is tampered with is logged as an error.
  log.setLogLevel('SILENT');
});
afterAll(() => desk.stop());
beforeEach(async () => {
  account = someone() as AccountId;
  owner = await desk.as({ sub: account });
  for (const email of ['a@example.com', 'b@example.com'])
    await owner.call(`PUT /v1/accounts/${account}/contact`, { email });
});

async function verified(): Promise<{ lines: number; findings: AuditFinding[] }> {
  const response = await fetch(`${desk.url}/dev/audit-verifications`, { method: 'POST' });
  expect(response.status).toBe(200);
  return (await response.json()) as { lines: number; findings: AuditFinding[] };
}
const ofAccount = async () =>
  (await verified()).findings.filter(({ key }) => key.includes(account)).map(({ what }) => what);

/** The account's lines, as an intruder with rights of their own in the table finds them. */
async function itemsInTable(): Promise<Record<string, unknown>[]> {
  const { itemsIn } = await import('../../functions/store/table/list.ts');
  const items: Record<string, unknown>[] = [];
  for await (const item of itemsIn({ pk: `AUD#${account}`, from: 'LINE#', to: 'LINE#~' })) items.push(item);
  return items;
}

async function inTable(write: 'put' | 'remove', item: Record<string, unknown>): Promise<void> {
  const { DeleteCommand, PutCommand } = await import('@aws-sdk/lib-dynamodb');
  const { table, tableName } = await import('../../functions/store/table/client.ts');
  const TableName = tableName();
  if (write === 'put') await table.send(new PutCommand({ TableName, Item: item }));
  else await table.send(new DeleteCommand({ TableName, Key: { pk: item.pk, sk: item.sk } }));
}

describe('the archive of the audit log', () => {
  it('has every line, and so proves the log unbroken', async () => {
    const { lines, findings } = await verified();
    expect(findings.filter(({ key }) => key.includes(account))).toEqual([]);
    expect(lines).toBeGreaterThanOrEqual(2);
  });

  it('names a line that was changed, also when it is put back', async () => {
    const [item = {}] = await itemsInTable();
    await desk.drain();
    await inTable('put', { ...item, line: { ...(item.line as object), by: 'somebody else' } });
    expect((await ofAccount()).sort()).toEqual(['changed', 'tampered with']);
    await inTable('put', item);
    expect(await ofAccount()).toEqual(['tampered with', 'tampered with']);
  });

  it('names a line that is missing', async () => {
    const [item = {}] = await itemsInTable();
    await desk.drain();
    await inTable('remove', item);
    expect((await ofAccount()).sort()).toEqual(['missing', 'tampered with']);
    const { findings } = await verified();
    expect(findings).toContainEqual({ what: 'missing', key: `${item.pk} ${item.sk}` });
  });

  it('names a line that was taken off the administrators’ list', async () => {
    const [item = {}] = await itemsInTable();
    await desk.drain();
    const { listPk: _, ...hidden } = item;
    await inTable('put', hidden);
    expect((await ofAccount()).sort()).toEqual(['changed', 'tampered with']);
  });

  it('names a line that was never archived, once it is late', async () => {
    const { verifyAudit } = await import('../../functions/store/rebuild/audit.ts');
    async function* nothing() {}
    const now = desk.clock.now();
    const findingsAt = async (at: number) =>
      (await verifyAudit(nothing(), at as typeof now)).findings.filter(({ key }) => key.includes(account));
    expect(await findingsAt(now)).toEqual([]);
    expect(await findingsAt(now + 20 * 60_000)).toEqual([
      { what: 'not archived', key: expect.stringContaining(account) },
      { what: 'not archived', key: expect.stringContaining(account) },
    ]);
  });
});
