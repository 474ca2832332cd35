import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { S3Client } from '@aws-sdk/client-s3';
import { SESv2Client } from '@aws-sdk/client-sesv2';
import { SQSClient } from '@aws-sdk/client-sqs';
import type { SQSEvent } from 'aws-lambda';
import { AUDIT_PK, isRelayed } from '../../../functions/store/key-prefixes.ts';
import type { Functions, WorkerName } from '../../../local/lambda.ts';
import { computeOf, nothing, type Part, startedChunks, type Use } from './pricing.ts';

const KB = 1_024;
/** Lambda traces the first request of a second, and of the others one in twenty: that is what counts at scale. */
const TRACED = 0.05;
/** What Lambda logs by itself of an invocation, as JSON: its start and its report. Not measured. */
const PLATFORM_LOG_BYTES = 600;
/** A line of the API's access log, with a subject and a browser's name. Not measured. */
const ACCESS_LOG_BYTES = 550;
/** What CloudWatch adds to each line. */
const LINE_BYTES = 26;

/** What one operation has used, and for how long each function ran (milliseconds of wall time). */
export interface Metered {
  readonly use: Use;
  readonly milliseconds: ReadonlyMap<string, number>;
}

interface Open {
  readonly use: Record<Part, number>;
  readonly milliseconds: Map<string, number>;
}

/** Operations are measured one at a time: whatever runs meanwhile is the open one's. */
let open: Open | undefined;

/** Runs some work and whatever follows from it, and tells what that has used. `work` must wait for it. */
export async function metering(work: () => Promise<unknown>): Promise<Metered> {
  const mine: Open = { use: { ...nothing }, milliseconds: new Map() };
  open = mine;
  try {
    await work();
  } finally {
    open = undefined;
  }
  return mine;
}

const note = (part: Part, amount: number): void => {
  if (open) open.use[part] += amount;
};

/** How a message comes into a queue, where it is not a function of ours that sends it. */
const arrivals: Partial<Record<WorkerName, 'by a rule' | 'by a rule, from S3'>> = {
  webhooks: 'by a rule',
  'platform-webhooks': 'by a rule',
  mail: 'by a rule',
  'mail-feedback': 'by a rule',
  transcoding: 'by a rule',
  uploads: 'by a rule, from S3',
  themes: 'by a rule, from S3',
  'access-logs': 'by a rule, from S3',
};

interface Change {
  readonly eventName?: string;
  readonly dynamodb?: { readonly Keys?: { readonly pk?: StringKey; readonly sk?: StringKey } };
}

interface StringKey {
  readonly S?: string;
}

const keyOf = ({ dynamodb: { Keys: { pk, sk } = {} } = {} }: Change) => ({
  pk: pk?.S ?? '',
  sk: sk?.S ?? '',
});

/** The changes that the stream's consumers are invoked for: their filters in `lib`, which the local stack leaves out. */
const consumers: Partial<Record<WorkerName, (change: Change) => boolean>> = {
  relay: (change) => change.eventName !== 'REMOVE' && isRelayed(keyOf(change)),
  audit: (change) => keyOf(change).pk.startsWith(AUDIT_PK),
};

/**
 * The deployed functions, each invocation metered while an operation is measured. The provider's own part, the sandbox,
 * is not ours to pay.
 */
export const metered = (functions: Functions): Functions => ({
  api: async (name) => {
    const handler = await functions.api(name);
    return async (event, context) => {
      if (open === undefined) return handler(event, context);
      const result = await invocation(name, () => handler(event, context));
      note('calls', startedChunks(Buffer.byteLength(event.body ?? ''), 512 * KB));
      note('logBytes', ACCESS_LOG_BYTES + LINE_BYTES);
      if (typeof result === 'object') note('bytesOut', Buffer.byteLength(result.body ?? ''));
      return result;
    };
  },
  worker: async (name) => {
    const handler = (await functions.worker(name)) as (event: unknown, context: unknown) => Promise<never>;
    return (async (event: unknown, context: unknown) => {
      if (open === undefined || name === 'sandbox') return handler(event, context);
      if (name === 'scheduler') note('schedules', 1);
      const isConsumed = consumers[name];
      if (isConsumed) {
        const Records = (event as { readonly Records: readonly Change[] }).Records.filter(isConsumed);
        if (Records.length === 0) return { batchItemFailures: [] };
        return invocation(name, () => handler({ Records }, context));
      }
      if (name !== 'scheduler')
        noteQueue(
          name,
          (event as SQSEvent).Records.map(({ body }) => body),
        );
      return invocation(name, () => handler(event, context));
    }) as never;
  },
});

async function invocation<T>(name: string, run: () => Promise<T>): Promise<T> {
  // Imported late: the table's client reads the environment when it is.
  const { counting } = await import('../capacity.ts');
  const from = performance.now();
  let result: T | undefined;
  const { written, read } = await counting(async () => {
    result = await run();
  });
  const milliseconds = performance.now() - from;
  note('invocations', 1);
  note('traces', TRACED);
  note('compute', computeOf(milliseconds));
  note('writes', written);
  note('reads', read);
  note('logBytes', PLATFORM_LOG_BYTES + 2 * LINE_BYTES);
  open?.milliseconds.set(name, (open.milliseconds.get(name) ?? 0) + milliseconds);
  return result as T;
}

/** A batch is received and deleted together; the receiving is billed by what it brings. */
function noteQueue(name: WorkerName, bodies: readonly string[]): void {
  const sizes = bodies.map((body) => Buffer.byteLength(body));
  note(
    'queueRequests',
    startedChunks(
      sizes.reduce((sum, size) => sum + size, 0),
      64 * KB,
    ) + 1,
  );
  const arrival = arrivals[name];
  if (arrival === undefined) return;
  for (const size of sizes) note('queueRequests', startedChunks(size, 64 * KB));
  if (arrival === 'by a rule, from S3') note('busEvents', sizes.length);
}

interface Input {
  readonly QueueUrl?: string;
  readonly MessageBody?: string;
  readonly Entries?: readonly { readonly MessageBody?: string; readonly Detail?: string }[];
}

/** What each request of the SDK is billed as, by its command. The table's are counted by its capacity. */
const requests: Readonly<Record<string, (input: Input) => void>> = {
  SendMessageCommand: ({ QueueUrl = '', MessageBody = '' }) => {
    if (!QueueUrl.endsWith('/sandbox'))
      note('queueRequests', startedChunks(Buffer.byteLength(MessageBody), 64 * KB));
  },
  SendMessageBatchCommand: ({ Entries = [] }) => {
    const bytes = Entries.reduce((sum, { MessageBody = '' }) => sum + Buffer.byteLength(MessageBody), 0);
    note('queueRequests', startedChunks(bytes, 64 * KB));
  },
  PutEventsCommand: ({ Entries = [] }) => {
    for (const { Detail = '' } of Entries)
      note('busEvents', startedChunks(Buffer.byteLength(Detail), 64 * KB));
  },
  PutObjectCommand: () => note('puts', 1),
  ListObjectsV2Command: () => note('puts', 1),
  GetObjectCommand: () => note('gets', 1),
  SendEmailCommand: () => note('mails', 1),
};

type Sender = { send(command: { readonly input: unknown }, ...rest: unknown[]): unknown };

/** Has every client of these count what it sends, and every log line its bytes. For good: call it once. */
export function meterRequests(): void {
  for (const kind of [SQSClient, EventBridgeClient, S3Client, SESv2Client]) {
    const prototype = kind.prototype as unknown as Sender;
    const { send } = prototype;
    prototype.send = function (this: Sender, command, ...rest) {
      requests[command.constructor.name]?.(command.input as Input);
      return send.call(this, command, ...rest);
    };
  }
  for (const stream of [process.stdout, process.stderr]) {
    const write = stream.write.bind(stream) as (...words: unknown[]) => boolean;
    stream.write = ((text: unknown, ...rest: unknown[]) => {
      // Log lines are counted, and shown nowhere.
      if (typeof text !== 'string' || !text.startsWith('{"level":')) return write(text, ...rest);
      note('logBytes', Buffer.byteLength(text) + LINE_BYTES);
      return true;
    }) as typeof stream.write;
  }
}
