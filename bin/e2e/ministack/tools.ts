import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { ensureFolder, ensurePython } from '../fetched.ts';
import { run } from '../process.ts';

/** The version that docs/e2e.md describes. */
export const MINISTACK = '1.5.33';
/** The Node.js of Lambda's nodejs24.x, for which the functions are built. */
export const NODE = '24.9.0';

const packages = [`ministack==${MINISTACK}`, 'cryptography==50.0.2', 'boto3==1.43.106'];

/** Returns the Python with MiniStack. The first call installs it, about 15 s. */
export const ensureMinistack = (signal: AbortSignal): Promise<string> =>
  ensurePython(`ministack-${MINISTACK}`, packages, signal);

/** Returns the folder of the Node.js for functions. The emulator uses the first `node` on the PATH. */
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
