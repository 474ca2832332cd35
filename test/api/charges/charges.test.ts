import { buy, type ChargeView, chargesOf, owe } from '../../support/charges.ts';
import { type Client, openStack, someone, type TestStack } from '../../support/local-stack.ts';
import { freshKey } from '../../support/paying.ts';
import { expectProblem } from '../../support/problems.ts';
import { MIDMONTH, moveTo, problemType, quotaOf } from '../../support/service.ts';

let desk: TestStack;
let account: string;
let owner: Client;

beforeAll(async () => {
  desk = await openStack();
});
afterAll(() => desk.stop());
beforeEach(async () => {
  moveTo(desk, MIDMONTH);
  account = someone('company');
  owner = await desk.as({ sub: someone(), accounts: [account] });
});

const path = (more = '') => `/v1/accounts/${account}/charges${more}`;
const noon = expect.stringMatching(/^2027-03-15T12:10:\d\d\.\d{3}Z$/);
const NOBODYS = `chg_${'0'.repeat(32)}`;
const money = (amount: number) => ({ amount, currency: 'CNY' });
const pay = (chargeId: string, paymentMethod = 'sandbox_ok', headers: Record<string, string> = freshKey()) =>
  owner.call(`POST ${path(`/${chargeId}/payments`)}`, { paymentMethod }, headers);

describe('the charges of an account', () => {
  it('are listed newest first, each as it is shown alone', async () => {
    const bought = [await buy(owner, account), await buy(owner, account, 'slots_5')];
    const { status, body } = await owner.call(`GET ${path()}`);
    expect({
      status,
      ids: body.items.map((each: ChargeView) => each.chargeId),
      next: body.nextCursor,
    }).toEqual({
      status: 200,
      ids: bought.map(({ charge }) => charge.chargeId).reverse(),
      next: null,
    });
    const [newest] = body.items;
    expect(newest).toEqual({
      chargeId: bought[1]?.charge.chargeId,
      account,
      type: 'jobSlotPack',
      amount: money(9_900),
      status: 'succeeded',
      createdAt: noon,
      settledAt: noon,
      reason: expect.any(String),
      failure: null,
      refunded: money(0),
      disputed: false,
      surplus: [],
      dueAt: null,
      subject: { kind: 'purchase', purchaseId: bought[1]?.purchaseId, packType: 'slots_5' },
      lines: [{ kind: 'pack', description: expect.any(String), quantity: 1, amount: money(9_900) }],
    });
    expect((await owner.call(`GET ${path(`/${newest.chargeId}`)}`)).body).toEqual(newest);
  });

  it('of one status fill their pages, however many others lie between', async () => {
    const debts: string[] = [];
    for (let each = 0; each < 5; each += 1) {
      debts.unshift(await owe(desk, account, 100 + each));
      moveTo(desk, `2027-03-15T12:1${each + 1}:00Z`);
      await buy(owner, account);
      moveTo(desk, `2027-03-15T12:1${each + 1}:30Z`);
    }
    const pages: string[][] = [];
    for (let cursor: string | null = ''; cursor !== null; ) {
      const query: string = `?status=pending&limit=2${cursor && `&cursor=${cursor}`}`;
      const { body } = await owner.call(`GET ${path(query)}`);
      pages.push(body.items.map((each: ChargeView) => each.chargeId));
      cursor = body.nextCursor;
    }
    expect(pages).toEqual([debts.slice(0, 2), debts.slice(2, 4), debts.slice(4)]);
    expect(await chargesOf(owner, account, '?status=refunded')).toEqual([]);
  });

  it('cannot be read by other accounts', async () => {
    const other = await desk.as({ sub: someone() });
    const { charge } = await buy(owner, account);
    expectProblem(await other.call(`GET ${path()}`), 403, 'forbidden');
    expectProblem(await other.call(`GET ${path(`/${charge.chargeId}`)}`), 403, 'forbidden');
    const machine = await desk.as({ sub: 'report', scope: 'read.all' });
    expect((await machine.call(`GET ${path()}`)).status).toBe(200);
    expectProblem(
      await machine.call(`POST ${path(`/${charge.chargeId}/payments`)}`, {}, freshKey()),
      403,
      'forbidden',
    );
  });

  it('that do not exist are not found, and wrong questions are refused', async () => {
    expectProblem(await owner.call(`GET ${path(`/${NOBODYS}`)}`), 404, 'not-found');
    expectProblem(await owner.call(`GET ${path('/x')}`), 400, 'validation-failed', ['chargeId']);
    expectProblem(await owner.call(`GET ${path('?status=lost')}`), 400, 'validation-failed', ['status']);
    expectProblem(await owner.call(`GET ${path('?cursor=Q0hHI35-')}`), 400, 'validation-failed', ['cursor']);
  });
});

describe('as CSV', () => {
  const csv = (query = '') => owner.call<string>(`GET ${path(query)}`, undefined, { accept: 'text/csv' });
  const HEADER =
    'chargeId,createdAt,settledAt,type,status,amount,currency,refunded,reason,packType,meter,period,amountDecimal,refundedDecimal,dueAt,disputed,failure,refundOf,purchaseId,themeId,lines';

  it('one row a charge says the same', async () => {
    const { charge, purchaseId } = await buy(owner, account);
    const debt = await owe(desk, account, 240);
    const { status, headers, body } = await csv();
    expect({ status, type: headers.get('content-type') }).toEqual({
      status: 200,
      type: 'text/csv; charset=utf-8',
    });
    const lines = body.trimEnd().split('\n');
    expect(lines).toHaveLength(3);
    expect(lines[0]).toBe(HEADER);
    const bought = await owner.call(`GET ${path(`/${charge.chargeId}`)}`);
    const { createdAt, settledAt, reason } = bought.body;
    expect(lines).toContainEqual(
      `${charge.chargeId},${createdAt},${settledAt},capacityPack,succeeded,2900,CNY,0,${reason},cap_10,,,29.00,0.00,,false,,,${purchaseId},,10 GB of storage: CNY 29.00`,
    );
    expect(lines.find((line) => line.startsWith(debt))).toMatch(
      /,,overage,pending,240,CNY,0,[^,]+,,bandwidth,2027-03-01,2.40,0.00,[^,]+Z,false,,,,,[^,]+: CNY 2.40$/,
    );
  });

  it('leads on by a header where a part was asked for, to the same rows as JSON', async () => {
    for (let each = 0; each < 3; each += 1) await buy(owner, account);
    const first = await csv('?limit=2');
    const cursor = first.headers.get('x-next-cursor');
    const second = await csv(`?limit=2&cursor=${cursor}`);
    expect(second.headers.get('x-next-cursor')).toBeNull();
    const rows = [first, second].flatMap(({ body }) => body.trimEnd().split('\n').slice(1));
    const ids = rows.map((row) => row.split(',')[0]);
    expect(ids).toEqual((await chargesOf(owner, account)).map(({ chargeId }) => chargeId));
  });

  it('is only a header when nothing was charged, and refusals stay problems', async () => {
    expect((await csv()).body).toBe(`${HEADER}\n`);
    const refused = await csv('?limit=0');
    expect(refused.headers.get('content-type')).toBe('application/problem+json');
  });

  it('never holds a cell that a spreadsheet would run', async () => {
    const { charge } = await buy(owner, account);
    const admin = await desk.as({ sub: someone(), groups: ['admin'] });
    const refund = { reason: '=HYPERLINK("https://evil.example")', amount: money(1) };
    const { status } = await admin.call(
      `POST /v1/admin/charges/${charge.chargeId}/refunds`,
      refund,
      freshKey(),
    );
    expect(status).toBe(201);
    expect((await csv()).body).toContain(`"'=HYPERLINK(`);
  });
});

describe('a debt', () => {
  it('is paid whole, once, and its preview says so', async () => {
    const chargeId = await owe(desk, account, 240);
    const before = await owner.call(`GET ${path(`/${chargeId}`)}`);
    const plan = await owner.call(`POST ${path(`/${chargeId}/payments`)}?preview=true`, {
      paymentMethod: 'sandbox_ok',
    });
    expect(plan).toMatchObject({
      status: 200,
      body: { charge: before.body, amount: money(240), payment: { provider: 'sandbox' } },
    });
    expect((await owner.call(`GET ${path(`/${chargeId}`)}`)).body).toEqual(before.body);
    expect((await owner.call(`GET ${path(`/${chargeId}/payments`)}`)).body).toEqual({ items: [] });
    const key = freshKey();
    const paid = await pay(chargeId, 'sandbox_ok', key);
    expect(paid.status).toBe(201);
    expect(paid.body).toEqual({
      charge: { ...before.body, status: 'succeeded', settledAt: noon, dueAt: null },
      payment: { provider: 'sandbox' },
    });
    const again = await pay(chargeId, 'sandbox_ok', key);
    expect(again.body).toEqual(paid.body);
    expect(again.headers.get('idempotency-replayed')).toBe('true');
    expectProblem(await pay(chargeId), 409, 'conflict');
    const preview = `POST ${path(`/${chargeId}/payments`)}?preview=true`;
    expectProblem(await owner.call(preview, { paymentMethod: 'sandbox_ok' }), 409, 'conflict');
  });

  it('stays owed when the payment is declined, and can be paid otherwise', async () => {
    const chargeId = await owe(desk, account, 240);
    const declined = await pay(chargeId, 'sandbox_declined');
    expect(declined.status).toBe(402);
    expect(declined.body).toMatchObject({
      type: problemType('payment-declined'),
      detail: expect.stringContaining('declined'),
      charge: { chargeId, status: 'failed', amount: money(240), dueAt: expect.any(String) },
    });
    expect((await pay(chargeId)).status).toBe(201);
    await desk.drain();
    expect(await chargesOf(owner, account)).toMatchObject([{ chargeId, status: 'succeeded' }]);
  });

  it('that is overdue sets the account free as soon as it is paid', async () => {
    const chargeId = await owe(desk, account, 240);
    moveTo(desk, '2027-03-29T12:11:00Z');
    await desk.drain();
    expect((await quotaOf(owner, account, 'storage')).state).toBe('blocked');
    expect((await pay(chargeId)).status).toBe(201);
    expect((await quotaOf(owner, account, 'storage')).state).toBe('ok');
  });

  it('says where its payer continues while the outcome is pending', async () => {
    const chargeId = await owe(desk, account, 240);
    await pay(chargeId, 'sandbox_async');
    const payments = async () => (await owner.call(`GET ${path(`/${chargeId}/payments`)}`)).body;
    const checkoutUrl = expect.stringContaining(chargeId);
    expect(await payments()).toEqual({ items: [{ provider: 'sandbox', open: true, checkoutUrl }] });
    await owner.call(`POST /dev/payments/${chargeId}`, { outcome: 'succeeded' });
    await desk.drain();
    expect(await payments()).toMatchObject({ items: [{ provider: 'sandbox', open: false }] });
  });

  it('is paid by one of two at once', async () => {
    const chargeId = await owe(desk, account, 240);
    const answers = await Promise.all([pay(chargeId), pay(chargeId), pay(chargeId)]);
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 409, 409]);
  });

  it('takes no method that the provider has not, no second payment, no key-less call', async () => {
    const chargeId = await owe(desk, account, 240);
    expectProblem(await pay(chargeId, 'gold'), 400, 'payment-method-unknown', ['/paymentMethod']);
    expectProblem(await pay(chargeId, 'sandbox_ok', {}), 400, 'idempotency-key-required', [
      'Idempotency-Key',
    ]);
    expectProblem(await pay(NOBODYS), 404, 'not-found');
    const waiting = await pay(chargeId, 'sandbox_async');
    expect(waiting).toMatchObject({ status: 201, body: { charge: { status: 'pending' } } });
    expectProblem(await pay(chargeId), 409, 'conflict');
    const { charge } = await buy(owner, account);
    expectProblem(await pay(charge.chargeId), 409, 'conflict');
  });
});
