import type { AccountId } from '../../domain/accounts.ts';
import type { Instant } from '../../domain/time.ts';
import { auditOf } from '../keys.ts';
import { auditLists } from '../list-keys.ts';
import { type Listed, type ListPart, listItems } from '../table/list.ts';
import { listMerged } from '../table/list-across.ts';
import type { AuditLine } from './audit.ts';

/** The number of months of the log of all accounts that can be read, with the current one. */
const MONTHS_LISTED = 14;

/** Lists the audit lines of one account, newest first. One consistent Query per started MB. */
export async function listAuditOf(account: AccountId, part: ListPart): Promise<Listed<AuditLine>> {
  const { items, nextCursor } = await listItems({ ...auditOf(account), ...part });
  return { items: items.map((item) => item.line as AuditLine), nextCursor };
}

/**
 * Lists the audit lines of all accounts in the last 14 months, newest first. Some eventually consistent index Queries,
 * whatever the size of the log.
 */
export async function listAudit(part: ListPart, now: Instant): Promise<Listed<AuditLine>> {
  const { items, nextCursor } = await listMerged({ listPks: auditLists(), place: LOG_PLACE, ...part });
  const since = firstListed(now);
  const lines = items.map((item) => item.line as AuditLine).filter(({ at }) => at >= since);
  // The newest come first: after one that is too old, all are.
  return { items: lines, nextCursor: lines.length < items.length ? null : nextCursor };
}

/** Returns the start of the first month that is listed. */
function firstListed(now: Instant): Instant {
  const today = new Date(now);
  return Date.UTC(today.getUTCFullYear(), today.getUTCMonth() - MONTHS_LISTED + 1) as Instant;
}

/** The sort key of a line in the list: a time and an id. */
const LOG_PLACE = /^\d{4}-(0[1-9]|1[0-2])-\d\dT[\d:.]+Z#[\x21-\x7e]{1,900}$/;
