import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { S3Client } from '@aws-sdk/client-s3';
import { SESv2Client } from '@aws-sdk/client-sesv2';
import { SQSClient } from '@aws-sdk/client-sqs';
import type { SQSEvent } from 'aws-lambda';
import { AUDIT_PK, isRelayed } from '../../../functions/store/key-prefixes.ts';
import { FIFO, type Functions, type WorkerName } from '../../../local/lambda.ts';
import { computeOf, nothing, type Part, startedChunks, type Use } from './pricing.ts';

const KB = 1_024;
/** X-Ray traces the first request of each second and 5 % of the others. Only the latter matters at scale. */
const TRACED = 0.05;
/** Bytes that Lambda itself logs per invocation (start and report, as JSON). Not measured. */
const PLATFORM_LOG_BYTES = 600;
/** Bytes per line of the API's access log, with a subject and a user agent. Not measured. */
const ACCESS_LOG_BYTES = 550;
/** Bytes that CloudWatch adds to each line. */
const LINE_BYTES = 26;

/** The usage of one operation, and each function's run time in milliseconds of wall time. */
export interface Metered {
  readonly use: Use;
  readonly milliseconds: ReadonlyMap<string, number>;
}

interface Open {
  readonly use: Record<Part, number>;
  readonly milliseconds: Map<string, number>;
}

/** The operation being measured. Operations run one at a time, so all usage belongs to it. */
let open: Open | undefined;

/** Runs work including its follow-up work, and returns its usage. `work` must wait for the follow-up work. */
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

/** How messages get into a queue that none of our functions sends to. */
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

/**
 * The changes for which the stream's consumers are invoked. The filters are in `lib`, and the local stack does not
 * apply them.
 */
const consumers: Partial<Record<WorkerName, (change: Change) => boolean>> = {
  relay: (change) => change.eventName !== 'REMOVE' && isRelayed(keyOf(change)),
  audit: (change) => keyOf(change).pk.startsWith(AUDIT_PK),
};

/**
 * Wraps the deployed functions to meter each invocation during a measurement. The sandbox provider's worker is
 * excluded, because production does not run it.
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
  // Imported on use, because the table's client reads the environment on import.
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

/** Counts a batch's receive and delete requests. A receive is billed by its payload. */
function noteQueue(name: WorkerName, bodies: readonly string[]): void {
  const sizes = bodies.map((body) => Buffer.byteLength(body));
  note(
    name === FIFO ? 'fifoRequests' : 'queueRequests',
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

/** The billing of each SDK request, by command. Table requests are counted by their capacity. */
const requests: Readonly<Record<string, (input: Input) => void>> = {
  SendMessageCommand: ({ QueueUrl = '', MessageBody = '' }) => {
    if (!QueueUrl.endsWith('/sandbox'))
      note('queueRequests', startedChunks(Buffer.byteLength(MessageBody), 64 * KB));
  },
  SendMessageBatchCommand: ({ QueueUrl = '', Entries = [] }) => {
    const bytes = Entries.reduce((sum, { MessageBody = '' }) => sum + Buffer.byteLength(MessageBody), 0);
    note(QueueUrl.endsWith('.fifo') ? 'fifoRequests' : 'queueRequests', startedChunks(bytes, 64 * KB));
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

/** Makes every client count its requests, and every log line its bytes. Permanent; call it once. */
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
      // Log lines are counted and not printed.
      if (typeof text !== 'string' || !text.startsWith('{"level":')) return write(text, ...rest);
      note('logBytes', Buffer.byteLength(text) + LINE_BYTES);
      return true;
    }) as typeof stream.write;
  }
}
