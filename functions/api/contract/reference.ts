import * as z from 'zod';
import type { ContractOf } from '../kernel/call.ts';

export const referenceContract = {
  'GET /openapi.json': {
    summary: 'This description',
    answers: { 200: { description: 'OpenAPI 3.1.', schema: z.looseObject({ openapi: z.string() }) } },
  },
  'GET /health': {
    summary: 'Check that the API answers',
    description: 'Takes no token and reads nothing. For load balancers and uptime checks.',
    answers: { 200: { description: 'It answers.', schema: z.object({ status: z.literal('ok') }) } },
  },
} satisfies ContractOf<'reference'>;
