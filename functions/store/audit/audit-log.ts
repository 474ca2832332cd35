import pMap from 'p-map';
import type { AccountId } from '../../domain/accounts.ts';
import { type Instant, iso } from '../../domain/time.ts';
import { auditLists, auditOf } from '../keys.ts';
import { cursorAt, readCursor } from '../table/cursor.ts';
import { type Listed, type ListPart, listItems } from '../table/list.ts';
import { listAcross } from '../table/list-across.ts';
import type { AuditLine } from './audit.ts';

/** How many months of the platform's log can be read. */
const MOST_MONTHS = 14;

/** Lists the audit lines of one account, newest first. One consistent Query per started MB. */
export async function listAuditOf(account: AccountId, part: ListPart): Promise<Listed<AuditLine>> {
  const { items, nextCursor } = await listItems({ ...auditOf(account), ...part });
  return { items: items.map((item) => item.line as AuditLine), nextCursor };
}

interface LogItem {
  readonly listSk: string;
  readonly line: AuditLine;
}

/**
 * Lists the audit lines of all accounts, newest first. One eventually consistent index Query per month and shard, each
 * of at most one part.
 */
export async function listAudit({ limit, cursor }: ListPart, now: Instant): Promise<Listed<AuditLine>> {
  const before = typeof cursor === 'string' ? readCursor(cursor, (key) => LOG_KEY.test(key)) : undefined;
  const found: LogItem[] = [];
  for (const month of monthsBackFrom(before ?? iso(now))) {
    // One more item shows whether a next part exists.
    found.push(...(await newestOf(month, { limit: limit + 1, cursor })));
    if (found.length > limit) break;
  }
  const items = found.slice(0, limit);
  const last = items.at(-1);
  return {
    items: items.map(({ line }) => line),
    nextCursor: found.length > limit && last ? cursorAt(last.listSk) : null,
  };
}

async function newestOf(month: string, part: ListPart): Promise<LogItem[]> {
  const parts = await pMap(auditLists(month), (listPk) => listAcross({ listPk, place: LOG_KEY, ...part }));
  const items = parts.flatMap((shard) => shard.items as unknown as LogItem[]);
  return items.sort((a, b) => (a.listSk < b.listSk ? 1 : -1));
}

/** Returns the month of a time and those before it, as `2026-11`. */
function monthsBackFrom(time: string): string[] {
  const [year = 0, month = 0] = time.slice(0, 7).split('-').map(Number);
  return Array.from({ length: MOST_MONTHS }, (_, back) =>
    new Date(Date.UTC(year, month - 1 - back)).toISOString().slice(0, 7),
  );
}

/** The sort key of a line in the list: a time and an id. */
const LOG_KEY = /^\d{4}-(0[1-9]|1[0-2])-\d\dT[\d:.]+Z#[\x21-\x7e]{1,900}$/;
