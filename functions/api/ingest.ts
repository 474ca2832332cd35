import { parseInstant } from '../domain/time.ts';
import { enqueueUsage } from '../queue/usage.ts';
import { ingestContract } from './contract/ingest.ts';
import { endpoint } from './kernel/http.ts';

export const handler = endpoint(ingestContract, {
  'POST /v1/usage-events': async ({ body }) => {
    await enqueueUsage(
      body.map((event) => ({
        account: event.subject,
        meter: event.type,
        source: event.source,
        id: event.id,
        at: parseInstant(event.time),
        amount: event.data.amount,
      })),
    );
    return { status: 202, body: { accepted: body.length } };
  },
});
