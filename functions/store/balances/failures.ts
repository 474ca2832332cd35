import { GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import type { AccountId } from '../../domain/accounts.ts';
import { failedEventKey } from '../keys.ts';
import { table, tableName } from '../table/client.ts';

/** An event that could not be counted, for its sender to look up. */
export interface FailedEvent {
  readonly meter: string;
  readonly amount: number;
  readonly reason: string;
}

/** Saves a failed event, replacing an earlier reason. One write, 1 WRU. */
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

/** Loads a failed event. The caller checks first whether it was counted after all. One read. */
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
