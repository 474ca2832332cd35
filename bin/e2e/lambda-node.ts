import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { ensureNode, NODE } from './ministack/tools.ts';
import { root } from './places.ts';

/**
 * `npm run test:lambda-node [file…]`: runs tests on Lambda's version of Node.js, whatever this machine has. Default:
 * the bundles, the start of the local stack and the API; the API only in part unless TEST_SCOPE=full.
 */
const MINUTES = 30;

const always = ['test/lib/bundles', 'test/lib/readiness', 'test/local/start'];
const files = [
  ...always,
  ...(process.env.TEST_SCOPE === 'full'
    ? ['test/api']
    : ['test/api/metering/quotas', 'test/api/slots', 'test/api/storage/uploads']),
];

const signal = AbortSignal.timeout(MINUTES * 60_000);
const words = process.argv.slice(2);
const folder = await ensureNode(signal);
console.log(`Node.js ${NODE}`);
const jest = spawn(
  join(folder, 'node'),
  [
    '--experimental-vm-modules',
    '--disable-warning=ExperimentalWarning',
    join(root, 'node_modules/jest/bin/jest.js'),
    ...(words.length > 0 ? words : files),
  ],
  { cwd: root, env: { ...process.env, PATH: `${folder}:${process.env.PATH}` }, stdio: 'inherit', signal },
);
const [code] = await once(jest, 'exit');
process.exitCode = code ?? 1;
