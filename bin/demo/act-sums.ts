import { type ApiClient, must } from '../api-client.ts';
import { money } from './figures.ts';
import { type Charge, chargesOf, type Mail, type Money, mailOf, shopOf } from './shop.ts';
import type { Act, Stage } from './stage.ts';

/** What came in and what went back, in minor units. */
interface Sums {
  readonly gross: number;
  readonly refunds: number;
}

/** A charge as far as a sum needs it. */
interface Line {
  readonly type: string;
  readonly status: string;
  readonly amount: number;
}

/** The same money by three ways, and the mail that told of it. */
export const sums: Act = {
  title: 'Add it all up',
  play: async (stage) => {
    const account = shopOf(stage);
    const owner = await stage.as({ sub: account });
    const charges = await chargesOf(owner, account);
    const listed = sumsOf(charges.map(({ amount, ...charge }) => ({ ...charge, amount: amount.amount })));
    const exported = sumsOf(await exportedLines(owner, account));
    stage.expect('paid: CSV against the list', listed.gross, exported.gross, money);
    stage.expect('given back: CSV against the list', listed.refunds, exported.refunds, money);
    await expectRevenue(stage, charges, listed);
    expectMail(stage, await mailOf(stage, account), charges);
  },
};

function sumsOf(lines: readonly Line[]): Sums {
  const sum = (of: readonly Line[]) => of.reduce((total, { amount }) => total + amount, 0);
  return {
    gross: sum(lines.filter(({ type, status }) => type !== 'refund' && isPaid(status))),
    refunds: sum(lines.filter(({ type, status }) => type === 'refund' && isPaid(status))),
  };
}

/** A charge that was given back was paid before. */
const isPaid = (status: string): boolean => status === 'succeeded' || status === 'refunded';

async function exportedLines(owner: ApiClient, account: string): Promise<Line[]> {
  const path = `GET /v1/accounts/${account}/charges?limit=100`;
  const csv = must(200, await owner.call<string>(path, undefined, { accept: 'text/csv' }));
  const [head = '', ...rows] = csv.trimEnd().split('\n');
  // What comes before the words for people holds no commas.
  const columns = head.split(',');
  const cell = (row: string, name: string) => row.split(',')[columns.indexOf(name)] ?? '';
  return rows.map((row) => ({
    type: cell(row, 'type'),
    status: cell(row, 'status'),
    amount: Number(cell(row, 'amount')),
  }));
}

/** The report is of everybody: it is this account's alone only where nobody else buys. */
async function expectRevenue(stage: Stage, charges: readonly Charge[], listed: Sums): Promise<void> {
  if (!stage.isAlone) return stage.screen.line('The revenue report is everybody’s: not compared here.');
  const admin = await stage.as({ sub: 'user_demo-admin', groups: ['admin'] });
  const from = charges.at(-1)?.createdAt;
  const path = `GET /v1/admin/revenue?granularity=month&from=${from}`;
  const answer = await admin.call<{ totals: { total: Record<'gross' | 'refunds' | 'net', Money> } }>(path);
  const { gross, refunds, net } = must(200, answer).totals.total;
  stage.expect('gross: revenue report against the list', listed.gross, gross.amount, money);
  stage.expect('refunds: revenue report against the list', listed.refunds, refunds.amount, money);
  stage.expect('net', listed.gross - listed.refunds, net.amount, money);
}

function expectMail(stage: Stage, mails: readonly Mail[], charges: readonly Charge[]): void {
  for (const { at, subject } of mails)
    stage.screen.line(`  ${at.slice(0, 16).replace('T', ' ')}  ${subject}`);
  const about = (words: string) => mails.filter(({ subject }) => subject.startsWith(words)).length;
  const count = (of: (charge: Charge) => boolean) => charges.filter(of).length;
  const paid = count(({ type, status }) => type !== 'refund' && isPaid(status));
  const refunds = count(({ type }) => type === 'refund');
  stage.expect('mails that thank for a payment', paid, about('Payment received'));
  stage.expect('mails about a payment that failed', 1, about('Payment failed'));
  stage.expect('mails about a refund', refunds, about('Refund'));
}
