import { existsSync, rmSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import * as z from 'zod';
import { IN_MEMORY } from '../environment.ts';
import { readOrSetAside, writeWhole } from '../files.ts';
import { messageOf } from '../http/faults.ts';
import { checkDatabase, makeDatabase } from './database.ts';
import { type Dependency, dependencyOn } from './dependency.ts';
import { freePort, launch } from './launch.ts';
import { type EngineLocation, locateEngine } from './location.ts';
import { describeProcess, endProcess, processesNaming } from './processes.ts';
import { supervise } from './supervision.ts';

export interface Engine {
  readonly endpoint: string;
  /** For those whose work fails while it is away. */
  readonly dependency: Dependency;
  /** Resolves when it is gone for good, with the reason. */
  readonly gone: Promise<Error>;
  stop(): Promise<void>;
}

/**
 * Starts the engine over `<dataDir>/dynamodb.db`, or over a file that is removed with it, and starts it again when it ends. An engine that an earlier
 * desk left behind is ended first: two engines must not write the same file.
 */
export async function startEngine(options: { dataDir: string; location?: EngineLocation }): Promise<Engine> {
  const location = options.location ?? locateEngine();
  if (location.kind === 'endpoint') {
    const gone = new Promise<never>(() => {});
    return { endpoint: location.url, dependency: dependencyOn(location.url), gone, stop: async () => {} };
  }
  if (options.dataDir === IN_MEMORY) return startPassing(location.path);

  const database = resolve(options.dataDir, 'dynamodb.db');
  const pidFile = resolve(options.dataDir, 'engine.pid');
  await endOrphan(pidFile, database);
  checkDatabase(database, existsSync(join(options.dataDir, 'seeded')));
  await makeDatabase(database);
  const keepPid = (pid: number | undefined) =>
    writeWhole(pidFile, JSON.stringify({ engine: pid, desk: process.pid }));
  try {
    const engine = await engineOf(location.path, database, keepPid);
    const stop = async () => {
      await engine.stop();
      await rm(pidFile, { force: true });
    };
    return { ...engine, stop };
  } catch (cause) {
    throw new Error(`The engine does not start over ${database}. ${messageOf(cause)}`, { cause });
  }
}

/** Starts the engine over a database that lasts until it is stopped. */
async function startPassing(binary: string): Promise<Engine> {
  const folder = await mkdtemp(join(tmpdir(), 'real-deal-billing-'));
  const remove = () => rmSync(folder, { recursive: true, force: true });
  process.once('exit', remove);
  const database = join(folder, 'dynamodb.db');
  await makeDatabase(database);
  const engine = await engineOf(binary, database, () => {});
  const stop = async () => {
    await engine.stop();
    process.removeListener('exit', remove);
    remove();
  };
  return { ...engine, stop };
}

async function engineOf(
  binary: string,
  database: string,
  onLaunch: (pid: number | undefined) => void,
): Promise<Engine> {
  // The same port each time: clients know no other.
  const port = await freePort();
  const supervised = await supervise(() => launch(binary, port, ['--db-path', database], onLaunch));
  const { gone, stop } = supervised;
  const endpoint = `http://127.0.0.1:${port}`;
  const dependency = dependencyOn(
    endpoint,
    () => supervised.losses,
    () => supervised.fate !== undefined,
  );
  return { endpoint, dependency, gone, stop };
}

const pidSchema = z.object({ engine: z.int(), desk: z.int() });

async function endOrphan(pidFile: string, database: string): Promise<void> {
  const isThere = existsSync(pidFile);
  const recorded = readOrSetAside(pidFile, pidSchema, 'It named the process of the engine.');
  if (recorded === null) {
    if (isThere) await refuseUnknown(database);
    return;
  }
  const facts = await describeProcess(recorded.engine);
  if (facts === null || !facts.command.includes('dynoxide') || !facts.command.includes(database)) return;
  if (facts.parent === recorded.desk) {
    throw new Error(
      `The desk of process ${recorded.desk} is using ${dirname(database)}. Stop it, or set another DATA_DIR.`,
    );
  }
  await endProcess(recorded.engine);
}

/** Whose engine it is cannot be known without the file: one that runs is not ended, but not joined either. */
async function refuseUnknown(database: string): Promise<void> {
  const [pid] = await processesNaming(database);
  if (pid !== undefined)
    throw new Error(`Process ${pid} is using ${database}. End it, or set another DATA_DIR.`);
}
