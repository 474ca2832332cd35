import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { START } from './bench/bench.ts';
import { describeMachine } from './bench/machine.ts';
import { metered, meterRequests } from './costs/metering.ts';
import { measureAll } from './costs/operations.ts';
import { between, costTable, priceTable } from './costs/page.ts';
import { scalePage } from './costs/scale.ts';
import { openTill } from './costs/till.ts';
import { optionsOf } from './options.ts';

/**
 * `npm run costs` measures what each operation asks of AWS, prices it at list prices, and writes the tables of
 * docs/costs.md. `-- --quick` measures each a few times only, and writes nothing.
 */
const PAGE = join(import.meta.dirname, '../docs/costs.md');
const { values: options } = optionsOf('npm run costs [-- --quick]', {
  options: { quick: { type: 'boolean', default: false } },
});

// As deployed: log lines are paid for, and what is counted is archived.
process.env.LOG_LEVEL = 'INFO';
process.env.ARCHIVE_BUCKET = 'archive';
meterRequests();

// Imported late: the log and the clients read the environment when they are.
const { startDesk } = await import('../local/desk.ts');
const { deployed } = await import('../local/lambda.ts');
const desk = await startDesk({ functions: metered(deployed) });
desk.clock.set(START);
const found = await (async () => {
  try {
    const till = await openTill(desk, options.quick ? 3 : 20);
    return await measureAll(till, (title) => console.error(title));
  } finally {
    await desk.stop();
  }
})();

const sections = {
  costs: `Measured on ${describeMachine()}.\n\n${costTable(found)}`,
  prices: priceTable(),
  scale: scalePage(found),
};
for (const section of Object.values(sections)) console.log(`\n${section}`);
if (!options.quick) {
  const page = await readFile(PAGE, 'utf8');
  const entries = Object.entries(sections);
  await writeFile(
    PAGE,
    entries.reduce((text, [name, section]) => between(text, name, section), page),
  );
}
