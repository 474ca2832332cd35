import { GetCommand } from '@aws-sdk/lib-dynamodb';
import type { AccountId } from '../../domain/accounts.ts';
import { companiesKey } from '../keys.ts';
import { table, tableName } from '../table/client.ts';

/** Lists the companies of which a user is a member, by name. One consistent read. */
export async function findCompanies(user: AccountId): Promise<readonly AccountId[]> {
  const { Item } = await table.send(
    new GetCommand({ TableName: tableName(), Key: companiesKey(user), ConsistentRead: true }),
  );
  return [...((Item?.companies as Set<AccountId> | undefined) ?? [])].sort();
}
