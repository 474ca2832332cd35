import { GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import type { AccountId } from '../domain/accounts.ts';
import type { Instant } from '../domain/time.ts';
import { table, tableName } from './client.ts';
import { uploadKey } from './keys.ts';

/** What was promised to an uploader. What became of it, the stored object says. */
export interface Upload {
  readonly uploadId: string;
  readonly key: string;
  readonly fileName: string;
  readonly contentType: string;
  readonly bytes: number;
  readonly createdAt: Instant;
  readonly expiresAt: Instant;
}

/** One write, 1 WRU. The same upload saved twice is one. */
export async function saveUpload(account: AccountId, upload: Upload): Promise<void> {
  await table.send(
    new PutCommand({ TableName: tableName(), Item: { ...uploadKey(account, upload.uploadId), upload } }),
  );
}

/** One consistent read. */
export async function findUpload(account: AccountId, uploadId: string): Promise<Upload | undefined> {
  const { Item } = await table.send(
    new GetCommand({ TableName: tableName(), Key: uploadKey(account, uploadId), ConsistentRead: true }),
  );
  return Item?.upload as Upload | undefined;
}
