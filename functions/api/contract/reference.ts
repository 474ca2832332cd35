import * as z from 'zod';
import type { ContractOf } from '../call.ts';

export const referenceContract = {
  'GET /openapi.json': {
    summary: 'This description',
    answers: { 200: { description: 'OpenAPI 3.1.', schema: z.looseObject({ openapi: z.string() }) } },
  },
} satisfies ContractOf<'reference'>;
