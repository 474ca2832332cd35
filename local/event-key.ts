import { createHash, randomBytes } from 'node:crypto';
import { join } from 'node:path';
import {
  ConditionalCheckFailedException,
  type DynamoDBClient,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import * as z from 'zod';
import { readOrRefuse, writeWhole } from './files.ts';

const FILE = 'event-key.json';

const storedSchema = z.object({ key: z.string().min(1) });
const REMEDY =
  'Counted events are known by the key in it. Restore it from a backup, or set DATA_DIR to an empty directory.';

/** Returns the key that hashes event ids. Stored in `home`, because counted events are stored as hashes only. */
export function openEventKey(home: string | null): string {
  if (home === null) return newEventKey();
  const path = join(home, FILE);
  const stored = readOrRefuse(path, storedSchema, REMEDY);
  if (stored !== null) return stored.key;
  const key = newEventKey();
  writeWhole(path, JSON.stringify({ key }), { mode: 0o600 });
  return key;
}

export const newEventKey = (): string => randomBytes(32).toString('base64');

/**
 * Throws if the key differs from the one whose id the table stores: with another key every repeated event would count
 * twice. Stores the id of the first key. One write.
 */
export async function checkEventKey(
  dynamo: DynamoDBClient,
  tableName: string,
  home: string,
  key: string,
): Promise<void> {
  const id = createHash('sha256').update(key).digest('hex').slice(0, 16);
  try {
    await dynamo.send(
      new UpdateItemCommand({
        TableName: tableName,
        Key: { pk: { S: 'EVENTKEY' }, sk: { S: 'EVENTKEY' } },
        UpdateExpression: 'SET keyId = :id',
        ConditionExpression: 'attribute_not_exists(pk) OR keyId = :id',
        ExpressionAttributeValues: { ':id': { S: id } },
      }),
    );
  } catch (error) {
    if (!(error instanceof ConditionalCheckFailedException)) throw error;
    throw new Error(
      `${join(home, FILE)} is not the key that the events in this directory were counted with. Restore the file, or set DATA_DIR to an empty directory.`,
      { cause: error },
    );
  }
}
