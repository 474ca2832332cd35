import { cny } from '../../../functions/domain/money.ts';
import { balanceKeyOf, overwrite } from '../../support/balance-item.ts';
import { type Client, openStack, someone, type TestStack } from '../../support/local-stack.ts';
import {
  declareRenders,
  FREE,
  type Overdrawn,
  overageOf,
  RENDERS,
  USUAL_PRICE,
} from '../../support/overage.ts';
import { freshKey } from '../../support/paying.ts';
import { expectProblem } from '../../support/problems.ts';
import { MIDMONTH, machineOf, march, moveTo, problemType, quotaOf } from '../../support/service.ts';

let desk: TestStack;
let machine: Client;
let owner: Client;
let account: string;
let own: Overdrawn;
const price = declareRenders();

beforeAll(async () => {
  desk = await openStack();
  machine = await machineOf(desk);
});
afterAll(() => desk.stop());
beforeEach(async () => {
  moveTo(desk, MIDMONTH);
  price.price = USUAL_PRICE;
  account = someone();
  owner = await desk.as({ sub: account });
  own = overageOf(desk, machine, owner, account);
});

const quota = () => quotaOf(owner, account, RENDERS);

describe('use beyond the limit', () => {
  it('is refused softly, with the packs and the terms that would allow it', async () => {
    await own.use(FREE);
    const { status, body } = await own.reserve(1);
    expect({ status, body }).toMatchObject({
      status: 402,
      body: {
        type: problemType('quota-exceeded'),
        quota: { meter: RENDERS, state: 'exceeded', remaining: 0 },
        packs: [],
        overage: { available: true, unitPrice: { price: USUAL_PRICE, per: 10 } },
      },
    });
    const upload = await own.upload(3_000_000_000);
    expect(upload).toMatchObject({ status: 402, body: { type: problemType('quota-exceeded') } });
    expect(upload.body.packs.map((pack: { packType: string }) => pack.packType)).toEqual([
      'cap_10',
      'cap_50',
      'cap_200',
    ]);
  });

  it('that was confirmed goes up to the amount, and not one unit further', async () => {
    await own.use(FREE - 10);
    const { body } = await own.allow(100);
    expect(body).toMatchObject({ meter: RENDERS, cap: cny(20), amount: 100, used: 0, period: march });
    const first = await own.reserve(70);
    expect(first.status).toBe(201);
    expect((await own.reserve(41)).status).toBe(402);
    const second = await own.reserve(40);
    expect(second.status).toBe(201);
    expect((await own.reserve(1)).status).toBe(402);
    expect((await quota()).state).toBe('warning');
    await own.settle(first.body.reservationId, 70);
    expect(await quota()).toMatchObject({ used: FREE + 60, limit: FREE, state: 'overage' });
    await own.settle(second.body.reservationId, 40);
    expect(await quota()).toMatchObject({ used: FREE + 100, remaining: 0, state: 'blocked' });
    expect((await own.confirmed()).body).toMatchObject({ used: 100, estimate: cny(20), cap: cny(20) });
    expect((await own.reserve(1)).status).toBe(402);
  });

  it('of storage that was confirmed goes up to the amount, and not one byte further', async () => {
    await own.allow(1_000, 'storage');
    expect((await own.upload(2_000_001_001)).status).toBe(402);
    expect((await own.upload(2_000_001_000)).status).toBe(201);
    expect((await own.upload(1)).status).toBe(402);
  });

  it('is not held up by many who reserve at once, and given to no more than it is for', async () => {
    await own.use(FREE);
    await own.allow(20);
    const answers = await Promise.all(Array.from({ length: 40 }, () => own.reserve(1)));
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(20);
    expect(answers.filter(({ status }) => status === 402)).toHaveLength(20);
  });
});

describe('a quote', () => {
  it('holds for fifteen minutes', async () => {
    const { quoteId, expiresAt } = await own.quote(100);
    expect(Date.parse(expiresAt) - desk.clock.now()).toBeLessThanOrEqual(900_000);
    desk.clock.advance(901);
    expectProblem(await own.confirm(quoteId), 410, 'quote-expired');
    expect((await own.confirmed()).status).toBe(404);
    expect((await own.check(FREE + 1)).allowed).toBe(false);
  });

  it('holds its price, whatever the price is by then', async () => {
    const { quoteId, total } = await own.quote(100);
    price.price = cny(90);
    expect((await own.confirm(quoteId)).body).toMatchObject({ cap: total, amount: 100 });
    const { body } = await own.allow(10);
    expect(body).toMatchObject({ cap: cny(total.amount + 90), amount: 110 });
    await own.use(FREE + 105);
    expect((await own.confirmed()).body).toMatchObject({ used: 105, estimate: cny(total.amount + 90) });
  });

  it('previews exactly what is then done', async () => {
    await own.use(FREE + 15);
    const { quoteId } = await own.quote(100);
    const preview = await own.confirm(quoteId, '?preview=true');
    expect(preview).toMatchObject({ status: 200, body: { preview: true, used: 15, estimate: cny(4) } });
    expect((await own.confirmed()).status).toBe(404);
    const { preview: _, ...plan } = preview.body;
    expect((await own.confirm(quoteId)).body).toEqual(plan);
    expect((await own.confirmed()).body).toEqual(plan);
  });

  it('is confirmed once, by the first request', async () => {
    const { quoteId } = await own.quote(100);
    const answers = await Promise.all([own.confirm(quoteId), own.confirm(quoteId)]);
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 409]);
    expect((await own.confirmed()).body.amount).toBe(100);
    expect((await quota()).remaining).toBe(FREE + 100);
  });

  it('is taken up once under one key, however often that is sent', async () => {
    const { quoteId } = await own.quote(100);
    const key = freshKey();
    const send = () => owner.call(`POST /v1/accounts/${account}/overage-confirmations`, { quoteId }, key);
    const answers = await Promise.all(Array.from({ length: 8 }, send));
    expect(answers.map(({ status }) => status)).toEqual(Array.from({ length: 8 }, () => 201));
    expect((await quota()).remaining).toBe(FREE + 100);
    desk.clock.advance(1_000);
    expect((await send()).status).toBe(201);
  });

  it('counts beside another that is taken up at the same time', async () => {
    const quotes = await Promise.all([own.quote(100), own.quote(200)]);
    const answers = await Promise.all(quotes.map(({ quoteId }) => own.confirm(quoteId)));
    expect(answers.map(({ status }) => status)).toEqual([201, 201]);
    expect((await own.confirmed()).body).toMatchObject({ amount: 300, cap: cny(60) });
    expect((await quota()).remaining).toBe(FREE + 300);
  });

  it("of somebody else's is nobody's", async () => {
    const { quoteId } = await own.quote(100);
    const other = someone();
    const stranger = overageOf(desk, machine, await desk.as({ sub: other }), other);
    expectProblem(await stranger.confirm(quoteId), 404, 'not-found');
  });
});

describe('confirmations of one month', () => {
  it('end at a hundred, with an error that says so', async () => {
    await own.allow(10);
    const tranche = (i: number) => [`quo_${i}`, 10, 2, 10];
    await overwrite(await balanceKeyOf(account, RENDERS, MIDMONTH), 'overage', {
      period: '2027-03-01',
      tranches: Array.from({ length: 99 }, (_, i) => tranche(i)),
      peak: 0,
    });
    await own.allow(10);
    const { quoteId } = await own.quote(10);
    expectProblem(await own.confirm(quoteId, '?preview=true'), 409, 'too-many-confirmations');
    expectProblem(await own.confirm(quoteId), 409, 'too-many-confirmations');
    expect((await own.confirmed()).body.tranches).toHaveLength(100);
  });
});

describe('a withdrawal', () => {
  it('keeps the used part owed, and releases the rest', async () => {
    await own.use(FREE + 40 - 1);
    await own.allow(100);
    await own.use(1);
    expect((await own.withdraw()).status).toBe(204);
    expect((await own.confirmed()).body).toMatchObject({
      amount: 40,
      used: 40,
      cap: cny(8),
      estimate: cny(8),
    });
    expect(await quota()).toMatchObject({ remaining: 0, state: 'blocked' });
    expect((await own.reserve(1)).status).toBe(402);
    expect((await own.withdraw()).status).toBe(204);
    expect((await own.confirmed()).body.amount).toBe(40);
  });

  it('leaves confirmed what is reserved, so that a job that runs is paid for', async () => {
    await own.use(FREE);
    await own.allow(100);
    const { body } = await own.reserve(30);
    await own.withdraw();
    expect((await own.confirmed()).body).toMatchObject({ amount: 30, cap: cny(6) });
    await own.settle(body.reservationId, 30);
    expect((await own.confirmed()).body).toMatchObject({ used: 30, estimate: cny(6) });
  });

  it('of unused overage leaves nothing', async () => {
    await own.allow(100);
    await own.withdraw();
    expect((await own.confirmed()).status).toBe(404);
    expect(await quota()).toMatchObject({ limit: FREE, remaining: FREE, state: 'ok' });
  });
});
