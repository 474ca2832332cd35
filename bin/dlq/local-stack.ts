import * as z from 'zod';
import type { DeadLetters } from './table.ts';

const listSchema = z.object({
  items: z.array(
    z.object({
      id: z.string(),
      queue: z.string(),
      reason: z.string(),
      receivedAt: z.string(),
      receiveCount: z.number(),
      body: z.string(),
    }),
  ),
});
const redriveSchema = z.object({
  redriven: z.number(),
  left: z.array(z.object({ id: z.string(), why: z.string() })),
});

/** Opens the dead letters of a local stack. */
export const localStackAt = (baseUrl: string): DeadLetters => ({
  list: async () => listSchema.parse(await call('GET', baseUrl, '/dev/dead-letters')).items,
  redrive: async () => redriveSchema.parse(await call('POST', baseUrl, '/dev/dead-letters/redrive')),
});

async function call(method: string, baseUrl: string, path: string): Promise<unknown> {
  const response = await fetch(`${baseUrl}${path}`, { method }).catch(() => {
    throw new Error(`Nothing answers at ${baseUrl}. Start the local stack with npm start, or set BASE_URL.`);
  });
  if (!response.ok) throw new Error(`${method} ${baseUrl}${path} answered ${response.status}.`);
  return response.json();
}
