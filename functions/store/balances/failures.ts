import { GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import type { AccountId } from '../../domain/accounts.ts';
import { failedEventKey } from '../keys.ts';
import { table, tableName } from '../table/client.ts';

/** An event that could not be counted, as its sender may look it up. */
export interface FailedEvent {
  readonly meter: string;
  readonly amount: number;
  readonly reason: string;
}

/** One write, 1 WRU; the latest reason stands. */
export async function saveFailure(
  account: AccountId,
  event: { readonly source: string; readonly id: string },
  failure: FailedEvent,
): Promise<void> {
  await table.send(
    new PutCommand({
      TableName: tableName(),
      Item: { ...failedEventKey(account, event.source, event.id), failure },
    }),
  );
}

/** One read. Whether the event was counted after all is for the caller to look up first. */
export async function findFailure(
  account: AccountId,
  source: string,
  id: string,
): Promise<FailedEvent | undefined> {
  const { Item } = await table.send(
    new GetCommand({ TableName: tableName(), Key: failedEventKey(account, source, id) }),
  );
  return Item?.failure as FailedEvent | undefined;
}
