import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { build } from 'esbuild';
import { bundling, bundlingWithThread, root } from '../../lib/bundling.ts';
import { packageOf } from '../support/theme-package.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'thread-'));
});
afterAll(() => rm(folder, { recursive: true }));

it('is beside the function that starts it, and both run as bundled', async () => {
  await build({
    ...bundling,
    absWorkingDir: root,
    entryPoints: ['functions/themes/validate-within.ts'],
    outfile: join(folder, 'index.js'),
    logLevel: 'error',
  });
  const hooks = bundlingWithThread('functions/themes/validation-thread.ts').commandHooks;
  for (const command of hooks?.afterBundling(root, folder) ?? [])
    await promisify(execFile)('sh', ['-c', command]);
  const script = `
    const { validateWithin } = require(${JSON.stringify(join(folder, 'index.js'))});
    const zip = Buffer.from(${JSON.stringify(Buffer.from(await packageOf()).toString('base64'))}, 'base64');
    validateWithin(new Uint8Array(zip)).then(({ passed, theme }) => console.log(passed, theme.name));`;
  const { stdout } = await promisify(execFile)(process.execPath, ['-e', script], { cwd: tmpdir() });
  expect(stdout).toBe('true Plain\n');
});
