import { setTimeout as pause } from 'node:timers/promises';
import type { SQSEvent } from 'aws-lambda';
import { handler as ingest } from '../../../functions/api/ingest.ts';
import { sqs } from '../../../functions/queue/client.ts';
import { environmentNames } from '../../../functions/runtime/config.ts';
import { dynamo } from '../../../functions/store/table/client.ts';
import { handler as usageWorker } from '../../../functions/workers/usage.ts';
import { queueUrl } from '../../../local/environment.ts';
import { openServer } from '../../../local/http/server.ts';
import { keepNothing } from '../../../local/queues/messages.ts';
import { Queue } from '../../../local/queues/queue.ts';
import { sqsEndpoint } from '../../../local/queues/sqs.ts';
import { counting, type Tally } from '../capacity.ts';
import { invoke } from '../invoke.ts';
import type { cloudEvent } from '../measuring.ts';

/** Network latency of a request to the table within a region, added to the engine's own time. Assumed. */
export const TABLE_MS = 5;

export type Event = ReturnType<typeof cloudEvent>;

/** A usage queue of its own beside that of the running stack, with a number of concurrent workers. */
export interface Rig {
  /** Reports events through the API's handler. Resolves when it has returned 202. */
  report(events: readonly Event[]): Promise<void>;
  /** Starts the consumers. */
  start(): void;
  /** Resolves when all events reported so far are counted. */
  idle(): Promise<void>;
  /** The table requests of the consumers so far. */
  readonly tally: Omit<Tally, 'byCommand'> & { writes: number; batches: number };
  close(): Promise<void>;
}

interface RigOptions {
  readonly consumers: number;
  readonly token: string;
  /** Whether to use a standard queue, whose messages any consumer takes. */
  readonly isStandard?: boolean;
  /** Receives the bodies of counted messages. */
  readonly onCounted?: (bodies: readonly string[]) => void;
}

/** Opens a rig. Until it is closed, every request to the table takes `TABLE_MS` longer. */
export async function openRig({ consumers, token, isStandard = false, onCounted }: RigOptions): Promise<Rig> {
  const options = { name: 'usage', store: keepNothing, concurrency: consumers };
  const queue = await Queue.open({ ...options, isFifo: true });
  const worked = isStandard ? await Queue.open(options) : queue;
  const server = await openServer(0);
  server.answerWith([sqsEndpoint([queue])]);
  // The client warns at each request that this queue has another address than the stack's.
  Object.assign(sqs.config, { logger: silent });
  const before = process.env[environmentNames.usageQueueUrl] ?? '';
  process.env[environmentNames.usageQueueUrl] = queueUrl(server.url, queue.fullName);
  dynamo.middlewareStack.add(
    (next) => async (args) => {
      await pause(TABLE_MS);
      return next(args);
    },
    { step: 'finalizeRequest', name: 'distance' },
  );
  const tally = { requests: 0, written: 0, read: 0, refused: 0, writes: 0, batches: 0 };
  const work = async (event: SQSEvent) => {
    let response: Awaited<ReturnType<typeof usageWorker>> | undefined;
    const { byCommand, ...used } = await counting(async () => {
      response = await usageWorker(event);
    });
    for (const part of ['requests', 'written', 'read', 'refused'] as const) tally[part] += used[part];
    tally.writes += byCommand.get('UpdateItemCommand') ?? 0;
    tally.batches += 1;
    const failed = new Set(response?.batchItemFailures.map(({ itemIdentifier }) => itemIdentifier));
    onCounted?.(event.Records.filter(({ messageId }) => !failed.has(messageId)).map(({ body }) => body));
    return response;
  };
  return {
    tally,
    report: (body) => invoke(ingest, { route: 'POST /v1/usage-events', token, body }, 202),
    start: () => {
      if (isStandard) void moveAll(queue, worked).then(() => worked.deliverTo(work));
      else queue.deliverTo(work);
    },
    idle: async () => {
      await queue.idle();
      await worked.idle();
    },
    close: async () => {
      await queue.stop();
      await worked.stop();
      dynamo.middlewareStack.remove('distance');
      process.env[environmentNames.usageQueueUrl] = before;
      await server.stop();
    },
  };
}

const silent = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };

/** Moves all messages in the order in which they were sent. */
async function moveAll(from: Queue, to: Queue): Promise<void> {
  for (const { id, body } of [...from.messages()]) {
    await to.send(body);
    await from.remove(id);
  }
}
