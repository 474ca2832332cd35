import { DeleteObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { createPresignedPost } from '@aws-sdk/s3-presigned-post';
import pMap from 'p-map';
import type { AccountId } from '../domain/accounts.ts';
import { ApiError } from '../domain/errors.ts';
import { idOf } from '../domain/ids.ts';
import { quotaOf } from '../domain/metering/quota.ts';
import { storageMeter } from '../domain/meters.ts';
import { periodOf } from '../domain/periods.ts';
import { uploadObjectKey, uploadState } from '../domain/storage/objects.ts';
import { type Instant, iso, SECOND } from '../domain/time.ts';
import { setting } from '../runtime/config.ts';
import type { BalanceRef } from '../store/balances/balances.ts';
import { loadVersions } from '../store/storage/objects.ts';
import { dropReservation, takeReservation } from '../store/storage/reservations.ts';
import {
  auditRemoval,
  findUpload,
  listUploads,
  releaseReservation,
  type StoredUpload,
  saveUpload,
  type Upload,
} from '../store/storage/uploads.ts';
import { uploadsContract } from './contract/uploads.ts';
import { auditedReads } from './kernel/audited-reads.ts';
import { endpoint } from './kernel/http.ts';
import { answerOnce } from './kernel/idempotency.ts';
import { doesNotFit, hardBlocked, tooManyReservations } from './kernel/refusal.ts';

const s3 = new S3Client({ forcePathStyle: true });

/** How long an upload form is valid and its bytes stay reserved, in seconds. */
const FORM_SECONDS = 3_600;
/** The number of uploads that are read concurrently for a list. */
const CONCURRENCY = 10;

export const handler = endpoint(uploadsContract, answerOnce, {
  'POST /v1/accounts/{account}/uploads': async ({ params: { account }, body, caller, operation, now }) => {
    const ref = storageOf(account, now);
    const { meter, period } = ref;
    const uploadId = idOf('upl', operation.begunAt, operation.id);
    const holding = await takeReservation(ref, uploadId, body.bytes, FORM_SECONDS, now);
    if (holding.kind === 'blocked') throw hardBlocked(quotaOf(meter, holding.balance, period, now, false));
    if (holding.kind === 'crowded') throw tooManyReservations(meter);
    if (holding.kind === 'refused')
      throw await doesNotFit(meter, quotaOf(meter, holding.balance, period, now, false), body.bytes, now);
    const wanted = {
      uploadId,
      key: uploadObjectKey(account, uploadId, body.fileName),
      fileName: body.fileName,
      contentType: body.contentType,
      bytes: body.bytes,
      createdAt: operation.begunAt,
      expiresAt: holding.hold.until,
    };
    const upload = await saveUpload(account, wanted, caller.subject);
    // A repeated request may run after its upload has ended and reserve the bytes again: release them.
    if (upload.releasedBy !== null) await dropReservation(ref, uploadId);
    if (upload.releasedBy === 'cancellation')
      throw new ApiError('conflict', `Upload ${uploadId} was canceled. Use a new Idempotency-Key.`);
    const { url, fields } = await presign(upload, now);
    const { key, expiresAt } = upload;
    return { status: 201, body: { uploadId, key, url, fields, expiresAt: iso(expiresAt) } };
  },

  'GET /v1/accounts/{account}/uploads': async ({ params: { account }, query, now }) => {
    const { items, nextCursor } = await listUploads(account, query);
    const views = await pMap(items, (upload) => viewOf(upload, now), { concurrency: CONCURRENCY });
    return { status: 200, body: { items: views, nextCursor } };
  },

  'GET /v1/accounts/{account}/uploads/{uploadId}': async ({ params: { account, uploadId }, now }) => ({
    status: 200,
    body: await viewOf(await requireUpload(account, uploadId), now),
  }),

  // Delete the file first: capacity is released only when the bytes are gone. For a stored file, its deletion event
  // releases it.
  'DELETE /v1/accounts/{account}/uploads/{uploadId}': async ({ params, caller, now }) => {
    const { account, uploadId } = params;
    const upload = await requireUpload(account, uploadId);
    const { key } = upload;
    const { state } = await stateOf(upload, now);
    if (state !== 'deleted' && upload.releasedBy !== 'cancellation') {
      const what = state === 'stored' ? 'deleted' : 'cancelled';
      await auditRemoval(account, uploadId, what, { by: caller.subject, at: now });
    }
    await s3.send(new DeleteObjectCommand({ Bucket: setting('uploadsBucket'), Key: key }));
    await releaseReservation(storageOf(account, now), uploadId, 'cancellation');
    return { status: 204 };
  },
}).use(auditedReads);

const storageOf = (account: AccountId, now: Instant): BalanceRef => ({
  account,
  meter: storageMeter(),
  period: periodOf(now),
});

async function requireUpload(account: AccountId, uploadId: string): Promise<StoredUpload> {
  const upload = await findUpload(account, uploadId);
  if (!upload) throw new ApiError('not-found', `There is no upload ${uploadId} of ${account}.`);
  return upload;
}

/** The form expires with the reservation, also if it is requested again. */
const presign = (upload: Upload, now: Instant) =>
  createPresignedPost(s3, {
    Bucket: setting('uploadsBucket'),
    Key: upload.key,
    Expires: Math.max(1, Math.floor((upload.expiresAt - now) / SECOND)),
    // Browsers save the stored file instead of showing it, so its scripts never run in the bucket's origin.
    Fields: { 'Content-Type': upload.contentType, 'Content-Disposition': 'attachment' },
    Conditions: [['content-length-range', 1, upload.bytes]],
  });

const stateOf = async (upload: StoredUpload, now: Instant) =>
  uploadState(upload, await loadVersions(setting('uploadsBucket'), upload.key), now);

async function viewOf(upload: StoredUpload, now: Instant) {
  const { releasedBy: _, createdAt, expiresAt, ...shown } = upload;
  return {
    ...shown,
    ...(await stateOf(upload, now)),
    createdAt: iso(createdAt),
    expiresAt: iso(expiresAt),
  };
}
