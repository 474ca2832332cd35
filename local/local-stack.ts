import { mkdir } from 'node:fs/promises';
import { resolve } from 'node:path';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBStreamsClient } from '@aws-sdk/client-dynamodb-streams';
import { type FunctionName, routes } from '../functions/api/routes.ts';
import type { Instant } from '../functions/domain/time.ts';
import { log } from '../functions/runtime/log.ts';
import { busEndpoint } from './bus.ts';
import { type BusinessClock, installClock } from './clock.ts';
import { devEndpoint } from './dev.ts';
import { type Engine, startEngine } from './engine/engine.ts';
import { ensureTable } from './engine/table.ts';
import { IN_MEMORY, setEnvironment, TABLE } from './environment.ts';
import { checkEventKey, openEventKey } from './event-key.ts';
import { apiEndpoint } from './http/gateway.ts';
import { pages } from './http/pages.ts';
import { gate, type LocalServer, openServer } from './http/server.ts';
import {
  deployed,
  FIFO,
  type Functions,
  lambdaContext,
  type QueueName,
  queueNames,
  scheduledEvent,
} from './lambda.ts';
import { Outbox, sesEndpoint } from './outbox.ts';
import { requirePaymentSettings } from './payment-settings.ts';
import { ProviderEvents } from './provider-events.ts';
import { allQueues, openQueues, type Queues } from './queues/queues.ts';
import { sqsEndpoint } from './queues/sqs.ts';
import { type Background, seedOnce } from './sample/first-start.ts';
import { DueTimes } from './schedules/due-times.ts';
import { Schedules } from './schedules/schedules.ts';
import { settled } from './settled.ts';
import { openSandboxSecret } from './signing-secret.ts';
import { openBuckets } from './storage/buckets.ts';
import { s3Endpoint } from './storage/s3.ts';
import { StreamReader } from './stream/reader.ts';
import { TableStream } from './stream/stream.ts';
import { jwksEndpoint, openTokens, type TokenClaims } from './tokens.ts';

export interface LocalStackOptions {
  /** 0, the default, selects a free port. */
  readonly port?: number;
  /** Where data is stored. `:memory:`, the default, stores nothing. */
  readonly dataDir?: string;
  /** Whether the first start writes sample data. */
  readonly seed?: boolean;
  readonly functions?: Functions;
}

export interface LocalStack {
  readonly url: string;
  readonly clock: BusinessClock;
  issueToken(claims: TokenClaims): Promise<string>;
  /** Resolves when queues and stream are empty and nothing is due. */
  drain(): Promise<void>;
  /** Moves the clock as POST /dev/clock does, and executes the tasks that become due in their order. */
  moveClock(to: Instant): Promise<void>;
  /** Resolves when the sample themes are on sale; at once where no sample data is wanted. */
  readonly samplesReady: Promise<void>;
  /** Resolves with the reason when the local stack cannot continue because its engine has ended for good. */
  readonly lost: Promise<Error>;
  /** Finishes work in progress and stops everything. Queued messages stay stored. */
  stop(): Promise<void>;
}

type Undo = (() => unknown)[];

/**
 * Starts the whole service in this process: the deployed handlers, the engine, and the emulators of AWS services. One
 * local stack per process, because handlers read the environment once.
 */
export async function startLocalStack(options: LocalStackOptions = {}): Promise<LocalStack> {
  const undo: Undo = [];
  const stop = async () => {
    for (const step of undo.splice(0).reverse()) await step();
  };
  try {
    return { ...(await wire(options, undo)), stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function wire(options: LocalStackOptions, undo: Undo): Promise<Omit<LocalStack, 'stop'>> {
  const { port = 0, dataDir = IN_MEMORY, seed = false, functions = deployed } = options;
  requirePaymentSettings();
  const home = dataDir === IN_MEMORY ? null : resolve(dataDir);
  if (home !== null) await mkdir(home, { recursive: true });
  const server = await openServer(port);
  undo.push(server.stop);
  const { dynamo, engine } = await openEngine(server, home, undo);

  const tokens = await openTokens(home);
  const clock = installClock(home);
  undo.push(clock.stop);
  const outbox = new Outbox(home);
  const providerEvents = new ProviderEvents();
  const queues = await openWork(home, engine, providerEvents, undo);
  const dueTimes = await DueTimes.open(dynamo);
  const stream = await openStream(dynamo, engine, home, queues, undo);
  let samples: Background | undefined;
  const api = gate(apiEndpoint(functions));
  const schedules = new Schedules({
    clock,
    scheduler: async (shards) =>
      (await functions.worker('scheduler'))(scheduledEvent(shards), lambdaContext('scheduler')),
    settled: async () => {
      await samples?.done;
      await settled(Object.values(queues.work), stream, api.traffic);
    },
    traffic: api.traffic,
    firstDue: (after) => dueTimes.first(after),
    dueShards: (at) => dueTimes.shardsAt(at),
  });
  undo.push(() => schedules.stop(), api.close);
  server.answerWith([
    sqsEndpoint(allQueues(queues)),
    busEndpoint(queues.work),
    sesEndpoint(outbox, (event) => queues.work['mail-feedback'].send(event)),
    s3Endpoint(await openBuckets(home, queues, undo)),
    jwksEndpoint(tokens),
    devEndpoint({ tokens, clock, queues, stream, schedules, outbox, providerEvents }),
    pages(),
    api.serve,
  ]);
  await startFunctions(functions, queues, stream, dueTimes);
  schedules.start();

  const desk = {
    url: server.url,
    clock,
    issueToken: tokens.issue,
    lost: engine.gone,
    drain: () => schedules.drain(),
    moveClock: (to: Instant) => schedules.moveTo(() => to),
  };
  samples = await seedOnce(home, seed, desk);
  undo.push(samples.stop);
  return { ...desk, samplesReady: samples.done };
}

async function openEngine(
  server: LocalServer,
  home: string | null,
  undo: Undo,
): Promise<{ dynamo: DynamoDBClient; engine: Engine }> {
  const engine = await startEngine({ dataDir: home ?? IN_MEMORY });
  undo.push(engine.stop);
  const sandboxSecret = openSandboxSecret(home);
  const eventKey = openEventKey(home);
  setEnvironment({
    desk: server.url,
    dynamodb: engine.endpoint,
    sandboxSecret,
    eventKey,
    queues: queueNames.map((name) => (name === FIFO ? `${name}.fifo` : name)),
  });
  const dynamo = new DynamoDBClient();
  undo.push(() => dynamo.destroy());
  await ensureTable(dynamo, TABLE);
  if (home !== null) await checkEventKey(dynamo, TABLE, home, eventKey);
  return { dynamo, engine };
}

async function openWork(
  home: string | null,
  { dependency }: Engine,
  providerEvents: ProviderEvents,
  undo: Undo,
): Promise<Queues> {
  const queues = await openQueues(home, dependency, { sandbox: (body) => providerEvents.note(body) });
  undo.push(() => Promise.all(allQueues(queues).map((queue) => queue.stop())));
  return queues;
}

async function openStream(
  dynamo: DynamoDBClient,
  { dependency }: Engine,
  home: string | null,
  { deadLetters }: Queues,
  undo: Undo,
): Promise<TableStream> {
  const streams = new DynamoDBStreamsClient();
  undo.push(() => streams.destroy());
  const reader = await StreamReader.open({ dynamo, streams, tableName: TABLE, home });
  const stream = new TableStream({ reader, deadLetters, dependency });
  undo.push(() => stream.stop());
  return stream;
}

/** This worker parses stylesheets, colors and images, so it is loaded with the first package. */
const HEAVY: QueueName = 'themes';

function once<T>(load: () => Promise<T>): () => Promise<T> {
  let loading: Promise<T> | undefined;
  return () => {
    loading ??= load();
    return loading;
  };
}

/**
 * Loads every handler at the start, so that the first request is fast and a broken handler fails early. Sequentially,
 * because module loaders of test runners do not support concurrent imports of one module.
 */
async function startFunctions(
  functions: Functions,
  { work }: Queues,
  stream: TableStream,
  dueTimes: DueTimes,
): Promise<void> {
  const isLoaded = (name: string, loading: Promise<unknown>): Promise<boolean> =>
    loading.then(
      () => true,
      (error) => {
        log.error('local.function.not-loaded', { function: name, error });
        return false;
      },
    );
  const names = new Set<FunctionName>(Object.values(routes).map((route) => route.function));
  for (const name of names) await isLoaded(name, functions.api(name));
  for (const name of queueNames) {
    const worker = once(() => functions.worker(name));
    if (name !== HEAVY) await isLoaded(name, worker());
    work[name].deliverTo(async (event) => (await worker())(event, lambdaContext(name)));
  }
  await isLoaded('scheduler', functions.worker('scheduler'));
  // Changes wait in the stream until a local stack with both consumers runs.
  const consumers = ['relay', 'audit'] as const;
  const areLoaded: boolean[] = [];
  for (const name of consumers) areLoaded.push(await isLoaded(name, functions.worker(name)));
  if (!areLoaded.every(Boolean)) return;
  stream.deliverTo(async (event) => {
    dueTimes.note(event.Records);
    const consumed = consumers.map(async (name) =>
      (await functions.worker(name))(event, lambdaContext(name)),
    );
    const responses = await Promise.all(consumed);
    // A failed change is retried for both consumers. They are idempotent.
    return { batchItemFailures: responses.flatMap((response) => response?.batchItemFailures ?? []) };
  });
}
