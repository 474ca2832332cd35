import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import { PutCommand } from '@aws-sdk/lib-dynamodb';
import type { AccountId } from '../../domain/accounts.ts';
import { type Instant, iso } from '../../domain/time.ts';
import { auditKey } from '../keys.ts';
import { auditList } from '../list-keys.ts';
import { table, tableName } from '../table/client.ts';
import type { Transaction } from '../table/transaction.ts';

/** A recorded action: who, what, when and why. */
export interface AuditLine {
  /** The same for every attempt of the same action. */
  readonly id: string;
  readonly at: Instant;
  /** The subject of the token, or the component that acted: `schedule`, `provider:<name>`. */
  readonly by: string;
  readonly action: string;
  /** Null for actions on the platform. */
  readonly account: AccountId | null;
  readonly target: string;
  readonly reason: string | null;
  readonly detail?: Readonly<Record<string, unknown>>;
}

/** The subject of the token, and the time of the request. */
export type Actor = Pick<AuditLine, 'by' | 'at'>;

/** Lines are never replaced. */
const IS_NEW = 'attribute_not_exists(pk)';

function itemOf(line: AuditLine) {
  const list = { listPk: auditList(line.account), listSk: `${iso(line.at)}#${line.id}` };
  return { ...auditKey(line.account, line.at, line.id), ...list, line };
}

/**
 * Adds a line to the transaction that it records. The transaction fails if the line exists, so it is executed once. 4
 * WRU.
 */
export function addAudit(transaction: Transaction, line: AuditLine): void {
  transaction.put(itemOf(line), { when: [IS_NEW] });
}

/** Writes a line alone. Repeating the same id and time changes nothing. One write, 2 WRU. */
export async function appendAudit(line: AuditLine): Promise<void> {
  try {
    await table.send(
      new PutCommand({ TableName: tableName(), Item: itemOf(line), ConditionExpression: IS_NEW }),
    );
  } catch (error) {
    if (!(error instanceof ConditionalCheckFailedException)) throw error;
  }
}
