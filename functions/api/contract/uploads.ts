import * as z from 'zod';
import { idPattern } from '../../domain/ids.ts';
import type { ContractOf } from '../kernel/call.ts';
import { account, accountParams, instant, listOf, listQuery, name, quotaExceeded } from './conventions.ts';

/** The largest object that a presigned POST may carry (Amazon S3). */
const MAX_OBJECT_BYTES = 5_000_000_000;

const uploadParams = z.object({
  account,
  uploadId: z.string().regex(idPattern('upl'), 'An upload id, as it was answered.'),
});

const upload = z
  .object({
    uploadId: z.string(),
    state: z.enum(['reserved', 'stored', 'expired', 'deleted']).meta({
      description:
        '`stored` from the storage event on; `deleted` also when it was cancelled before a file was stored.',
    }),
    key: z.string(),
    fileName: z.string(),
    contentType: z.string(),
    bytes: z
      .int()
      .meta({ description: 'The stored size once a file is stored, the reserved bytes otherwise.' }),
    createdAt: instant,
    expiresAt: instant.meta({ description: 'When the form and the reservation end.' }),
  })
  .meta({ id: 'Upload' });

export const uploadsContract = {
  'POST /v1/accounts/{account}/uploads': {
    summary: 'Reserve and get an upload form',
    description:
      'The bytes are reserved. Send the file as a multipart form to `url`, with `fields` first and the file last. The form is for one file: once it is stored, the rest of the reservation is released. A second file under the same form replaces the first, and its bytes count without a reservation. A reservation that is not used by `expiresAt` is released.',
    params: accountParams,
    body: z.strictObject({
      fileName: name(255),
      bytes: z.int().min(1).max(MAX_OBJECT_BYTES),
      contentType: z
        .string()
        .max(200)
        .regex(/^[\w.+-]+\/[\w.+-]+( *; *[\w-]+=("[\w .,+-]*"|[\w.+-]+))*$/, 'A media type, as video/mp4.'),
    }),
    answers: {
      201: {
        description: 'A form for exactly this file.',
        schema: z.object({
          uploadId: z.string(),
          key: z.string(),
          url: z.string(),
          fields: z.record(z.string(), z.string()),
          expiresAt: instant,
        }),
      },
      402: { description: 'It does not fit.', schema: quotaExceeded },
    },
  },
  'GET /v1/accounts/{account}/uploads': {
    summary: 'List uploads',
    params: accountParams,
    query: listQuery,
    answers: { 200: { description: 'Newest first.', schema: listOf(upload) } },
  },
  'GET /v1/accounts/{account}/uploads/{uploadId}': {
    summary: 'What became of an upload',
    params: uploadParams,
    answers: { 200: { description: 'As of this moment.', schema: upload } },
  },
  'DELETE /v1/accounts/{account}/uploads/{uploadId}': {
    summary: 'Cancel an upload or delete its file',
    description:
      'Releases the reservation, and deletes the file if one was stored. May be repeated. The state and the quota follow the deletion event of the storage, usually within seconds. A form that is used after its cancellation still stores a file, which counts.',
    params: uploadParams,
    answers: { 204: { description: 'Cancelled or deleted, now or before.' } },
  },
} satisfies ContractOf<'uploads'>;
