import * as z from 'zod';
import type { ContractOf } from '../kernel/call.ts';

export const referenceContract = {
  'GET /openapi.json': {
    summary: 'Get the OpenAPI document',
    answers: { 200: { description: 'OpenAPI 3.1.', schema: z.looseObject({ openapi: z.string() }) } },
  },
  'GET /health': {
    summary: 'Check the health of the API',
    description: 'For load balancers and uptime checks. Requires no token and reads no data.',
    answers: { 200: { description: 'The API is available.', schema: z.object({ status: z.literal('ok') }) } },
  },
} satisfies ContractOf<'reference'>;
