import type { AccountId } from '../domain/accounts.ts';
import { type Instant, iso } from '../domain/time.ts';
import { across } from './across.ts';
import type { AuditLine } from './audit.ts';
import { cursorAt, readCursor } from './cursor.ts';
import { auditList, ofAccount } from './keys.ts';
import { type Listed, type ListPart, listItems } from './list.ts';

/** How many months the log of everybody is read back at most. */
const MOST_MONTHS = 14;

/** What was done to one account, the newest first. One consistent Query a started MB. */
export async function listAuditOf(account: AccountId, part: ListPart): Promise<Listed<AuditLine>> {
  const { items, nextCursor } = await listItems({ ...ofAccount(account, 'AUD#'), ...part });
  return { items: items.map((item) => item.line as AuditLine), nextCursor };
}

interface LogItem {
  readonly listSk: string;
  readonly line: AuditLine;
}

/** What was done to anybody, the newest first. A Query or more for each month, of an index that follows by moments. */
export async function listAudit({ limit, cursor }: ListPart, now: Instant): Promise<Listed<AuditLine>> {
  const before = typeof cursor === 'string' ? readCursor(cursor, (key) => LOG_KEY.test(key)) : undefined;
  const found: LogItem[] = [];
  for await (const item of linesBefore(before, now)) {
    found.push(item);
    // One more tells whether anything follows.
    if (found.length > limit) break;
  }
  const items = found.slice(0, limit);
  const last = items.at(-1);
  return {
    items: items.map(({ line }) => line),
    nextCursor: found.length > limit && last ? cursorAt(last.listSk) : null,
  };
}

async function* linesBefore(before: string | undefined, now: Instant): AsyncGenerator<LogItem> {
  let month = new Date(before?.slice(0, 7) ?? iso(now).slice(0, 7));
  for (let read = 0; read < MOST_MONTHS; read += 1) {
    const span = { newestFirst: true, ...(before === undefined ? {} : { to: before }) };
    for await (const item of across(auditList(month.getTime() as Instant), span))
      if (item.listSk !== before) yield item as unknown as LogItem;
    month = new Date(Date.UTC(month.getUTCFullYear(), month.getUTCMonth() - 1, 1));
  }
}

/** A time and what came with it, as it stands in the list. */
const LOG_KEY = /^\d{4}-(0[1-9]|1[0-2])-\d\dT[\d:.]+Z#[\x21-\x7e]{1,900}$/;
