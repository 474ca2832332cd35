import { buy, chargesOf, cny, GB, limitOf } from './support/business.ts';
import { administrator, type Caller, expectProblem, freshKey, newcomer } from './support/caller.ts';
import { promise } from './support/promise.ts';
import { eventually } from './support/time.ts';

let account: string;
let owner: Caller;
let admin: Caller;

beforeAll(async () => {
  admin = await administrator();
});
beforeEach(async () => {
  ({ account, owner } = await newcomer());
});

const chargeOf = async (packType = 'cap_10'): Promise<string> =>
  (await buy(owner, account, packType)).body.charge.chargeId;
const refund = (chargeId: string, amount?: number, headers: Readonly<Record<string, string>> = freshKey()) =>
  admin.call(
    `POST /v1/admin/charges/${chargeId}/refunds`,
    { reason: 'Goodwill', ...(amount === undefined ? {} : { amount: cny(amount) }) },
    headers,
  );

describe('charges', () => {
  promise('are listed newest first, page by page', async () => {
    const made = [await chargeOf(), await chargeOf('slots_5'), await chargeOf()].reverse();
    const seen: string[] = [];
    for (let cursor: string | null = ''; cursor !== null; ) {
      const query: string = `limit=2${cursor === '' ? '' : `&cursor=${encodeURIComponent(cursor)}`}`;
      const { body } = await owner.call(`GET /v1/accounts/${account}/charges?${query}`);
      seen.push(...body.items.map(({ chargeId }: { chargeId: string }) => chargeId));
      cursor = body.nextCursor;
    }
    expect(seen).toEqual(made);
    expect(await chargesOf(owner, account, '?status=failed')).toEqual([]);
  });

  promise('are the same as CSV', async () => {
    const chargeId = await chargeOf();
    const { status, headers, body } = await owner.call(`GET /v1/accounts/${account}/charges`, undefined, {
      accept: 'text/csv',
    });
    expect({ status, type: headers.get('content-type') }).toEqual({
      status: 200,
      type: 'text/csv; charset=utf-8',
    });
    const [head, row, ...more] = body.trimEnd().split('\n');
    expect(head).toMatch(/^chargeId,createdAt,/);
    expect(row).toMatch(new RegExp(`^${chargeId},.*,capacityPack,succeeded,2900,CNY,`));
    expect(more).toEqual([]);
  });

  promise('an administrator gives back a part, then the rest, and with it what was bought', async () => {
    const chargeId = await chargeOf();
    const key = freshKey();
    const first = await refund(chargeId, 900, key);
    expect(first).toMatchObject({ status: 201, body: { type: 'refund', amount: cny(900) } });
    const again = await refund(chargeId, 900, key);
    expect(again.headers.get('idempotency-replayed')).toBe('true');
    expect(await limitOf(owner, account, 'storage')).toBe(12 * GB);
    expectProblem(await refund(chargeId, 2_001), 422, 'refund-too-large', ['/amount']);
    expect((await refund(chargeId)).body).toMatchObject({ amount: cny(2_000) });
    expect(await limitOf(owner, account, 'storage')).toBe(2 * GB);
    const { body } = await owner.call(`GET /v1/accounts/${account}/charges/${chargeId}`);
    expect(body).toMatchObject({ status: 'refunded', refunded: cny(2_900) });
    expectProblem(await refund(chargeId), 409, 'conflict');
  });

  promise('and what an administrator did is in the audit log and in the revenue', async () => {
    const chargeId = await chargeOf();
    expect((await refund(chargeId, 100)).status).toBe(201);
    await eventually(async () => {
      const { status, body } = await admin.call(`GET /v1/admin/audit?account=${account}`);
      expect(status).toBe(200);
      expect(JSON.stringify(body.items)).toContain(chargeId);
    });
    const { status, body } = await admin.call('GET /v1/admin/revenue');
    expect({ status, items: body.items.length }).toEqual({ status: 200, items: expect.any(Number) });
  });
});
