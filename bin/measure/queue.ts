import { handler } from '../../functions/api/ingest.ts';
import { iso, plus } from '../../functions/domain/time.ts';
import { sqs } from '../../functions/queue/client.ts';
import type { Figure, Findings } from './figures.ts';
import { invoke } from './invoke.ts';
import { cloudEvent, randomFrom, type Setup, START } from './measuring.ts';

/** SQS bills one request per started 64 KB of payload. */
const PAYLOAD = 65_536;
const BATCH = 10;
const PER_CALL = 1_000;
const ACCOUNTS = 100;

/** Measures the queue's cost per event, with 1,000 events per call. */
export async function queue({ stack, quick }: Setup): Promise<Findings> {
  const token = await stack.issueToken({ sub: 'meter', scope: 'usage.write' });
  const calls = quick ? BATCH : 2 * BATCH;
  const requests = await requestsOf(async () => {
    for (let call = 0; call < calls; call += 1)
      await invoke(handler, { route: 'POST /v1/usage-events', token, body: eventsOf(call) }, 202);
  });
  await stack.drain();
  const events = calls * PER_CALL;
  const sizes = requests.flat();
  const bytes = total(sizes);
  return {
    figures: [
      {
        name: 'queue: requests at 1,000 events a call',
        value: billed(requests) / events,
        unit: 'requests/event',
        target: { atMost: 0.01 },
      },
      bytesAnEvent(bytes / events),
    ],
    notes: [
      `Queue: ${sizes.length} messages of ${calls} calls with ${ACCOUNTS} accounts each, as the ingest handler sent them (ids of 36 characters); received and deleted in batches of ${BATCH}; each started 64 KB of payload is a request.`,
    ],
  };
}

const bytesAnEvent = (value: number): Figure => ({ name: 'queue: size of an event', value, unit: 'bytes' });

/** Returns the billed requests of these requests to send, with their messages received and deleted in batches. */
function billed(requests: readonly (readonly number[])[]): number {
  const started = (bytes: number) => Math.max(1, Math.ceil(bytes / PAYLOAD));
  const sends = total(requests.map((sizes) => started(total(sizes))));
  const sizes = requests.flat();
  let receives = 0;
  for (let from = 0; from < sizes.length; from += BATCH)
    receives += started(total(sizes.slice(from, from + BATCH)));
  return sends + receives + Math.ceil(sizes.length / BATCH);
}

const total = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0);

/** Runs work and returns the sizes of the messages that it sends, request by request. */
async function requestsOf(work: () => Promise<void>): Promise<number[][]> {
  const requests: number[][] = [];
  sqs.middlewareStack.add(
    (next) => async (args) => {
      const { Entries } = args.input as { Entries?: readonly { MessageBody?: string }[] };
      if (Entries?.[0]?.MessageBody !== undefined)
        requests.push(Entries.map(({ MessageBody = '' }) => Buffer.byteLength(MessageBody)));
      return next(args);
    },
    { step: 'initialize', name: 'requestsOf' },
  );
  await work();
  sqs.middlewareStack.remove('requestsOf');
  return requests;
}

function eventsOf(call: number) {
  const random = randomFrom(call);
  return Array.from({ length: PER_CALL }, () => {
    const subject = `user_queue-${Math.floor(random() * ACCOUNTS)}`;
    return cloudEvent(subject, iso(plus(START, -Math.floor(random() * 60_000))), random);
  });
}
