import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { createInterface } from 'node:readline';

/** A running engine process. */
export interface Launched {
  readonly pid: number | undefined;
  /** Resolves with its exit code, or the signal that ended it. */
  readonly ended: Promise<number | string | null>;
  stop(): Promise<void>;
}

const STOP_GRACE_MS = 5_000;

/** Starts the binary on a port, reports its process id, and resolves when it listens. */
export async function launch(
  binary: string,
  port: number,
  extra: readonly string[],
  onSpawn: (pid: number | undefined) => void,
): Promise<Launched> {
  const child = spawn(binary, ['serve', '--host', '127.0.0.1', '--port', String(port), ...extra], {
    stdio: ['ignore', 'pipe', 'pipe'],
    // A process group of its own, because Ctrl-C is for the local stack, which needs the engine to finish its work.
    detached: true,
  });
  const killWithParent = () => child.kill('SIGKILL');
  process.once('exit', killWithParent);
  const ended = new Promise<number | string | null>((resolve) => {
    child.once('exit', (code, signal) => {
      process.removeListener('exit', killWithParent);
      resolve(code ?? signal);
    });
  });
  onSpawn(child.pid);
  await listening(child);
  return { pid: child.pid, ended, stop: () => endChild(child) };
}

/** Resolves when the engine reports that it listens. Rejects with its output if it ends instead. */
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

/** Returns a port on which nothing listens at the moment. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (address === null || typeof address === 'string') throw new Error('No free port was found.');
  return address.port;
}
