import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { type Findings, percentile } from './figures.ts';
import type { Setup } from './measuring.ts';

const ROOT = join(import.meta.dirname, '../..');

/** Measures how long `npm start` takes in an empty data directory, until it listens. */
export async function start({ quick }: Setup): Promise<Findings> {
  const times: number[] = [];
  for (let run = 0; run < (quick ? 1 : 3); run += 1) times.push(await timeToListen());
  return {
    figures: [
      {
        name: 'start: npm start until it listens',
        value: percentile(times, 0.5),
        unit: 's',
        target: { atMost: 3 },
      },
    ],
    notes: [`Start: with sample data, in a fresh data directory, the middle one of ${times.length}.`],
  };
}

async function timeToListen(): Promise<number> {
  const folder = await mkdtemp(join(tmpdir(), 'measure-start-'));
  const from = performance.now();
  // A process group of its own, so that what npm starts ends with it.
  const child = spawn('npm', ['start'], {
    cwd: ROOT,
    detached: true,
    env: { ...process.env, PORT: '0', DATA_DIR: folder },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const ended = once(child, 'close');
  try {
    await listening(child);
    return (performance.now() - from) / 1_000;
  } finally {
    if (child.pid !== undefined && child.exitCode === null) process.kill(-child.pid, 'SIGTERM');
    await ended;
    await rm(folder, { recursive: true, force: true });
  }
}

/** Resolves at the line that says where the local stack listens. Rejects with the output if it ends before. */
async function listening(child: ReturnType<typeof spawn>): Promise<void> {
  const said: string[] = [];
  await new Promise<void>((ready, failed) => {
    for (const stream of [child.stdout, child.stderr]) {
      if (!stream) continue;
      createInterface(stream).on('line', (line) => {
        said.push(line);
        if (line.startsWith('listening on')) ready();
      });
    }
    child.once('error', failed);
    child.once('close', () => failed(new Error(`npm start ended: ${said.slice(-3).join(' ')}`)));
  });
}
