import { createHash, randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  ConditionalCheckFailedException,
  type DynamoDBClient,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';

const FILE = 'event-key.json';

/** The key that events are hashed with. Kept in `home`, because every counted event is known by its hash alone. */
export async function openEventKey(home: string | null): Promise<string> {
  if (home === null) return newEventKey();
  const path = join(home, FILE);
  if (existsSync(path)) return keyIn(path, await readFile(path, 'utf8'));
  const key = newEventKey();
  // Whole or not at all: half a key would be another one.
  await writeFile(`${path}.new`, JSON.stringify({ key }), { mode: 0o600 });
  await rename(`${path}.new`, path);
  return key;
}

export const newEventKey = (): string => randomBytes(32).toString('base64');

function keyIn(path: string, text: string): string {
  const { key } = JSON.parse(text || 'null') ?? {};
  if (typeof key !== 'string' || key === '') throw new Error(`${path} has no key. Restore it from a backup.`);
  return key;
}

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
