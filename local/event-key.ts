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

const keptSchema = z.object({ key: z.string().min(1) });
const REMEDY =
  'Counted events are known by the key in it. Restore it from a backup, or set DATA_DIR to an empty directory.';

/** The key that events are hashed with. Kept in `home`, because every counted event is known by its hash alone. */
export function openEventKey(home: string | null): string {
  if (home === null) return newEventKey();
  const path = join(home, FILE);
  const kept = readOrRefuse(path, keptSchema, REMEDY);
  if (kept !== null) return kept.key;
  const key = newEventKey();
  writeWhole(path, JSON.stringify({ key }), { mode: 0o600 });
  return key;
}

export const newEventKey = (): string => randomBytes(32).toString('base64');

/**
 * Refuses a key that is not the one whose id the table keeps: with another key each event sent again would count
 * twice. The first key's id is written. One write.
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
