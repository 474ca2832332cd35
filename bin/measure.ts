import { writeFile } from 'node:fs/promises';
import { type Figure, type Findings, isMet, tableOf } from './measure/figures.ts';
import { describeMachine } from './measure/machine.ts';
import { LOG_LEVEL, type Section, START } from './measure/measuring.ts';
import { optionsOf } from './options.ts';

/**
 * `npm run measure` measures costs and speed of the service against its targets. Prints a table to stdout, and writes
 * the figures to measure.json and the AWS cost of each operation to docs/costs.md. `-- --only slots,costs` runs some
 * sections; `-- --quick` measures less and leaves docs/costs.md unchanged.
 */
const { values: options } = optionsOf('npm run measure [-- --only slots,costs] [--quick]', {
  options: { only: { type: 'string' }, quick: { type: 'boolean', default: false } },
});
process.env.LOG_LEVEL ??= LOG_LEVEL;

// Imported on use, because the log and the clients read the environment on import.
const { startLocalStack } = await import('../local/local-stack.ts');
const { deployed } = await import('../local/lambda.ts');
const { metered } = await import('./measure/costs/metering.ts');
const machine = describeMachine();
const at = new Date().toISOString();
const stack = await startLocalStack({ functions: metered(deployed) });
stack.clock.set(START);
const found: Findings[] = [];
try {
  for (const [name, section] of await chosen()) {
    const from = performance.now();
    found.push(await section({ stack, quick: options.quick }));
    console.error(`${name}: ${((performance.now() - from) / 1_000).toFixed(1)} s`);
  }
} finally {
  await stack.stop();
}

const figures = found.flatMap((each) => each.figures);
const notes = found.flatMap((each) => each.notes ?? []);
const charts = found.flatMap((each) => each.charts ?? []);
console.log(
  [
    '',
    machine + (options.quick ? ', smaller counts (--quick)' : ''),
    tableOf(figures),
    ...charts,
    notes.join('\n'),
    '',
  ].join('\n\n'),
);
await writeFile(
  'measure.json',
  `${JSON.stringify({ at, machine, quick: options.quick, figures: figures.map(recordOf), notes }, null, 2)}\n`,
);

async function chosen(): Promise<(readonly [string, Section])[]> {
  const { sections } = await import('./measure/sections.ts');
  const names = options.only?.split(',') ?? Object.keys(sections);
  return names.map((name) => {
    const section = Object.hasOwn(sections, name) ? sections[name] : undefined;
    if (!section) throw new Error(`There is no section ${name}: ${Object.keys(sections).join(', ')}.`);
    return [name, section] as const;
  });
}

function recordOf(figure: Figure) {
  const met = isMet(figure);
  return { ...figure, ...(met === undefined ? {} : { met }) };
}
