import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { dirname, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { log } from '../../runtime/log.ts';
import { IN_MEMORY } from '../environment.ts';
import { type EngineLocation, locateEngine } from './location.ts';
import { describeProcess, endProcess } from './processes.ts';

export interface Engine {
  readonly endpoint: string;
  stop(): Promise<void>;
}

const STOP_GRACE_MS = 5_000;

/**
 * Starts the engine over `<dataDir>/dynamodb.db`, or in memory. An engine that an earlier desk left behind
 * is ended first: two engines must not write the same file.
 */
export async function startEngine(options: { dataDir: string; location?: EngineLocation }): Promise<Engine> {
  const location = options.location ?? locateEngine();
  if (location.kind === 'endpoint') return { endpoint: location.url, stop: async () => {} };
  if (options.dataDir === IN_MEMORY) return launch(location.path, []);

  const database = resolve(options.dataDir, 'dynamodb.db');
  const pidFile = resolve(options.dataDir, 'engine.pid');
  await endOrphan(pidFile, database);
  const engine = await launch(location.path, ['--db-path', database], (pid) =>
    writeFile(pidFile, JSON.stringify({ engine: pid, desk: process.pid })),
  );
  return {
    endpoint: engine.endpoint,
    stop: async () => {
      await engine.stop();
      await rm(pidFile, { force: true });
    },
  };
}

async function launch(
  binary: string,
  extra: readonly string[],
  onSpawn: (pid: number | undefined) => Promise<void> = async () => {},
): Promise<Engine> {
  const port = await freePort();
  const child = spawn(binary, ['serve', '--host', '127.0.0.1', '--port', String(port), ...extra], {
    stdio: ['ignore', 'pipe', 'pipe'],
    // In a group of its own: Ctrl-C is for the desk, which still needs the engine to finish its work.
    detached: true,
  });
  const killWithDesk = () => child.kill('SIGKILL');
  process.once('exit', killWithDesk);
  let stopping = false;
  child.once('exit', (code) => {
    process.removeListener('exit', killWithDesk);
    if (!stopping) log.error('desk.engine.ended', { code });
  });
  await Promise.all([listening(child), onSpawn(child.pid)]);
  return {
    endpoint: `http://127.0.0.1:${port}`,
    stop: async () => {
      stopping = true;
      await endChild(child);
    },
  };
}

/** Resolves when the engine says that it listens; rejects with what it said when it ends instead. */
async function listening(child: ChildProcess): Promise<void> {
  const said: string[] = [];
  await new Promise<void>((ready, failed) => {
    for (const stream of [child.stdout, child.stderr]) {
      if (stream === null) continue;
      createInterface(stream).on('line', (line) => {
        if (said.length < 20) said.push(line);
        if (line.includes('listening on')) ready();
      });
    }
    child.once('error', failed);
    child.once('close', (code) => {
      failed(new Error(`The DynamoDB engine ended with code ${code}: ${said.join(' ')}`));
    });
  });
}

async function endChild(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, 'exit');
  child.kill('SIGTERM');
  const insist = setTimeout(() => child.kill('SIGKILL'), STOP_GRACE_MS);
  await ended;
  clearTimeout(insist);
}

async function endOrphan(pidFile: string, database: string): Promise<void> {
  const recorded = await readFile(pidFile, 'utf8').catch(() => '');
  const [, engine, desk] = /"engine":(\d+),"desk":(\d+)/.exec(recorded)?.map(Number) ?? [];
  if (engine === undefined || desk === undefined) return;
  const facts = await describeProcess(engine);
  if (facts === null || !facts.command.includes('dynoxide') || !facts.command.includes(database)) return;
  if (facts.parent === desk) {
    throw new Error(
      `The desk of process ${desk} is using ${dirname(database)}. Stop it, or set another DATA_DIR.`,
    );
  }
  await endProcess(engine);
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (address === null || typeof address === 'string') throw new Error('No free port was found.');
  return address.port;
}
