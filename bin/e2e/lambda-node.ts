import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { ensureNode, NODE } from './ministack/tools.ts';
import { root } from './places.ts';

/**
 * `npm run test:lambda-node [option or file…]`: runs `npm test` on Lambda's version of Node.js, whatever this machine has. It is
 * also the faster one: see test/support/environment.mjs.
 */
const MINUTES = process.env.TEST_SCOPE === 'full' ? 120 : 30;

const signal = AbortSignal.timeout(MINUTES * 60_000);
const folder = await ensureNode(signal);
console.log(`Node.js ${NODE}`);
const jest = spawn('npm', ['test', '--', ...process.argv.slice(2)], {
  cwd: root,
  env: { ...process.env, PATH: `${folder}:${process.env.PATH}` },
  stdio: 'inherit',
  signal,
});
const [code] = await once(jest, 'exit');
process.exitCode = code ?? 1;
