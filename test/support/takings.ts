import type { Answered, Client } from './local-stack.ts';
import { all } from './paying.ts';

/** Minor units that came in and went back, by what they were for. */
export interface Takings {
  readonly gross: Readonly<Record<string, number>>;
  readonly refunds: number;
}

interface ChargeLine {
  readonly type: string;
  readonly status: string;
  readonly amount: number;
}

const isPaid = ({ type, status }: ChargeLine): boolean =>
  type !== 'refund' && (status === 'succeeded' || status === 'refunded');

/** The sums of some charges, as a person adds them up. */
export function takingsOf(charges: readonly ChargeLine[]): Takings {
  const gross: Record<string, number> = {};
  for (const { type, amount } of charges.filter(isPaid)) gross[type] = (gross[type] ?? 0) + amount;
  const back = charges.filter(({ type, status }) => type === 'refund' && status === 'succeeded');
  return { gross, refunds: back.reduce((sum, { amount }) => sum + amount, 0) };
}

export async function listedTakings(client: Client, account: string): Promise<Takings> {
  const items = await all<{ type: string; status: string; amount: { amount: number } }>(
    client,
    `/v1/accounts/${account}/charges`,
  );
  return takingsOf(items.map(({ type, status, amount }) => ({ type, status, amount: amount.amount })));
}

/** From the CSV, part by part. */
export async function csvTakings(client: Client, account: string): Promise<Takings> {
  const charges: ChargeLine[] = [];
  for (let cursor: string | null = ''; cursor !== null; ) {
    const { status, body, headers }: Answered<string> = await client.call<string>(
      `GET /v1/accounts/${account}/charges?limit=7${cursor && `&cursor=${cursor}`}`,
      undefined,
      { accept: 'text/csv' },
    );
    expect(status).toBe(200);
    const [head = '', ...lines] = body.trim().split('\n');
    const place = (name: string) => head.split(',').indexOf(name);
    for (const line of lines) {
      const cells = cellsOf(line);
      const cell = (name: string) => cells[place(name)] ?? '';
      charges.push({ type: cell('type'), status: cell('status'), amount: Number(cell('amount')) });
    }
    cursor = headers.get('x-next-cursor');
  }
  return takingsOf(charges);
}

/** Cells of a line of CSV; a quoted one may hold commas. */
const cellsOf = (line: string): string[] =>
  [...line.matchAll(/("(?:[^"]|"")*"|[^,]*)(?:,|$)/g)].map(([, cell = '']) =>
    cell.replace(/^"|"$/g, '').replaceAll('""', '"'),
  );

/** From the sums that administrators see. */
export async function reportedTakings(admin: Client, from: string, to: string): Promise<Takings> {
  const route = `GET /v1/admin/revenue?from=${from}&to=${to}&granularity=month`;
  const { status, body } = await admin.call(route);
  expect(status).toBe(200);
  const gross = Object.entries(body.totals.byType as Record<string, { gross: { amount: number } }>)
    .map(([type, revenue]): [string, number] => [type, revenue.gross.amount])
    .filter(([, amount]) => amount > 0);
  return { gross: Object.fromEntries(gross), refunds: body.totals.total.refunds.amount };
}
