import type { AuditFinding } from '../functions/domain/reports/audit-archive.ts';
import { environmentNames } from '../functions/runtime/config.ts';
import { optionsOf } from './options.ts';

/**
 * `npm run audit:verify` compares the audit log with its archive and lists each line that differs. Uses the table
 * TABLE_NAME and the archive AUDIT_BUCKET with the operator's own rights, or without a table the local stack at
 * BASE_URL. Exits with 1 if a line differs.
 */
optionsOf('npm run audit:verify', {});

interface Verified {
  readonly lines: number;
  readonly findings: readonly AuditFinding[];
}

const baseUrl = process.env.BASE_URL ?? 'http://127.0.0.1:3000';
const { lines, findings } = await (process.env[environmentNames.tableName]
  ? ofTable()
  : ofLocalStack()
).catch((error) => {
  console.error(error instanceof Error ? error.message : error);
  process.exit(2);
});
for (const { what, key } of findings) console.log(`${what}: ${key}`);
console.log(
  findings.length === 0
    ? `The audit log is unbroken: ${lines} lines are as they were archived.`
    : `${findings.length} findings in ${lines} lines.`,
);
process.exitCode = findings.length === 0 ? 0 : 1;

async function ofTable(): Promise<Verified> {
  // The store reads the environment on import.
  const { readAuditArchive } = await import('../functions/archive/audit.ts');
  const { verifyAudit } = await import('../functions/store/rebuild/audit.ts');
  const { now } = await import('../functions/runtime/clock.ts');
  return verifyAudit(readAuditArchive(), now());
}

async function ofLocalStack(): Promise<Verified> {
  const response = await fetch(`${baseUrl}/dev/audit-verifications`, { method: 'POST' }).catch((cause) => {
    throw new Error(
      `Nothing answers at ${baseUrl}. Start the local stack with npm start, or set TABLE_NAME.`,
      {
        cause,
      },
    );
  });
  if (!response.ok) throw new Error(`The local stack answered ${response.status}: ${await response.text()}`);
  return (await response.json()) as Verified;
}
