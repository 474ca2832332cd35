import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';

export interface Command {
  readonly words: readonly string[];
  readonly cwd?: string;
  readonly environment?: NodeJS.ProcessEnv;
}

/** Runs a command to its end. Throws with the end of its output if it fails or takes too long. */
export async function run(command: Command, seconds: number, signal: AbortSignal): Promise<string> {
  signal.throwIfAborted();
  const [name = '', ...words] = command.words;
  const child = spawn(name, words, {
    ...optionsOf(command),
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk) => (said += String(chunk)));
  const bound = AbortSignal.any([signal, AbortSignal.timeout(seconds * 1_000)]);
  const stop = () => signalGroup(child, 'SIGKILL');
  bound.addEventListener('abort', stop);
  try {
    const [code] = await once(child, 'close');
    signal.throwIfAborted();
    if (bound.aborted) throw new Error(`${name} was not done in ${seconds} s:\n${lastLines(said)}`);
    if (code !== 0) throw new Error(`${command.words.join(' ')} ended with ${code}:\n${lastLines(said)}`);
    return said;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    throw new Error(`${name} is missing on this machine.`);
  } finally {
    bound.removeEventListener('abort', stop);
  }
}

export interface Service {
  readonly pid: number;
  /** Returns how the process ended; undefined while it runs. */
  ended(): string | undefined;
  log(): string;
  /** Sends SIGTERM, and SIGKILL after `graceSeconds`. Throws if any of its processes survives. */
  stop(graceSeconds: number): Promise<void>;
}

/** Starts a process that runs until it is stopped. Its output goes to a file. */
export async function start(command: Command, logFile: string): Promise<Service> {
  const [name = '', ...words] = command.words;
  const log = openSync(logFile, 'a');
  const child = spawn(name, words, { ...optionsOf(command), stdio: ['ignore', log, log] });
  closeSync(log);
  await once(child, 'spawn');
  return {
    pid: child.pid ?? 0,
    ended: () =>
      child.exitCode === null && child.signalCode === null
        ? undefined
        : `${child.exitCode ?? child.signalCode}`,
    log: () => readFileSync(logFile, 'utf8'),
    stop: async (graceSeconds) => {
      for (const signal of ['SIGTERM', 'SIGKILL'] as const) {
        signalGroup(child, signal);
        if (await isGone(child, signal === 'SIGTERM' ? graceSeconds : 5)) return;
      }
      throw new Error(`Process group ${child.pid} (${name}) outlived SIGKILL.`);
    },
  };
}

/** Each command leads a process group, so that its own children end with it. */
const optionsOf = ({ cwd, environment }: Command) => ({
  detached: true,
  ...(cwd === undefined ? {} : { cwd }),
  ...(environment === undefined ? {} : { env: environment }),
});

/** Whether there was a process to signal. Signal 0 only checks. */
function signalGroup({ pid }: ChildProcess, signal: NodeJS.Signals | 0): boolean {
  try {
    return pid !== undefined && process.kill(-pid, signal);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ESRCH') return false;
    throw error;
  }
}

async function isGone(child: ChildProcess, seconds: number): Promise<boolean> {
  for (const end = Date.now() + seconds * 1_000; Date.now() < end; await sleep(50))
    if (!signalGroup(child, 0)) return true;
  return false;
}

export const lastLines = (text: string, count = 40): string =>
  text.trimEnd().split('\n').slice(-count).join('\n');
