import { parseArgs } from 'node:util';
import { environmentNames } from '../functions/runtime/config.ts';

/**
 * Computes all derived figures of a table from its records and tells which differ; `--repair` puts them right. For
 * the table that the environment names, with the rights of whoever runs it.
 */
const { values } = parseArgs({ options: { repair: { type: 'boolean', default: false } } });

if (!process.env[environmentNames.tableName]) {
  console.error(`Usage: ${environmentNames.tableName}=<table> node --import tsx bin/rebuild.ts [--repair]`);
  process.exit(2);
}
// The store reads the environment when it is loaded.
const { rebuild } = await import('../functions/store/rebuild/rebuild.ts');
const { now } = await import('../functions/runtime/clock.ts');
const differences = await rebuild({ repair: values.repair, now: now() });
for (const { what, key, stored, computed, repaired } of differences)
  console.log(`${key}  ${what}: ${stored}, should be ${computed}${repaired ? '; repaired' : ''}`);
console.log(differences.length === 0 ? 'Every figure is right.' : `${differences.length} figures differ.`);
process.exitCode = differences.every(({ repaired }) => repaired) ? 0 : 1;
