import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { routes } from '../../../functions/api/routes.ts';
import type { AccountId } from '../../../functions/domain/accounts.ts';
import { type Client, openStack, someone, type TestStack } from '../../support/local-stack.ts';

interface Line {
  readonly id: string;
  readonly at: string;
  readonly by: string;
  readonly action: string;
  readonly account: string | null;
  readonly target: string;
  readonly detail?: Record<string, unknown>;
}

let desk: TestStack;
let admin: Client;
let owner: Client;
let account: AccountId;

beforeAll(async () => {
  desk = await openStack();
  admin = await desk.as({ sub: 'user_boss', groups: ['admin'] });
});
afterAll(() => desk.stop());
beforeEach(async () => {
  account = someone() as AccountId;
  owner = await desk.as({ sub: account });
});

/** The account's lines, oldest first; without those of the reading of them. */
async function lines(): Promise<Line[]> {
  const { body } = await admin.call(`GET /v1/admin/audit?account=${account}&limit=100`);
  return body.items.filter(({ target }: Line) => target !== 'audit').reverse();
}
const key = { 'idempotency-key': 'once' };

describe('the audit log has', () => {
  it('what is done to webhook endpoints, without their secrets and paths', async () => {
    const path = `/v1/accounts/${account}/webhook-endpoints`;
    const url = 'http://127.0.0.1:9/hooks/T0K3N';
    const { body: made } = await owner.call(`POST ${path}`, { url, events: ['quota.warning'] }, key);
    const one = `${path}/${made.endpointId}`;
    const other = 'http://127.0.0.1:10/hooks/T0K3N';
    expect((await owner.call(`PATCH ${one}`, { url: other, state: 'paused' })).status).toBe(200);
    expect(
      (await owner.call(`POST ${one}/secret-rotations`, {}, { 'idempotency-key': 'rotation' })).status,
    ).toBe(201);
    // A repetition is no second deed.
    await owner.call(`POST ${one}/secret-rotations`, {}, { 'idempotency-key': 'rotation' });
    for (const _time of ['first', 'second']) expect((await owner.call(`DELETE ${one}`)).status).toBe(204);
    const found = await lines();
    expect(found.map(({ action, by, target }) => [action, by, target])).toEqual(
      ['created', 'changed', 'rotated', 'removed'].map((what) => [
        `webhook-endpoint.${what}`,
        account,
        made.endpointId,
      ]),
    );
    expect(found[1]?.detail).toEqual({
      before: { host: '127.0.0.1:9', events: ['quota.warning'], state: 'active' },
      after: { host: '127.0.0.1:10', state: 'paused' },
    });
    expect(JSON.stringify(found)).not.toMatch(/whsec_|T0K3N/);
  });

  it('a changed address for mail, without the address', async () => {
    await owner.call(`PUT /v1/accounts/${account}/contact`, { email: 'owner@example.com' });
    await admin.call(`PUT /v1/accounts/${account}/contact`, { email: null });
    const found = await lines();
    expect(found.map(({ action, by }) => [action, by])).toEqual([
      ['contact.set', account],
      ['contact.removed', 'user_boss'],
    ]);
    expect(JSON.stringify(found)).not.toContain('owner@example.com');
  });

  it('uploads that are created, cancelled and deleted, each once', async () => {
    const path = `/v1/accounts/${account}/uploads`;
    const file = { fileName: 'a.txt', bytes: 5, contentType: 'text/plain' };
    const { body: first } = await owner.call(`POST ${path}`, file, key);
    await owner.call(`POST ${path}`, file, key);
    const { body: second } = await owner.call(`POST ${path}`, file, { 'idempotency-key': 'second' });
    for (const _time of ['first', 'second']) await owner.call(`DELETE ${path}/${first.uploadId}`);
    const form = new FormData();
    for (const [name, value] of Object.entries(second.fields as Record<string, string>))
      form.append(name, value);
    form.append('file', new Blob(['hello']));
    expect((await fetch(second.url, { method: 'POST', body: form })).status).toBeLessThan(300);
    await desk.drain();
    await admin.call(`DELETE ${path}/${second.uploadId}`);
    await desk.drain();
    await admin.call(`DELETE ${path}/${second.uploadId}`);
    expect((await lines()).map(({ action, by, target }) => [action, by, target])).toEqual([
      ['upload.created', account, first.uploadId],
      ['upload.created', account, second.uploadId],
      ['upload.cancelled', account, first.uploadId],
      ['upload.deleted', 'user_boss', second.uploadId],
    ]);
  });

  it('what an administrator reads of another account: once an hour for each kind of data', async () => {
    const reads = ['charges', 'charges?limit=1', 'purchases', 'contact', 'quotas', 'job-slots'];
    for (const what of reads) {
      expect((await admin.call(`GET /v1/accounts/${account}/${what}`)).status).toBe(200);
      expect((await owner.call(`GET /v1/accounts/${account}/${what}`)).status).toBe(200);
    }
    const found = await lines();
    expect(found.map(({ action, by, target }) => [action, by, target]).sort()).toEqual(
      ['charges', 'contact', 'purchases'].map((what) => ['account.read', 'user_boss', what]),
    );
    const [{ at, detail } = { at: '', detail: {} }] = found;
    expect(at).toMatch(/T\d\d:00:00(\.000)?Z$/);
    expect(detail).toEqual({ until: new Date(Date.parse(at) + 3_600_000).toISOString() });
    await desk.moveClock((desk.clock.now() + 3_600_000) as ReturnType<typeof desk.clock.now>);
    await admin.call(`GET /v1/accounts/${account}/charges`);
    expect((await lines()).filter(({ target }) => target === 'charges')).toHaveLength(2);
  });

  it('nothing of reads that were refused, and nothing of an administrator’s own account', async () => {
    const own = someone();
    const boss = await desk.as({ sub: own, groups: ['admin'] });
    await boss.call(`GET /v1/accounts/${own}/charges`);
    await boss.call(`GET /v1/accounts/${account}/charges/none`);
    const { body } = await admin.call(`GET /v1/admin/audit?account=${own}`);
    expect([...body.items.filter(({ target }: Line) => target !== 'audit'), ...(await lines())]).toEqual([]);
  });
});

it('every function that reads what is an account’s notes the reads of administrators, but for the hot ones', () => {
  const folder = join(import.meta.dirname, '../../../functions/api');
  const reading = Object.entries(routes)
    .filter(([route]) => /^GET .*\{account\}/.test(route))
    .map(([, route]) => route.function);
  const silent = readdirSync(folder)
    .filter(
      (name) =>
        name.endsWith('.ts') && !readFileSync(join(folder, name), 'utf8').includes('.use(auditedReads)'),
    )
    .map((name) => name.replace('.ts', ''));
  expect([...new Set<string>(reading)].filter((name) => silent.includes(name)).sort()).toEqual([
    'quotas',
    'slots',
  ]);
});

it('a line is never replaced: whatever is written in its place is refused', async () => {
  const { addAudit, appendAudit } = await import('../../../functions/store/audit/audit.ts');
  const { Transaction } = await import('../../../functions/store/table/transaction.ts');
  const line = { id: 'x', at: desk.clock.now(), by: 'a', action: 'a', account, target: 't', reason: null };
  await appendAudit(line);
  await appendAudit({ ...line, by: 'b' });
  const transaction = new Transaction();
  addAudit(transaction, { ...line, by: 'c' });
  expect(await transaction.commit()).toBe(false);
  expect((await lines()).map(({ by }) => by)).toEqual(['a']);
});
