import type { AccountId } from '../domain/accounts.ts';
import { type Instant, iso } from '../domain/time.ts';
import { auditKey, auditList } from './keys.ts';
import type { Transaction } from './transaction.ts';

/** Who did what, when, and why. */
export interface AuditLine {
  /** The same for the same deed, however often it is tried. */
  readonly id: string;
  readonly at: Instant;
  /** The subject of the token, or what did it by itself: `schedule`, `provider:<name>`. */
  readonly by: string;
  readonly action: string;
  /** Null for what concerns the platform, not one account. */
  readonly account: AccountId | null;
  readonly target: string;
  readonly reason: string | null;
  readonly detail?: Readonly<Record<string, unknown>>;
}

/** Writes a line together with what it tells of. 4 WRU. */
export function addAudit(transaction: Transaction, line: AuditLine): void {
  const key = auditKey(line.account, line.at, line.id);
  transaction.put({ ...key, listPk: auditList(line.at), listSk: `${iso(line.at)}#${line.id}`, line });
}
