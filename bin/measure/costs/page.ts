import { round } from '../figures.ts';
import type { Metered } from './metering.ts';
import { type OperationName, operations } from './operations.ts';
import { fixed, PRICED_ON, type Price, prices, storage } from './prices.ts';
import { costOf, largest, type Part, total } from './pricing.ts';

export type Found = Readonly<Record<OperationName, Metered>>;

/** Replaces the text between the two markers of a name. Throws if they are missing. */
export function between(text: string, name: string, section: string): string {
  const [begin, end] = [`<!-- ${name}:begin -->`, `<!-- ${name}:end -->`];
  const [from, to] = [text.indexOf(begin), text.indexOf(end)];
  if (from < 0 || to < from) throw new Error(`There are no marks ${begin} and ${end}.`);
  return `${text.slice(0, from + begin.length)}\n${section}\n${text.slice(to)}`;
}

export const table = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  [head, head.map((_, column) => (column === 0 ? '---' : '---:')), ...rows]
    .map((cells) => `| ${cells.join(' | ')} |`)
    .join('\n');

/** Names of the parts in the tables. */
const shown: Readonly<Record<Part, string>> = {
  writes: 'writes',
  reads: 'reads',
  compute: 'Lambda time',
  invocations: 'Lambda requests',
  calls: 'API',
  queueRequests: 'SQS',
  fifoRequests: 'SQS FIFO',
  busEvents: 'bus',
  schedules: 'schedule',
  puts: 'S3',
  gets: 'S3',
  mails: 'mail',
  logBytes: 'logs',
  traces: 'X-Ray',
  bytesOut: 'answers',
};

/** Formats what each operation uses, and the cost of a million. */
export function costTable(found: Found): string {
  const rows = (Object.keys(operations) as OperationName[]).map((name) => {
    const { use, milliseconds } = found[name];
    const cost = costOf(use);
    const sum = total(cost);
    const spent = [...milliseconds.values()].reduce((all, each) => all + each, 0);
    const heaviest = largest(cost)
      .slice(0, 3)
      .map((part) => `${shown[part]} ${Math.round((100 * cost[part]) / sum)} %`);
    const counts = [
      use.calls,
      use.invocations,
      spent,
      use.writes,
      use.reads,
      use.queueRequests + use.fifoRequests,
      use.busEvents,
    ];
    return [operations[name].title, ...counts.map(round), usd(sum), heaviest.join(', ')];
  });
  const head = ['operation', 'API', 'Lambda', 'ms', 'WRU', 'RRU', 'SQS', 'bus'];
  return table([...head, 'USD per million', 'mostly'], rows);
}

export const usd = (amount: number): string =>
  amount >= 100 ? Math.round(amount).toLocaleString('en-US') : amount.toFixed(2);

/** Formats the prices of `prices.ts`. */
export function priceTable(): string {
  const groups: readonly Readonly<Record<string, Price>>[] = [prices, storage, fixed];
  const rows = groups.flatMap((group) =>
    Object.values(group).map(({ usd: amount, per, unit, note = '' }) => [
      unit,
      `${amount}${per === 1 ? '' : ` / ${per.toLocaleString('en-US')}`}`,
      note,
    ]),
  );
  return `As of ${PRICED_ON}.\n\n${table(['unit', 'USD', ''], rows)}`;
}
