import { csvAnswer } from '../../../functions/api/kernel/csv.ts';
import { cny, decimalOf, moneyText } from '../../../functions/domain/money.ts';
import { type Client, openStack, someone, type TestStack } from '../../support/local-stack.ts';
import { freshKey } from '../../support/paying.ts';
import { expectProblem } from '../../support/problems.ts';
import { MIDMONTH, moveTo, timeOf } from '../../support/service.ts';

let desk: TestStack;
let account: string;
let owner: Client;

beforeAll(async () => {
  desk = await openStack();
});
afterAll(() => desk.stop());
beforeEach(async () => {
  moveTo(desk, MIDMONTH);
  account = someone();
  owner = await desk.as({ sub: account });
});

const BOM = '\u{FEFF}';
const report = (query = '', accept = 'text/csv') =>
  owner.call(`GET /v1/accounts/${account}/charges${query}`, undefined, { accept });
const buy = async () => {
  const order = { packType: 'cap_10', paymentMethod: 'sandbox_ok' };
  const { body } = await owner.call(`POST /v1/accounts/${account}/purchases`, order, freshKey());
  return body.charge.chargeId as string;
};
const idsIn = (csv: string) =>
  csv
    .trimEnd()
    .split('\n')
    .slice(1)
    .map((row) => row.split(',')[0]);

describe('the charges as CSV', () => {
  it('are all of them, in a file with a name, which says that it is UTF-8', async () => {
    const bought = await Promise.all(Array.from({ length: 25 }, buy));
    const { headers, body } = await report();
    expect(new Set(idsIn(body))).toEqual(new Set(bought));
    expect(headers.get('x-next-cursor')).toBeNull();
    expect(headers.get('content-disposition')).toBe(`attachment; filename="charges-${account}.csv"`);
    const token = await desk.issueToken({ sub: account });
    const raw = await fetch(`${desk.url}/v1/accounts/${account}/charges`, {
      headers: { accept: 'text/csv', authorization: `Bearer ${token}` },
    });
    expect([...new Uint8Array(await raw.arrayBuffer()).slice(0, 4)]).toEqual([0xef, 0xbb, 0xbf, 0x63]);
  });

  it('are those made from one moment up to another, as JSON too', async () => {
    const first = await buy();
    const between = timeOf(desk, 3_600);
    desk.clock.advance(7_200_000);
    const second = await buy();
    expect(idsIn((await report(`?to=${between}`)).body)).toEqual([first]);
    expect(idsIn((await report(`?from=${between}`)).body)).toEqual([second]);
    const day = between.slice(0, 10);
    const ranged = await report(`?from=${day}&to=2099-01-01`);
    expect(idsIn(ranged.body)).toEqual([second, first]);
    expect(ranged.headers.get('content-disposition')).toContain(`charges-${account}-${day}-2099-01-01.csv`);
    expect(idsIn((await report(`?from=2027-01-01&to=${day}`)).body)).toEqual([]);
    const { body } = await report(`?from=${between}`, 'application/json');
    expect(body.items.map(({ chargeId }: { chargeId: string }) => chargeId)).toEqual([second]);
    expectProblem(await report('?from=2027-02-01&to=2027-01-01'), 400, 'validation-failed', ['to']);
  });

  it('name the charge that a refund is of', async () => {
    const chargeId = await buy();
    const admin = await desk.as({ sub: someone(), groups: ['admin'] });
    const order = { reason: '退款：客户要求', amount: cny(900) };
    await admin.call(`POST /v1/admin/charges/${chargeId}/refunds`, order, freshKey());
    const { body } = await report();
    const row = body.split('\n').find((line: string) => line.includes(',refund,'));
    expect(row).toContain(',refund,succeeded,900,CNY,0,退款：客户要求,,,,9.00,0.00,');
    expect(row).toContain(`,${chargeId},`);
  });
});

describe('what is accepted', () => {
  const typeFor = async (accept: string) => (await report('', accept)).headers.get('content-type');

  it('decides by its weights', async () => {
    expect(await typeFor('application/json, text/csv;q=0.1')).toBe('application/json');
    expect(await typeFor('application/json;q=0.1, text/csv')).toBe('text/csv; charset=utf-8');
    expect(await typeFor('text/csv;q=0, */*')).toBe('application/json');
    expect(await typeFor('text/*')).toBe('text/csv; charset=utf-8');
    expect(await typeFor('*/*')).toBe('application/json');
  });

  it('is refused when it is neither', async () => {
    expectProblem(await report('', 'image/png'), 406, 'not-acceptable', ['Accept']);
    expectProblem(await report('', 'text/csv;q=0'), 406, 'not-acceptable', ['Accept']);
  });
});

describe('a report', () => {
  interface Row {
    readonly text: string;
    readonly money: number;
  }

  const answer = (rows: readonly Row[], limit?: number) =>
    csvAnswer<Row, 'text' | 'money'>(
      {
        columns: ['text', 'money'],
        rowOf: ({ text, money }) => ({ text, money: cny(money) }),
        read: async (part) => {
          const start = Number(part.cursor ?? 0);
          const end = start + part.limit;
          return { items: rows.slice(start, end), nextCursor: end < rows.length ? String(end) : null };
        },
        fileName: 'report.csv',
      },
      { limit },
    );

  it('is refused, not cut, when it does not fit into one answer; in parts it can be had', async () => {
    const rows = Array.from({ length: 60_000 }, (_, index) => ({ text: 'x'.repeat(100), money: index }));
    await expect(answer(rows)).rejects.toMatchObject({ code: 'report-too-large' });
    expect(await answer(rows, 100)).toMatchObject({ status: 200, headers: { 'x-next-cursor': '100' } });
    const { csv } = await answer(rows.slice(0, 30_000));
    expect(csv?.split('\n')).toHaveLength(30_002);
  });

  it('holds no cell that a spreadsheet runs, and numbers that it reads', async () => {
    const texts = ['=1+1', '+1', '-1', '@A1', '＝1+1', '＋1', '－1', '＠A1', '\t=1', '\r=1', 'a=1'];
    const { csv } = await answer(texts.map((text) => ({ text, money: -80 })));
    const quoted = (text: string) => (/[\r]/.test(text) ? `"'${text}"` : text === 'a=1' ? text : `'${text}`);
    expect(csv).toBe(`${BOM}text,money\n${texts.map((text) => `${quoted(text)},-0.80\n`).join('')}`);
  });
});

describe('a decimal', () => {
  it.each([
    [2_900, 'CNY', '29.00'],
    [-80, 'CNY', '-0.80'],
    [5, 'CNY', '0.05'],
    [0, 'CNY', '0.00'],
    [9_007_199_254_740_991, 'CNY', '90071992547409.91'],
    [2_900, 'JPY', '2900'],
    [-2_900, 'KWD', '-2.900'],
  ])('of %d minor units of %s is %s', (amount, currency, decimal) => {
    expect(decimalOf({ amount, currency })).toBe(decimal);
    expect(moneyText({ amount, currency })).toBe(`${currency} ${decimal}`);
  });
});
