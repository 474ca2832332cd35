import { execFile } from 'node:child_process';
import { readdir, stat } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';

const ROOT = join(import.meta.dirname, '../..');
const WEB = join(ROOT, 'web');

/** Where the built dashboard lies. */
export const DIST = join(WEB, 'dist');

/** What the dashboard is made of, from the repository's root. */
const sources = [
  'web/index.html',
  'web/vite.config.ts',
  'web/package.json',
  'web/public',
  'web/src',
  'web/themes',
  'functions/themes',
];

/** Builds the dashboard, unless it is newer than everything that it is made of. */
export async function ensureDashboard(): Promise<void> {
  const built = await stat(join(DIST, 'index.html')).catch(() => null);
  const newest = Math.max(...(await Promise.all(sources.map((path) => newestIn(join(ROOT, path))))));
  if (built !== null && built.mtimeMs > newest) return;
  await buildDashboard();
}

/** In a process of its own: nothing of the builder stays in ours. Throws with what the builder said. */
export async function buildDashboard(dist = DIST): Promise<void> {
  const manifest = createRequire(join(WEB, 'package.json')).resolve('vite/package.json');
  const vite = join(dirname(manifest), 'bin/vite.js');
  const words = ['build', '--logLevel', 'error', '--outDir', dist, '--emptyOutDir'];
  // Whatever we run under ourselves, tests for one: else the pages come with React's development build.
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
