import * as z from 'zod';
import { idPattern } from '../../domain/ids.ts';
import type { ContractOf } from '../kernel/call.ts';
import { account, accountParams, instant, listOf, listQuery, name, quotaExceeded } from './conventions.ts';

/** The largest object that Amazon S3 accepts by presigned POST. */
const MAX_OBJECT_BYTES = 5_000_000_000;

const uploadParams = z.object({
  account,
  uploadId: z.string().regex(idPattern('upl'), 'Must be an upload id returned by the API.'),
});

const upload = z
  .object({
    uploadId: z.string(),
    state: z.enum(['reserved', 'stored', 'expired', 'deleted']).meta({
      description:
        '`stored`: the file is stored. `deleted`: the file was deleted, or the upload was canceled before a file was stored.',
    }),
    key: z.string(),
    fileName: z.string(),
    contentType: z.string(),
    bytes: z
      .int()
      .meta({ description: 'The stored size once a file is stored, the reserved bytes otherwise.' }),
    createdAt: instant,
    expiresAt: instant.meta({ description: 'When the form and the reservation expire.' }),
  })
  .meta({ id: 'Upload' });

export const uploadsContract = {
  'POST /v1/accounts/{account}/uploads': {
    summary: 'Create an upload',
    description:
      'Reserves the bytes and returns an upload form. Send the file as a multipart form to `url`, with `fields` first and the file last. The form is for one file: once it is stored, the rest of the reservation is released. A second file sent with the same form replaces the first, and its bytes count without a reservation. An unused reservation is released at `expiresAt`.',
    params: accountParams,
    body: z.strictObject({
      fileName: name(255),
      bytes: z.int().min(1).max(MAX_OBJECT_BYTES),
      contentType: z
        .string()
        .max(200)
        .regex(
          /^[\w.+-]+\/[\w.+-]+( *; *[\w-]+=("[\w .,+-]*"|[\w.+-]+))*$/,
          'Must be a media type such as video/mp4.',
        ),
    }),
    answers: {
      201: {
        description: 'The upload form for this file.',
        schema: z.object({
          uploadId: z.string(),
          key: z.string(),
          url: z.string(),
          fields: z.record(z.string(), z.string()),
          expiresAt: instant,
        }),
      },
      402: { description: 'The quota is exceeded.', schema: quotaExceeded },
    },
  },
  'GET /v1/accounts/{account}/uploads': {
    summary: 'List uploads',
    params: accountParams,
    query: listQuery,
    answers: { 200: { description: 'Newest first.', schema: listOf(upload) } },
  },
  'GET /v1/accounts/{account}/uploads/{uploadId}': {
    summary: 'Get an upload',
    params: uploadParams,
    answers: { 200: { description: 'As of this moment.', schema: upload } },
  },
  'DELETE /v1/accounts/{account}/uploads/{uploadId}': {
    summary: 'Cancel an upload or delete its file',
    description:
      'Releases the reservation and deletes the file if one was stored. Repeating the request changes nothing. The state and the quota change with the deletion event of the storage, usually within seconds. A file sent with the form after its cancellation is stored and counts.',
    params: uploadParams,
    answers: { 204: { description: 'Canceled or deleted.' } },
  },
} satisfies ContractOf<'uploads'>;
