import { GetCommand } from '@aws-sdk/lib-dynamodb';
import stringify from 'safe-stable-stringify';
import type { AuditChange, AuditFinding } from '../../domain/reports/audit-archive.ts';
import { type Instant, iso, MINUTE } from '../../domain/time.ts';
import type { AuditLine } from '../audit/audit.ts';
import { auditLists } from '../list-keys.ts';
import { table, tableName } from '../table/client.ts';
import { across } from '../table/list-across.ts';

type Item = Readonly<Record<string, unknown>>;

/** How long the archiving of a line may take. */
const IN_FLIGHT = 15 * MINUTE;

/**
 * Compares the audit log with its archive, and returns each line that is missing, changed, written without the stream,
 * or changed and restored. Holds the archive in memory. One Query per started MB since the month of the first line, and
 * one read per line that these do not find.
 */
export async function verifyAudit(
  archived: AsyncIterable<
    { kind: 'change'; change: AuditChange } | { kind: 'finding'; finding: AuditFinding }
  >,
  now: Instant,
): Promise<{ readonly lines: number; readonly findings: readonly AuditFinding[] }> {
  const lines = new Map<string, Item>();
  const findings: AuditFinding[] = [];
  for await (const entry of archived) {
    if (entry.kind === 'finding') findings.push(entry.finding);
    else if (entry.change.event !== 'INSERT')
      findings.push({ what: 'tampered with', key: keyOf(entry.change) });
    else if (!lines.has(keyOf(entry.change))) lines.set(keyOf(entry.change), entry.change.item);
  }
  const unseen = new Map(lines);
  for await (const item of itemsSince(firstMonth(lines.values(), now))) {
    const key = keyOf(item);
    const known = lines.get(key);
    unseen.delete(key);
    if (known === undefined) {
      if ((item.line as AuditLine).at < now - IN_FLIGHT) findings.push({ what: 'not archived', key });
    } else if (stringify(known) !== stringify(item)) findings.push({ what: 'changed', key });
  }
  for (const [key, known] of unseen) {
    const item = await load(known);
    if (item === undefined) findings.push({ what: 'missing', key });
    // The index is eventually consistent and may lack the newest lines.
    else if (stringify(known) !== stringify(item)) findings.push({ what: 'changed', key });
  }
  return { lines: lines.size, findings };
}

const keyOf = ({ pk, sk }: { readonly pk?: unknown; readonly sk?: unknown }): string => `${pk} ${sk}`;

async function load({ pk, sk }: Item): Promise<Item | undefined> {
  const { Item } = await table.send(
    new GetCommand({ TableName: tableName(), Key: { pk, sk }, ConsistentRead: true }),
  );
  return Item;
}

/** Returns the month of the first archived line, as `2026-11`; the current month if there is none. */
function firstMonth(items: Iterable<Item>, now: Instant): string {
  let first = now;
  for (const { line } of items) if ((line as AuditLine).at < first) first = (line as AuditLine).at;
  return iso(first).slice(0, 7);
}

async function* itemsSince(from: string): AsyncGenerator<Item> {
  for (const list of auditLists()) yield* across(list, { from });
}
