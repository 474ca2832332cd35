import { closeSync, existsSync, fsyncSync, openSync, readFileSync, renameSync, writeSync } from 'node:fs';
import { open, rename } from 'node:fs/promises';
import { dirname } from 'node:path';
import type * as z from 'zod';
import { log } from '../functions/runtime/log.ts';

interface Kind {
  readonly mode?: number;
  /** Whether the file must survive a power failure. Not in a temporary directory. */
  readonly lasts?: boolean;
}

/**
 * Writes a file atomically, also across a power failure: to a temporary name, flushed, then renamed. Flushes the
 * directory as well, so that the rename lasts. Blocks for some milliseconds.
 */
export function writeWhole(path: string, content: string, { mode = 0o644, lasts = true }: Kind = {}): void {
  const aside = `${path}.part`;
  const file = openSync(aside, 'w', mode);
  try {
    writeSync(file, content);
    if (lasts) fsyncSync(file);
  } finally {
    closeSync(file);
  }
  renameSync(aside, path);
  if (lasts) flushFolder(dirname(path));
}

function flushFolder(folder: string): void {
  // Windows does not open directories; its file system journals names.
  if (process.platform === 'win32') return;
  const handle = openSync(folder, 'r');
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}

/**
 * Works like `writeWhole` without blocking. Callers must not write one path concurrently, because both use the same
 * temporary name.
 */
export async function writeWholeAsync(path: string, content: string): Promise<void> {
  const aside = `${path}.part`;
  await flushed(aside, 'w', (file) => file.writeFile(content));
  await rename(aside, path);
  if (process.platform !== 'win32') await flushed(dirname(path), 'r');
}

type Opened = Awaited<ReturnType<typeof open>>;

/** Does the work on an opened file or directory, and resolves when the result is on disk. */
export async function flushed(
  path: string,
  flags: 'w' | 'r' | 'r+',
  work: (file: Opened) => Promise<unknown> = async () => {},
): Promise<void> {
  const file = await open(path, flags);
  try {
    await work(file);
    await file.sync();
  } finally {
    await file.close();
  }
}

/** Reads a JSON file; null if there is none. Moves a damaged file aside and logs what is lost. */
export function readOrSetAside<T>(path: string, schema: z.ZodType<T>, loss: string): T | null {
  if (!existsSync(path)) return null;
  const read = readAs(path, schema);
  if (read !== null) return read;
  setAside(path, loss);
  return null;
}

/** Reads a JSON file that cannot be replaced; null if there is none. Throws if it is damaged. */
export function readOrRefuse<T>(path: string, schema: z.ZodType<T>, remedy: string): T | null {
  if (!existsSync(path)) return null;
  const read = readAs(path, schema);
  if (read === null) throw new Error(`${path} cannot be read. ${remedy}`);
  return read;
}

function readAs<T>(path: string, schema: z.ZodType<T>): T | null {
  try {
    return schema.parse(JSON.parse(readFileSync(path, 'utf8')));
  } catch {
    return null;
  }
}

/** Renames a damaged file and logs what is lost. */
export function setAside(path: string, loss: string): void {
  const as = `${path}.${Date.now()}.damaged`;
  renameSync(path, as);
  log.error('local.file.set-aside', { file: path, as, loss });
}
