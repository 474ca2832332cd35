import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import { PutCommand } from '@aws-sdk/lib-dynamodb';
import type { AccountId } from '../../domain/accounts.ts';
import { type Instant, iso } from '../../domain/time.ts';
import { auditKey, auditList } from '../keys.ts';
import { table, tableName } from '../table/client.ts';
import type { Transaction } from '../table/transaction.ts';

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

/** Who acts, and when: the subject of the token, at the request's time. */
export type Actor = Pick<AuditLine, 'by' | 'at'>;

/** No line replaces another. */
const IS_NEW = 'attribute_not_exists(pk)';

function itemOf(line: AuditLine) {
  const list = { listPk: auditList(line.account, line.at), listSk: `${iso(line.at)}#${line.id}` };
  return { ...auditKey(line.account, line.at, line.id), ...list, line };
}

/**
 * Writes a line together with the change that it records; refused when the line is there already, so that whatever writes it must be
 * done once. 4 WRU.
 */
export function addAudit(transaction: Transaction, line: AuditLine): void {
  transaction.put(itemOf(line), { when: [IS_NEW] });
}

/** Writes a line alone; the same id at the same time again changes nothing. One write, 2 WRU. */
export async function appendAudit(line: AuditLine): Promise<void> {
  try {
    await table.send(
      new PutCommand({ TableName: tableName(), Item: itemOf(line), ConditionExpression: IS_NEW }),
    );
  } catch (error) {
    if (!(error instanceof ConditionalCheckFailedException)) throw error;
  }
}
