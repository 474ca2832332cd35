import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { type FunctionName, routes } from '../api/routes.ts';
import { log } from '../runtime/log.ts';
import { type BusinessClock, installClock } from './clock.ts';
import { devEndpoint } from './dev.ts';
import { ensureTable, startEngine } from './engine/engine.ts';
import { IN_MEMORY, setEnvironment, TABLE, UPLOADS_BUCKET } from './environment.ts';
import { apiEndpoint } from './http/gateway.ts';
import { pages } from './http/pages.ts';
import { type DeskServer, gate, openServer } from './http/server.ts';
import { deployed, type Functions, lambdaContext } from './lambda.ts';
import { keepInFolder, keepNothing } from './queues/messages.ts';
import { Queue } from './queues/queue.ts';
import { sqsEndpoint } from './queues/sqs.ts';
import { ObjectStore } from './storage/objects.ts';
import { s3Endpoint } from './storage/s3.ts';
import { jwksEndpoint, openTokens, type TokenClaims } from './tokens.ts';

export interface DeskOptions {
  /** 0, the default, is any free one. */
  readonly port?: number;
  /** Where everything is kept. `:memory:`, the default, keeps nothing. */
  readonly dataDir?: string;
  /** Whether sample data is written on the first start. */
  readonly seed?: boolean;
  readonly functions?: Functions;
}

export interface Desk {
  readonly url: string;
  readonly clock: BusinessClock;
  issueToken(claims: TokenClaims): Promise<string>;
  /** Resolves when both queues are empty and nothing is in work. */
  drain(): Promise<void>;
  /** Ends what is under way, then everything else. What is left in the queues stays kept. */
  stop(): Promise<void>;
}

type Undo = (() => unknown)[];
type Queues = Awaited<ReturnType<typeof openQueues>>;

/**
 * The whole service in this process: the deployed handlers, the engine, and what stands in for AWS. One desk a
 * process: the handlers read the environment once.
 */
export async function startDesk(options: DeskOptions = {}): Promise<Desk> {
  const undo: Undo = [];
  const stop = async () => {
    for (const step of undo.splice(0).reverse()) await step();
  };
  try {
    return { ...(await wire(options, undo)), stop };
  } catch (fault) {
    await stop();
    throw fault;
  }
}

async function wire(options: DeskOptions, undo: Undo): Promise<Omit<Desk, 'stop'>> {
  const { port = 0, dataDir = IN_MEMORY, seed = false, functions = deployed } = options;
  const home = dataDir === IN_MEMORY ? null : resolve(dataDir);
  if (home !== null) await mkdir(home, { recursive: true });
  const server = await openServer(port);
  undo.push(server.stop);
  await openEngine(server, dataDir, undo);

  const tokens = await openTokens(home);
  const clock = installClock(home);
  undo.push(clock.stop);
  const queues = await openQueues(home, undo);
  const drain = () => drained([queues.usage, queues.uploads]);
  const api = gate(apiEndpoint(functions));
  undo.push(api.close);
  server.answerWith([
    sqsEndpoint(Object.values(queues)),
    s3Endpoint(await openObjects(home, queues.uploads, undo), UPLOADS_BUCKET),
    jwksEndpoint(tokens),
    devEndpoint({ tokens, clock, queues, drain }),
    pages(),
    api.serve,
  ]);
  await loadFunctions(functions, queues);

  const desk = { url: server.url, clock, issueToken: tokens.issue, drain };
  await seedOnce(home, seed, desk);
  return desk;
}

async function openEngine(server: DeskServer, dataDir: string, undo: Undo): Promise<void> {
  const engine = await startEngine({ dataDir });
  undo.push(engine.stop);
  setEnvironment({ desk: server.url, dynamodb: engine.endpoint });
  const client = new DynamoDBClient();
  await ensureTable(client, TABLE);
  client.destroy();
}

async function openQueues(home: string | null, undo: Undo) {
  const open = async (name: string, deadLetters?: Queue) => {
    const store = home === null ? keepNothing : await keepInFolder(join(home, 'queues', name));
    const queue = await Queue.open({ name, store, ...(deadLetters && { deadLetters }) });
    undo.push(() => queue.stop());
    return queue;
  };
  const deadLetters = await open('dead-letters');
  return {
    usage: await open('usage', deadLetters),
    uploads: await open('uploads', deadLetters),
    deadLetters,
  };
}

async function openObjects(home: string | null, uploads: Queue, undo: Undo): Promise<ObjectStore> {
  const folder = home === null ? await mkdtemp(join(tmpdir(), 'real-deal-')) : join(home, 'objects');
  if (home === null) undo.unshift(() => rm(folder, { recursive: true, force: true }));
  return new ObjectStore(folder, UPLOADS_BUCKET, (notification) => uploads.send(notification));
}

/**
 * Loads every handler now, so that the first request is as quick as the next and a broken one shows at once. One
 * after the other: module loaders of test runners do not take two imports of one module at a time.
 */
async function loadFunctions(functions: Functions, queues: Queues): Promise<void> {
  const broken = (name: string) => (error: Error) =>
    log.error('desk.function.not-loaded', { function: name, error });
  const names = new Set<FunctionName>(Object.values(routes).map((route) => route.function));
  for (const name of names) await functions.api(name).catch(broken(name));
  for (const name of ['usage', 'uploads'] as const) {
    await functions.worker(name).catch(broken(name));
    queues[name].deliverTo(async (event) => (await functions.worker(name))(event, lambdaContext(name)));
  }
}

async function drained(queues: readonly Queue[]): Promise<void> {
  // What one queue's handler sends may wake the other.
  while (queues.some((queue) => queue.messages().length > 0))
    await Promise.all(queues.map((queue) => queue.idle()));
}

/** Only ever on the first start: one that began empty stays without samples. */
async function seedOnce(home: string | null, isWanted: boolean, desk: Omit<Desk, 'stop'>): Promise<void> {
  const marker = home === null ? null : join(home, 'seeded');
  if (marker !== null && existsSync(marker)) return;
  if (isWanted) {
    const { seed } = await import('./sample/seed.ts');
    await seed(desk);
  }
  if (marker !== null) await writeFile(marker, new Date().toISOString());
}
