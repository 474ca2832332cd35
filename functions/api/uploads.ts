import { S3Client } from '@aws-sdk/client-s3';
import { createPresignedPost } from '@aws-sdk/s3-presigned-post';
import { Fault } from '../domain/faults.ts';
import { storageMeter } from '../domain/meters.ts';
import { objectState, uploadObjectKey } from '../domain/objects.ts';
import { periodOf } from '../domain/periods.ts';
import { quotaOf } from '../domain/quota.ts';
import { type Instant, iso, SECOND } from '../domain/time.ts';
import { setting } from '../runtime/config.ts';
import { takeHold } from '../store/holds.ts';
import { loadVersions } from '../store/objects.ts';
import { findUpload, saveUpload, type Upload } from '../store/uploads.ts';
import { uploadsContract } from './contract/uploads.ts';
import { endpoint } from './http.ts';
import { answerOnce } from './idempotency.ts';
import { doesNotFit, hardBlocked } from './refusal.ts';

const s3 = new S3Client({ forcePathStyle: true });

/** How long an upload form is good for, and how long its bytes stay reserved. */
const FORM_SECONDS = 3_600;

export const handler = endpoint(uploadsContract, answerOnce, {
  'POST /v1/accounts/{account}/uploads': async ({ params: { account }, body, operation, now }) => {
    const meter = storageMeter();
    const period = periodOf(now);
    const uploadId = operation.id;
    const holding = await takeHold({ account, meter, period }, uploadId, body.bytes, FORM_SECONDS, now);
    if (holding.kind === 'blocked') throw hardBlocked(quotaOf(meter, holding.balance, period, now, false));
    if (holding.kind === 'refused')
      throw await doesNotFit(meter, quotaOf(meter, holding.balance, period, now, false), body.bytes);
    const upload: Upload = {
      uploadId,
      key: uploadObjectKey(account, uploadId, body.fileName),
      fileName: body.fileName,
      contentType: body.contentType,
      bytes: body.bytes,
      createdAt: operation.begunAt,
      expiresAt: holding.hold.until,
    };
    await saveUpload(account, upload);
    const { url, fields } = await presign(upload, now);
    const { key, expiresAt } = upload;
    return { status: 201, body: { uploadId, key, url, fields, expiresAt: iso(expiresAt) } };
  },

  'GET /v1/accounts/{account}/uploads/{uploadId}': async ({ params: { account, uploadId }, now }) => {
    const upload = await findUpload(account, uploadId);
    if (!upload) throw new Fault('not-found', `There is no upload ${uploadId} of ${account}.`);
    const state = await stateOf(upload, now);
    const { createdAt, expiresAt } = upload;
    return {
      status: 200,
      body: { ...upload, state, createdAt: iso(createdAt), expiresAt: iso(expiresAt) },
    };
  },
});

/** The form ends with the reservation, also when it is asked for anew. */
const presign = (upload: Upload, now: Instant) =>
  createPresignedPost(s3, {
    Bucket: setting('uploadsBucket'),
    Key: upload.key,
    Expires: Math.max(1, Math.floor((upload.expiresAt - now) / SECOND)),
    Fields: { 'Content-Type': upload.contentType },
    Conditions: [['content-length-range', 1, upload.bytes]],
  });

async function stateOf(upload: Upload, now: Instant): Promise<'reserved' | 'stored' | 'expired' | 'deleted'> {
  const state = objectState(await loadVersions(setting('uploadsBucket'), upload.key));
  if (state !== 'absent') return state;
  return upload.expiresAt <= now ? 'expired' : 'reserved';
}
