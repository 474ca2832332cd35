import { GetCommand } from '@aws-sdk/lib-dynamodb';
import type { AccountId } from '../../domain/accounts.ts';
import type { Instant } from '../../domain/time.ts';
import { addAudit } from '../audit/audit.ts';
import { suppressionKey } from '../keys.ts';
import { table, tableName } from '../table/client.ts';
import { conditionalWrite } from '../table/conditional-write.ts';
import { Transaction } from '../table/transaction.ts';

/** Why an address gets no mail: it does not exist, or its reader reported our mail as spam. */
export type SuppressionCause = 'bounce' | 'complaint';

export interface Suppression {
  readonly email: string;
  readonly cause: SuppressionCause;
  readonly at: Instant;
}

/** Finds why an address gets no mail; undefined if it gets mail. One consistent read. */
export async function findSuppression(email: string): Promise<Suppression | undefined> {
  const { Item } = await table.send(
    new GetCommand({ TableName: tableName(), Key: suppressionKey(email), ConsistentRead: true }),
  );
  return Item?.suppression as Suppression | undefined;
}

/**
 * Suppresses an address for every account. A complaint replaces a bounce. Returns whether anything changed. The audit
 * line is permanent, so it does not contain the address. One transaction, 6 WRU.
 */
export async function suppress(suppression: Suppression, account: AccountId | null): Promise<boolean> {
  const { email, cause, at } = suppression;
  const transaction = new Transaction();
  const key = suppressionKey(email);
  transaction.put(
    { ...key, suppression },
    {
      when: ['attribute_not_exists(suppression) OR (suppression.cause = :bounce AND :cause = :complaint)'],
      values: { ':bounce': 'bounce', ':complaint': 'complaint', ':cause': cause },
    },
  );
  addAudit(transaction, {
    id: `mail-suppressed.${key.pk.slice(2)}.${cause}`,
    at,
    by: 'ses',
    action: 'mail.suppressed',
    account,
    target: 'contact',
    reason: cause,
  });
  return transaction.commit();
}

/**
 * Ends the suppression of an address after a bounce, because its owner says that it works. A complaint stays. One
 * write, 1 WRU.
 */
export async function liftBounce(email: string): Promise<void> {
  await conditionalWrite({
    key: suppressionKey(email),
    update: 'REMOVE suppression',
    when: ['suppression.cause = :bounce'],
    values: { ':bounce': 'bounce' },
  });
}
