import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

const root = join(import.meta.dirname, '../..');

/** Runs one of bin/ with nothing logged. */
export const run = (script: string, environment: Record<string, string>, ...words: string[]) =>
  start([process.execPath, '--import', 'tsx', join('bin', script), ...words], environment);

/** Runs a script of package.json, as a person does. */
export const npm = (script: string, environment: Record<string, string>) =>
  start(['npm', 'run', '--silent', script], environment);

function start([command = '', ...words]: readonly string[], environment: Record<string, string>) {
  const child = spawn(command, words, {
    cwd: root,
    env: { ...process.env, LOG_LEVEL: 'SILENT', SEED: 'none', ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const lines: string[] = [];
  const errors: string[] = [];
  const out = createInterface(child.stdout).on('line', (line) => lines.push(line));
  createInterface(child.stderr).on('line', (line) => errors.push(line));
  const ended = once(child, 'close').then(([code]) => ({ code, lines, errors }));
  return { child, ended, firstLine: once(out, 'line').then(([line]) => String(line)) };
}
