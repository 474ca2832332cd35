import { Fault, type FaultDetail } from '../domain/faults.ts';
import { DAY, type Instant, MINUTE, parseInstant } from '../domain/time.ts';
import { enqueueUsage } from '../queue/usage.ts';
import { ingestContract } from './contract/usage.ts';
import { endpoint } from './http.ts';

const MAX_AHEAD = 10 * MINUTE;
const MAX_AGE = 35 * DAY;

export const handler = endpoint(ingestContract, {
  'POST /v1/usage-events': async ({ body, now }) => {
    const errors = body.flatMap((event, index) => wrongTime(parseInstant(event.time), now, index));
    if (errors.length > 0)
      throw new Fault('validation-failed', `${errors[0]?.path}: ${errors[0]?.detail} None was accepted.`, {
        errors: errors.slice(0, 100),
      });
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

function wrongTime(at: Instant, now: Instant, index: number): FaultDetail[] {
  const path = `/${index}/time`;
  if (at > now + MAX_AHEAD) return [{ path, detail: 'More than 10 minutes ahead.' }];
  if (at < now - MAX_AGE) return [{ path, detail: 'More than 35 days old.' }];
  return [];
}
