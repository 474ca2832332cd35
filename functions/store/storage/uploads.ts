import { GetCommand } from '@aws-sdk/lib-dynamodb';
import type { AccountId } from '../../domain/accounts.ts';
import type { ReservationEnd } from '../../domain/storage/objects.ts';
import type { Instant } from '../../domain/time.ts';
import { type Actor, type AuditLine, addAudit, appendAudit } from '../audit/audit.ts';
import { type BalanceRef, keyOf, loadBalance } from '../balances/balances.ts';
import { UPLOAD_SK } from '../key-prefixes.ts';
import { ofAccount, uploadKey } from '../keys.ts';
import { table, tableName } from '../table/client.ts';
import { RETRY, retryOnConflict } from '../table/conditional-write.ts';
import { writeReservationItem } from '../table/items.ts';
import { type Listed, type ListPart, listItems } from '../table/list.ts';
import { requireKnownSchema } from '../table/schema-version.ts';
import { type Part, Transaction } from '../table/transaction.ts';

/** An upload as its uploader requested it. The stored object says what became of it. */
export interface Upload {
  readonly uploadId: string;
  readonly key: string;
  readonly fileName: string;
  readonly contentType: string;
  /** The reserved bytes. */
  readonly bytes: number;
  readonly createdAt: Instant;
  readonly expiresAt: Instant;
}

/** An upload as stored. `releasedBy` is null while its reservation is open, or after its lease expired. */
export interface StoredUpload extends Upload {
  readonly releasedBy: ReservationEnd | null;
}

interface UploadItem {
  readonly upload: Upload;
  readonly releasedBy?: ReservationEnd;
}

function read(item: UploadItem): StoredUpload {
  requireKnownSchema(item);
  return { ...item.upload, releasedBy: item.releasedBy ?? null };
}

/**
 * Saves an upload and returns the stored one. Idempotent. One transaction with its audit line, 4 WRU; a read if it
 * exists.
 */
export async function saveUpload(account: AccountId, upload: Upload, by: string): Promise<StoredUpload> {
  const { uploadId, bytes, createdAt: at } = upload;
  const transaction = new Transaction();
  transaction.put({ ...uploadKey(account, uploadId), upload }, { when: ['attribute_not_exists(pk)'] });
  addAudit(transaction, { ...lineOf(account, uploadId, 'created', { by, at }), detail: { bytes } });
  const known = (await transaction.commit()) ? undefined : await findUpload(account, uploadId);
  return known ?? { ...upload, releasedBy: null };
}

/** Records who removes an upload, before the removal, so that none goes unrecorded. One write, 2 WRU. */
export const auditRemoval = (
  account: AccountId,
  uploadId: string,
  what: 'cancelled' | 'deleted',
  actor: Actor,
): Promise<void> => appendAudit(lineOf(account, uploadId, what, actor));

const lineOf = (account: AccountId, uploadId: string, what: string, actor: Actor): AuditLine => ({
  ...actor,
  id: `${uploadId}.${what}`,
  action: `upload.${what}`,
  account,
  target: uploadId,
  reason: null,
});

/** Loads an upload. One consistent read. */
export async function findUpload(account: AccountId, uploadId: string): Promise<StoredUpload | undefined> {
  const { Item } = await table.send(
    new GetCommand({ TableName: tableName(), Key: uploadKey(account, uploadId), ConsistentRead: true }),
  );
  return Item && read(Item as UploadItem);
}

/** Lists uploads, newest first. One consistent Query. */
export async function listUploads(account: AccountId, part: ListPart): Promise<Listed<StoredUpload>> {
  const { items, nextCursor } = await listItems<UploadItem>({ ...ofAccount(account, UPLOAD_SK), ...part });
  return { items: items.map(read), nextCursor };
}

/** Returns the part of an upload's update that ends its reservation. Of concurrent ones only one succeeds. */
export const endOfReservation = (by: ReservationEnd): Part => ({
  set: ['releasedBy = :by'],
  when: ['attribute_exists(pk)', 'attribute_not_exists(releasedBy)'],
  values: { ':by': by },
});

/**
 * Ends the reservation of an upload and releases its bytes; no effect if it has ended before. Two reads and one
 * transaction, 4 WRU. Promise: released once, because upload and balance change together.
 */
export async function releaseReservation(
  ref: BalanceRef,
  uploadId: string,
  by: ReservationEnd,
): Promise<void> {
  await retryOnConflict(async () => {
    const [upload, balance] = await Promise.all([findUpload(ref.account, uploadId), loadBalance(ref)]);
    if (!upload || upload.releasedBy !== null) return true;
    const transaction = new Transaction();
    transaction.update(uploadKey(ref.account, uploadId), endOfReservation(by));
    const hold = balance?.holds.get(uploadId);
    if (hold)
      transaction.update(keyOf(ref), {
        set: ['#left = #left + :amount'],
        remove: ['holds.#id'],
        when: ['holds.#id = :hold'],
        names: { '#id': uploadId, '#left': 'left' },
        values: { ':amount': hold.amount, ':hold': writeReservationItem(hold) },
      });
    return (await transaction.commit()) || RETRY;
  });
}
