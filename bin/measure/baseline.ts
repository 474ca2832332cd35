import { TransactionCanceledException } from '@aws-sdk/client-dynamodb';
import { GetCommand, TransactWriteCommand } from '@aws-sdk/lib-dynamodb';
import type { AccountId } from '../../functions/domain/accounts.ts';
import type { AccountEvent } from '../../functions/queue/usage.ts';
import { table, tableName } from '../../functions/store/table/client.ts';

/**
 * Counts an event in the obvious exact way, for comparison: one transaction that puts the event's id unless it exists,
 * and adds to the balance. A duplicate cancels it. 4 WRU.
 */
export async function countByTransaction(event: AccountEvent): Promise<void> {
  const TableName = tableName();
  const write = new TransactWriteCommand({
    TransactItems: [
      {
        Put: {
          TableName,
          Item: { pk: partition(event.account), sk: `EVENT#${event.source}#${event.id}` },
          ConditionExpression: 'attribute_not_exists(pk)',
        },
      },
      {
        Update: {
          TableName,
          Key: balanceOf(event.account),
          UpdateExpression: 'ADD used :amount',
          ExpressionAttributeValues: { ':amount': event.amount },
        },
      },
    ],
  });
  try {
    await table.send(write);
  } catch (error) {
    const reasons = error instanceof TransactionCanceledException ? error.CancellationReasons : undefined;
    if (reasons?.[0]?.Code !== 'ConditionalCheckFailed') throw error;
  }
}

/** Returns the sum that the transactions have counted. */
export async function baselineTotal(account: AccountId): Promise<number> {
  const { Item } = await table.send(
    new GetCommand({ TableName: tableName(), Key: balanceOf(account), ConsistentRead: true }),
  );
  return Number(Item?.used ?? 0);
}

const partition = (account: AccountId): string => `BASELINE#${account}`;
const balanceOf = (account: AccountId) => ({ pk: partition(account), sk: 'BALANCE' });
