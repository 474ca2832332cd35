/** The target of a figure. A figure without one is informational. */
export type Target =
  | { readonly atMost: number }
  | { readonly atLeast: number }
  | { readonly exactly: number };

export interface Figure {
  readonly name: string;
  readonly value: number;
  readonly unit: string;
  readonly target?: Target;
}

/** The result of a section: rows of the table, charts, and notes for reading them. */
export interface Findings {
  readonly figures: readonly Figure[];
  readonly charts?: readonly string[];
  readonly notes?: readonly string[];
}

/** Whether the target is met, by the measured and not the rounded value; undefined without a target. */
export function isMet({ value, target }: Figure): boolean | undefined {
  if (!target) return undefined;
  if ('atMost' in target) return value <= target.atMost;
  if ('atLeast' in target) return value >= target.atLeast;
  return value === target.exactly;
}

/** Formats the figures as lines: name, target, value, whether it is met. */
export function tableOf(figures: readonly Figure[]): string {
  const rows = [
    ['figure', 'target', 'measured', ''],
    ...figures.map((figure) => [
      figure.name,
      describeTarget(figure),
      `${round(figure.value)} ${figure.unit}`.trim(),
      { true: 'met', false: 'MISSED', undefined: '' }[String(isMet(figure))] ?? '',
    ]),
  ];
  const widths = [0, 1, 2, 3].map((column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return rows
    .map((row) =>
      row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

function describeTarget({ target, unit }: Figure): string {
  if (!target) return '';
  if ('atMost' in target) return `≤ ${round(target.atMost)} ${unit}`.trim();
  if ('atLeast' in target) return `≥ ${round(target.atLeast)} ${unit}`.trim();
  return `${round(target.exactly)} ${unit}`.trim();
}

/** Rounds to three significant digits below 100, otherwise to an integer with commas. */
export const round = (value: number): string =>
  Math.abs(value) >= 100 ? Math.round(value).toLocaleString('en-US') : String(Number(value.toPrecision(3)));

export interface Bar {
  readonly label: string;
  readonly value: number;
  readonly remark: string;
}

const BAR_WIDTH = 40;

/** Draws bars on a logarithmic scale between `from` and `to`, one line each. */
export function logChart(
  title: string,
  bars: readonly Bar[],
  { from, to }: { from: number; to: number },
): string {
  const wide = Math.max(...bars.map((bar) => bar.label.length));
  const lines = bars.map(({ label, value, remark }) => {
    const share = Math.log(Math.max(value, from) / from) / Math.log(to / from);
    const length = Math.max(1, Math.round(Math.min(1, share) * BAR_WIDTH));
    return `${label.padStart(wide)} │${'█'.repeat(length).padEnd(BAR_WIDTH)}│ ${round(value)}  ${remark}`;
  });
  const scale = `${' '.repeat(wide)}  ${String(from)}${String(to).padStart(BAR_WIDTH - String(from).length)}`;
  return [title, ...lines, scale].join('\n');
}

/** Returns the value below which this share of the samples lies (nearest rank). */
export function percentile(samples: readonly number[], share: number): number {
  const sorted = [...samples].sort((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)] ?? Number.NaN;
}
