import { execFile } from 'node:child_process';
import { readdir, readFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { systemCode } from '../http/system-errors.ts';

export interface ProcessFacts {
  readonly parent: number;
  readonly command: string;
}

const GRACE_MS = 3_000;
const run = promisify(execFile);

/** Returns what runs under a process id; null if nothing does. Ids are reused, so check before you kill. */
export async function describeProcess(pid: number): Promise<ProcessFacts | null> {
  try {
    return process.platform === 'linux' ? await fromProc(pid) : await fromPs(pid);
  } catch {
    return null;
  }
}

/** Returns the other processes whose command contains these words. */
export async function processesNaming(words: string): Promise<number[]> {
  const pids = process.platform === 'linux' ? await readdir('/proc') : await pidsFromPs();
  const found = await Promise.all(
    pids.map(Number).map(async (pid) => {
      const facts = Number.isInteger(pid) && pid !== process.pid ? await describeProcess(pid) : null;
      return facts?.command.includes(words) ? [pid] : [];
    }),
  );
  return found.flat();
}

const pidsFromPs = async (): Promise<string[]> => {
  const { stdout } = await run('ps', ['-ax', '-o', 'pid=']);
  return stdout.split('\n').filter((line) => line.trim() !== '');
};

/** Ends a process that is not our child: sends SIGTERM, and SIGKILL after three seconds. */
export async function endProcess(pid: number): Promise<void> {
  signal(pid, 'SIGTERM');
  for (const start = Date.now(); Date.now() - start < GRACE_MS; await sleep(25)) {
    if ((await describeProcess(pid)) === null) return;
  }
  signal(pid, 'SIGKILL');
}

function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch (error) {
    // ESRCH: the process ended between the check and the signal.
    if (systemCode(error) !== 'ESRCH') throw error;
  }
}

async function fromProc(pid: number): Promise<ProcessFacts | null> {
  const command = (await readFile(`/proc/${pid}/cmdline`, 'utf8')).replaceAll('\0', ' ').trim();
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8');
  // The name in brackets may contain spaces, so parse what follows the last bracket.
  const [, parent] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return command === '' ? null : { parent: Number(parent), command };
}

async function fromPs(pid: number): Promise<ProcessFacts | null> {
  const { stdout } = await run('ps', ['-ww', '-o', 'ppid=,command=', '-p', String(pid)]);
  const match = /^\s*(\d+)\s+(.*)$/.exec(stdout.trim());
  return match?.[2] === undefined ? null : { parent: Number(match[1]), command: match[2] };
}
