import { closeSync, existsSync, fsyncSync, openSync, readFileSync, renameSync, writeSync } from 'node:fs';
import { open, rename } from 'node:fs/promises';
import { dirname } from 'node:path';
import type * as z from 'zod';
import { log } from '../functions/runtime/log.ts';

interface Kind {
  readonly mode?: number;
  /** Whether it must outlive a power cut: not in a folder that goes with the process. */
  readonly lasts?: boolean;
}

/**
 * Writes a file whole or not at all, also when the power fails: written aside, flushed, renamed. The folder is flushed too,
 * so that the new name lasts. Blocks for as long as the disk takes, some milliseconds.
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
  // Windows opens no folders; its file system keeps names in its journal.
  if (process.platform === 'win32') return;
  const handle = openSync(folder, 'r');
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}

/** The same without blocking. Two writes of one path at a time must not happen: they share the name aside. */
export async function writeWholeAsync(path: string, content: string): Promise<void> {
  const aside = `${path}.part`;
  await flushed(aside, 'w', (file) => file.writeFile(content));
  await rename(aside, path);
  if (process.platform !== 'win32') await flushed(dirname(path), 'r');
}

type Opened = Awaited<ReturnType<typeof open>>;

/** Does the work on an opened file or folder, and resolves when what was written is on the disk. */
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

/**
 * What a JSON file holds; null when there is none. A file that is damaged, cut or empty is set aside, and named in the log
 * with what is lost by it.
 */
export function readOrSetAside<T>(path: string, schema: z.ZodType<T>, loss: string): T | null {
  if (!existsSync(path)) return null;
  const read = readAs(path, schema);
  if (read !== null) return read;
  setAside(path, loss);
  return null;
}

/** What a JSON file holds that nothing can replace; null when there is none. Throws when it cannot be read. */
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

/** Gives a file that cannot be read another name, and names it in the log with what is lost by it. */
export function setAside(path: string, loss: string): void {
  const as = `${path}.${Date.now()}.damaged`;
  renameSync(path, as);
  log.error('local.file.set-aside', { file: path, as, loss });
}
