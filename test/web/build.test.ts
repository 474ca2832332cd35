import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { buildDashboard } from '../../bin/dashboard/build.ts';

/** What a page fetches before its code runs: its script, and what that imports at once. */
const SCRIPTS = /(?:src|href)="\/(assets\/[^"]+\.js)"/g;

let dist: string;
beforeAll(async () => {
  dist = await mkdtemp(join(tmpdir(), 'dashboard-'));
  // Under a test runner, which says so to whatever it starts: that must not reach the pages.
  expect(process.env.NODE_ENV).toBe('test');
  await buildDashboard(dist);
});
afterAll(() => rm(dist, { recursive: true, force: true }));

it('the pages are built for people, whatever they are built under', async () => {
  const page = await readFile(join(dist, 'index.html'), 'utf8');
  const names = [...page.matchAll(SCRIPTS)].map(([, name = '']) => name);
  const scripts = await Promise.all(names.map((name) => readFile(join(dist, name))));
  const kilobytes = scripts.reduce((sum, script) => sum + gzipSync(script).length, 0) / 1_000;
  // The rest of the 200 KB is for what the first page brings in by itself.
  expect(kilobytes).toBeGreaterThan(50);
  expect(kilobytes).toBeLessThan(160);
});
