import {
  CreateTableCommand,
  DescribeTableCommand,
  type DynamoDBClient,
  ResourceInUseException,
  type TableDescription,
  UpdateTableCommand,
  waitUntilTableExists,
} from '@aws-sdk/client-dynamodb';
import { DUE_INDEX, LISTS_INDEX } from '../../functions/store/keys.ts';

const StreamSpecification = { StreamEnabled: true, StreamViewType: 'NEW_AND_OLD_IMAGES' } as const;

const indexes = [
  indexOf(DUE_INDEX, 'dueShard', 'dueAt', 'KEYS_ONLY'),
  indexOf(LISTS_INDEX, 'listPk', 'listSk', 'ALL'),
];

const AttributeDefinitions = ['pk', 'sk', 'dueShard', 'dueAt', 'listPk', 'listSk'].map((AttributeName) => ({
  AttributeName,
  AttributeType: 'S' as const,
}));

/** Creates the table if it is absent, from the definition that the local stack and the tests share. */
export async function ensureTable(client: DynamoDBClient, name: string): Promise<void> {
  try {
    await client.send(
      new CreateTableCommand({
        TableName: name,
        BillingMode: 'PAY_PER_REQUEST',
        KeySchema: [
          { AttributeName: 'pk', KeyType: 'HASH' },
          { AttributeName: 'sk', KeyType: 'RANGE' },
        ],
        AttributeDefinitions,
        GlobalSecondaryIndexes: indexes,
        StreamSpecification,
      }),
    );
  } catch (error) {
    if (!(error instanceof ResourceInUseException)) throw error;
    const { Table } = await client.send(new DescribeTableCommand({ TableName: name }));
    if (Table !== undefined) await complete(client, name, Table);
  }
  await waitUntilTableExists({ client, maxWaitTime: 30, minDelay: 1 }, { TableName: name });
}

/** Adds missing indexes and settings to a table of an earlier version, one per request, as DynamoDB requires. */
async function complete(client: DynamoDBClient, TableName: string, table: TableDescription): Promise<void> {
  if (table.StreamSpecification?.StreamEnabled !== true)
    await client.send(new UpdateTableCommand({ TableName, StreamSpecification }));
  const there = (table.GlobalSecondaryIndexes ?? []).map(({ IndexName }) => IndexName);
  for (const Create of indexes.filter(({ IndexName }) => !there.includes(IndexName)))
    await client.send(
      new UpdateTableCommand({ TableName, AttributeDefinitions, GlobalSecondaryIndexUpdates: [{ Create }] }),
    );
}

function indexOf(name: string, hash: string, range: string, projection: 'ALL' | 'KEYS_ONLY') {
  return {
    IndexName: name,
    KeySchema: [
      { AttributeName: hash, KeyType: 'HASH' as const },
      { AttributeName: range, KeyType: 'RANGE' as const },
    ],
    Projection: { ProjectionType: projection },
  };
}
