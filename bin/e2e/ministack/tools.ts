import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { ensureFolder, ensurePython } from '../fetched.ts';
import { run } from '../process.ts';

/** What every line of docs/e2e.md about MiniStack was seen on. */
export const MINISTACK = '1.5.33';
/** The Node that Lambda's nodejs24.x has, as the functions are built for. */
export const NODE = '24.9.0';

const packages = [`ministack==${MINISTACK}`, 'cryptography==50.0.2', 'boto3==1.43.106'];

/** The Python that has MiniStack. Fetched once: about 15 s. */
export const ensureMinistack = (signal: AbortSignal): Promise<string> =>
  ensurePython(`ministack-${MINISTACK}`, packages, signal);

/** The folder of the Node that functions run on: emulated ones run on the first `node` of the PATH. */
export async function ensureNode(signal: AbortSignal): Promise<string> {
  const name = `node-${process.platform}-${process.arch}`;
  const home = await ensureFolder(`${name}-${NODE}`, async (folder) => {
    const npm = [
      'npm',
      'install',
      '--ignore-scripts',
      '--no-save',
      '--no-audit',
      '--no-fund',
      '--prefix',
      folder,
    ];
    await mkdir(folder);
    await run({ words: [...npm, `${name}@${NODE}`] }, 300, signal);
  });
  return join(home, 'node_modules', name, 'bin');
}
