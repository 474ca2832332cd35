/** One figure of the tour: what it was bound to be, and what the service said. */
export interface Finding {
  readonly what: string;
  readonly expected: string;
  readonly seen: string;
  readonly ok: boolean;
}

/** Where the tour is told. On a terminal with colours and moving bars, elsewhere line by line. */
export interface Screen {
  title(text: string): void;
  line(text: string): void;
  finding(finding: Finding): void;
  /** Draws how far something is; the last call, with `done` equal to `total`, ends the bar. */
  progress(label: string, done: number, total: number): void;
  chart(points: readonly Point[], format: (amount: number) => string): void;
  table(findings: readonly Finding[]): void;
}

export interface Point {
  readonly label: string;
  readonly amount: number;
}

const BAR_WIDTH = 40;
const CHART_HEIGHT = 8;
const EIGHTHS = ' ▁▂▃▄▅▆▇█';

const paints = { bold: [1, 22], dim: [2, 22], red: [31, 39], green: [32, 39], cyan: [36, 39] } as const;
type Paint = keyof typeof paints;

export function openScreen(out: NodeJS.WriteStream): Screen {
  const moves = out.isTTY === true;
  const hasColours = moves && process.env.NO_COLOR === undefined;
  const write = (text: string) => out.write(text);
  const line = (text: string) => write(`${text}\n`);
  const paint = (name: Paint, text: string): string =>
    hasColours ? `\u001b[${paints[name][0]}m${text}\u001b[${paints[name][1]}m` : text;
  const mark = (ok: boolean) => (ok ? paint('green', '✓') : paint('red', '✗'));

  return {
    line: (text) => line(`  ${text}`),
    title: (text) => line(`\n${paint('bold', paint('cyan', text))}`),
    finding: ({ what, expected, seen, ok }) =>
      line(`  ${mark(ok)} ${what}  ${paint('dim', ok ? seen : `${seen}, expected ${expected}`)}`),
    progress: (label, done, total) => {
      const isEnd = done >= total;
      if (!moves && !isEnd) return;
      const filled = Math.floor((BAR_WIDTH * done) / total);
      const bar = paint('cyan', '█'.repeat(filled)) + paint('dim', '░'.repeat(BAR_WIDTH - filled));
      write(`${moves ? '\r' : ''}  ${bar} ${done}/${total} ${label}${isEnd ? '\n' : ''}`);
    },
    chart: (points, format) => {
      for (const row of chartRows(points, format)) line(`  ${paint('cyan', row)}`);
    },
    table: (findings) => {
      const rows = findings.map(({ what, expected, seen, ok }) => [what, expected, seen, ok ? 'ok' : 'OFF']);
      for (const row of tableRows(['what', 'expected', 'seen', 'ok'], rows))
        line(row.endsWith('OFF') ? paint('red', row) : row);
    },
  };
}

/** A column for each point, its height in eighths of a line, and the first and last label beneath. */
function chartRows(points: readonly Point[], format: (amount: number) => string): string[] {
  const most = Math.max(1, ...points.map((point) => point.amount));
  const heights = points.map(({ amount }) => Math.ceil((amount / most) * CHART_HEIGHT * 8));
  const scale = format(most);
  const rows = Array.from({ length: CHART_HEIGHT }, (_, index) => {
    const floor = (CHART_HEIGHT - 1 - index) * 8;
    const columns = heights.map((height) => EIGHTHS[Math.min(8, Math.max(0, height - floor))]);
    return `${(index === 0 ? scale : '').padStart(scale.length)} ┤${columns.map((column) => `${column} `).join('')}`;
  });
  const [first = '', last = ''] = [points[0]?.label, points.at(-1)?.label];
  const gap = Math.max(1, points.length * 2 - 1 - first.length - last.length);
  return [
    ...rows,
    `${' '.repeat(scale.length + 2)}${first}${points.length > 1 ? ' '.repeat(gap) + last : ''}`,
  ];
}

function tableRows(head: readonly string[], rows: readonly (readonly string[])[]): string[] {
  const widths = head.map((_, at) => Math.max(...[head, ...rows].map((row) => row[at]?.length ?? 0)));
  const isFigure = (at: number) => at === 1 || at === 2;
  const render = (row: readonly string[]) =>
    row
      .map((cell, at) => (isFigure(at) ? cell.padStart(widths[at] ?? 0) : cell.padEnd(widths[at] ?? 0)))
      .join(' | ')
      .trimEnd();
  return [render(head), widths.map((width) => '-'.repeat(width)).join('-+-'), ...rows.map(render)];
}
