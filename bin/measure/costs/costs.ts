import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { environmentNames } from '../../../functions/runtime/config.ts';
import { log } from '../../../functions/runtime/log.ts';
import { ARCHIVE_BUCKET } from '../../../local/environment.ts';
import type { Findings } from '../figures.ts';
import { describeMachine } from '../machine.ts';
import { LOG_LEVEL, type Setup, START } from '../measuring.ts';
import { openHarness } from './harness.ts';
import { meterRequests } from './metering.ts';
import { measureAll, type OperationName, operations } from './operations.ts';
import { between, costTable, type Found, priceTable } from './page.ts';
import { costOf, total } from './pricing.ts';
import { scalePage } from './scale.ts';

const PAGE = join(import.meta.dirname, '../../../docs/costs.md');

/**
 * Measures the AWS usage of each operation and prices it at list prices. Writes the tables of docs/costs.md, except in
 * a quick run, which measures each operation a few times only.
 */
export async function costs({ stack, quick }: Setup): Promise<Findings> {
  const found = await asDeployed(async () => {
    const harness = await openHarness(stack, quick ? 3 : 20);
    return measureAll(harness, (title) => console.error(title));
  });
  // Some operations have moved the clock.
  stack.clock.set(START);
  const tables = {
    costs: `Measured on ${describeMachine()}.\n\n${costTable(found)}`,
    prices: priceTable(),
    scale: scalePage(found),
  };
  if (!quick) await writeTables(tables);
  return { figures: figuresOf(found), charts: Object.values(tables) };
}

/** Deployments pay for log lines and archive counted events, so include both. */
async function asDeployed<T>(work: () => Promise<T>): Promise<T> {
  meterRequests();
  log.setLogLevel('INFO');
  process.env[environmentNames.archiveBucket] = ARCHIVE_BUCKET;
  try {
    return await work();
  } finally {
    delete process.env[environmentNames.archiveBucket];
    log.setLogLevel(LOG_LEVEL);
  }
}

async function writeTables(tables: Readonly<Record<string, string>>): Promise<void> {
  const page = await readFile(PAGE, 'utf8');
  const written = Object.entries(tables).reduce((text, [name, table]) => between(text, name, table), page);
  await writeFile(PAGE, written);
}

const figuresOf = (found: Found) =>
  (Object.keys(operations) as OperationName[]).map((name) => ({
    name: `costs: ${operations[name].title}`,
    value: total(costOf(found[name].use)),
    unit: 'USD/million',
  }));
