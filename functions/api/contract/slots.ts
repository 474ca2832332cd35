import * as z from 'zod';
import type { ContractOf } from '../kernel/call.ts';
import { account, accountParams, instant, leaseSeconds, quotaExceeded } from './conventions.ts';

const jobId = z
  .string()
  .regex(
    /^[A-Za-z0-9][A-Za-z0-9._:-]{0,63}$/,
    'Must be a letter or digit, then up to 63 letters, digits, dots, dashes, underscores or colons.',
  )
  .meta({ example: 'job_7' });

const heldSlot = z.object({ jobId: z.string(), allocatedAt: instant, leaseExpiresAt: instant.nullable() });

const slot = heldSlot
  .extend({
    releaseAt: instant
      .optional()
      .meta({ description: 'When this slot is released because the limit decreases. Absent otherwise.' }),
  })
  .meta({ id: 'Slot' });

const slotWithCounts = heldSlot.extend({ active: z.int(), limit: z.int() }).meta({ id: 'AllocatedSlot' });

export const slotsContract = {
  'GET /v1/accounts/{account}/job-slots': {
    summary: 'List job slots in use',
    params: accountParams,
    answers: {
      200: {
        description: 'Oldest first.',
        schema: z.object({
          active: z.int(),
          limit: z.int(),
          slots: z.array(slot),
          releaseAt: instant.optional().meta({
            description: 'When the first slot is released because the limit decreases. Absent otherwise.',
          }),
        }),
      },
    },
  },
  'POST /v1/accounts/{account}/job-slots': {
    summary: 'Allocate a job slot',
    description:
      'A job slot lets an account publish one job posting; `jobId` is the posting. Repeating the request returns the same slot. A slot with a lease is released when the lease expires.',
    params: accountParams,
    body: z.strictObject({ jobId, leaseSeconds: leaseSeconds.optional() }),
    answers: {
      201: { description: 'Taken.', schema: slotWithCounts },
      200: { description: 'The posting already has this slot.', schema: slotWithCounts },
      402: { description: 'No slot is free.', schema: quotaExceeded },
    },
  },
  'PUT /v1/accounts/{account}/job-slots/{jobId}/lease': {
    summary: 'Extend the lease of a job slot',
    params: z.object({ account, jobId }),
    body: z.strictObject({ leaseSeconds }),
    answers: { 200: { description: 'The slot, with a lease that starts now.', schema: slotWithCounts } },
  },
  'DELETE /v1/accounts/{account}/job-slots/{jobId}': {
    summary: 'Release a job slot',
    params: z.object({ account, jobId }),
    answers: { 204: { description: 'Released. Repeating the request changes nothing.' } },
  },
} satisfies ContractOf<'slots'>;
