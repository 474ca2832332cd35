import { environmentNames } from '../functions/runtime/config.ts';
import type { Difference } from '../functions/store/rebuild/difference.ts';
import { optionsOf } from './options.ts';

/**
 * `npm run rebuild` computes all derived figures from the records and lists those that differ; `-- --repair` corrects
 * them; `-- --from-archive` computes the counters' sums from the archived events instead, and only lists. Uses the
 * table TABLE_NAME (and the archive ARCHIVE_BUCKET) with the operator's rights, or without a table the local stack at
 * BASE_URL.
 */
const { values } = optionsOf('npm run rebuild [-- --repair | --from-archive]', {
  options: {
    repair: { type: 'boolean', default: false },
    'from-archive': { type: 'boolean', default: false },
  },
});
const fromArchive = values['from-archive'];
if (fromArchive && values.repair) {
  console.error('An archive may have begun later than its table: nothing is repaired from it.');
  process.exit(2);
}
const baseUrl = process.env.BASE_URL ?? 'http://127.0.0.1:3000';

const differences = await (process.env[environmentNames.tableName] ? ofTable() : ofLocalStack()).catch(
  (error) => {
    console.error(error instanceof Error ? error.message : error);
    process.exit(2);
  },
);
for (const { what, key, stored, computed, repaired } of differences)
  console.log(`${key}  ${what}: ${stored}, should be ${computed}${repaired ? '; repaired' : ''}`);
console.log(differences.length === 0 ? 'Every figure is right.' : `${differences.length} figures differ.`);
process.exitCode = differences.every(({ repaired }) => repaired) ? 0 : 1;

async function ofTable(): Promise<readonly Difference[]> {
  // The store reads the environment on import.
  if (fromArchive) {
    const { readArchive } = await import('../functions/archive/archive.ts');
    const { compareArchive } = await import('../functions/store/rebuild/archive.ts');
    return compareArchive(readArchive());
  }
  const { rebuild } = await import('../functions/store/rebuild/rebuild.ts');
  const { now } = await import('../functions/runtime/clock.ts');
  return rebuild({ repair: values.repair, now: now() });
}

async function ofLocalStack(): Promise<readonly Difference[]> {
  const response = await fetch(`${baseUrl}/dev/rebuild`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ repair: values.repair, ...(fromArchive ? { fromArchive } : {}) }),
  }).catch((cause) => {
    throw new Error(
      `Nothing answers at ${baseUrl}. Start the local stack with npm start, or set TABLE_NAME.`,
      {
        cause,
      },
    );
  });
  if (!response.ok) throw new Error(`The local stack answered ${response.status}: ${await response.text()}`);
  return ((await response.json()) as { differences: Difference[] }).differences;
}
