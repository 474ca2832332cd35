import { existsSync, rmSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import * as z from 'zod';
import { IN_MEMORY } from '../environment.ts';
import { readOrSetAside, writeWhole } from '../files.ts';
import { messageOf } from '../http/system-errors.ts';
import { checkDatabase, makeDatabase } from './database.ts';
import { type Dependency, dependencyOn } from './dependency.ts';
import { freePort, launch } from './launch.ts';
import { type EngineLocation, locateEngine } from './location.ts';
import { describeProcess, endProcess, processesNaming } from './processes.ts';
import { supervise } from './supervision.ts';

export interface Engine {
  readonly endpoint: string;
  /** For workers that fail while the engine is unavailable. */
  readonly dependency: Dependency;
  /** Resolves with the reason when the engine has ended for good. */
  readonly gone: Promise<Error>;
  stop(): Promise<void>;
}

/**
 * Starts the engine over `<dataDir>/dynamodb.db`, or over a temporary file, and restarts it when it ends. Ends an
 * engine that an earlier local stack left running, because two engines must not write to one file.
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
    writeWhole(pidFile, JSON.stringify({ engine: pid, owner: process.pid }));
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

/** Starts the engine over a temporary database. */
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
  // Keep the port across restarts, because clients know no other.
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

const pidSchema = z.object({ engine: z.int(), owner: z.int() });

async function endOrphan(pidFile: string, database: string): Promise<void> {
  const isThere = existsSync(pidFile);
  const recorded = readOrSetAside(pidFile, pidSchema, 'It named the process of the engine.');
  if (recorded === null) {
    if (isThere) await refuseUnknown(database);
    return;
  }
  const facts = await describeProcess(recorded.engine);
  if (facts === null || !facts.command.includes('dynoxide') || !facts.command.includes(database)) return;
  if (facts.parent === recorded.owner) {
    throw new Error(
      `The local stack of process ${recorded.owner} is using ${dirname(database)}. Stop it, or set another DATA_DIR.`,
    );
  }
  await endProcess(recorded.engine);
}

/**
 * Throws if a process uses the database. Without the pid file its owner is unknown, so it is neither ended nor joined.
 */
async function refuseUnknown(database: string): Promise<void> {
  const [pid] = await processesNaming(database);
  if (pid !== undefined)
    throw new Error(`Process ${pid} is using ${database}. End it, or set another DATA_DIR.`);
}
