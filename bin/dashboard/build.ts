import { execFile } from 'node:child_process';
import { readdir, stat } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';

const ROOT = join(import.meta.dirname, '../..');
const WEB = join(ROOT, 'web');

/** The directory of the built dashboard. */
export const DIST = join(WEB, 'dist');

/** The dashboard's sources, relative to the repository's root. */
const sources = [
  'web/index.html',
  'web/vite.config.ts',
  'web/package.json',
  'web/public',
  'web/src',
  'web/themes',
  'functions/themes',
];

/** Builds the dashboard unless the build is newer than all its sources. */
export async function ensureDashboard(): Promise<void> {
  const built = await stat(join(DIST, 'index.html')).catch(() => null);
  const newest = Math.max(...(await Promise.all(sources.map((path) => newestIn(join(ROOT, path))))));
  if (built !== null && built.mtimeMs > newest) return;
  await buildDashboard();
}

/** Builds in a separate process, so that the builder's memory is freed. Throws with the builder's output. */
export async function buildDashboard(dist = DIST): Promise<void> {
  const manifest = createRequire(join(WEB, 'package.json')).resolve('vite/package.json');
  const vite = join(dirname(manifest), 'bin/vite.js');
  const words = ['build', '--logLevel', 'error', '--outDir', dist, '--emptyOutDir'];
  // Our own NODE_ENV may be `test`, which would build React's development version.
  const env = { ...process.env, NODE_ENV: 'production' };
  await promisify(execFile)(process.execPath, [vite, ...words], { cwd: WEB, env });
}

async function newestIn(path: string): Promise<number> {
  const facts = await stat(path).catch(() => null);
  if (facts === null) return 0;
  if (!facts.isDirectory()) return facts.mtimeMs;
  const names = await readdir(path);
  return Math.max(facts.mtimeMs, ...(await Promise.all(names.map((name) => newestIn(join(path, name))))));
}
