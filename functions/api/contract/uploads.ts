import * as z from 'zod';
import type { ContractOf } from '../call.ts';
import { account, accountParams, instant, name, quotaExceeded } from './conventions.ts';

/** The largest object that a presigned POST may carry (Amazon S3). */
const MAX_OBJECT_BYTES = 5_000_000_000;

export const uploadsContract = {
  'POST /v1/accounts/{account}/uploads': {
    summary: 'Reserve and get an upload form',
    description:
      'The bytes are reserved. Send the file as a multipart form to `url`, with `fields` first and the file last. What is not used by `expiresAt` is given back.',
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
  'GET /v1/accounts/{account}/uploads/{uploadId}': {
    summary: 'What became of an upload',
    params: z.object({
      account,
      uploadId: z.string().regex(/^[0-9a-f]{32}$/, 'An upload id, as it was answered.'),
    }),
    answers: {
      200: {
        description: 'As of this moment.',
        schema: z.object({
          uploadId: z.string(),
          state: z.enum(['reserved', 'stored', 'expired', 'deleted']),
          key: z.string(),
          fileName: z.string(),
          contentType: z.string(),
          bytes: z.int(),
          createdAt: instant,
          expiresAt: instant,
        }),
      },
    },
  },
} satisfies ContractOf<'uploads'>;
