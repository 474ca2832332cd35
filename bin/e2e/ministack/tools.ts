import { existsSync } from 'node:fs';
import { mkdir, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { cache } from '../places.ts';
import { run } from '../process.ts';

/** What every line of docs/e2e.md about MiniStack was seen on. */
export const MINISTACK = '1.5.33';
/** The Node that Lambda's nodejs24.x has, as the functions are built for. */
const NODE = '24.9.0';

const packages = [`ministack==${MINISTACK}`, 'cryptography==50.0.2', 'boto3==1.43.106'];

/** MiniStack's program, in a virtual environment of its own. Fetched once: about 15 s. */
export async function ensureMinistack(signal: AbortSignal): Promise<string> {
  const home = await ensure(`ministack-${MINISTACK}`, async (folder) => {
    await run({ words: ['python3', '-m', 'venv', folder] }, 60, signal);
    const pip = [
      join(folder, 'bin/python'),
      '-m',
      'pip',
      'install',
      '--quiet',
      '--disable-pip-version-check',
    ];
    await run({ words: [...pip, ...packages] }, 300, signal);
  });
  // Not by its `ministack` script: that one bears the path at which it was installed.
  return join(home, 'bin/python');
}

/** The folder of the Node that functions run on: emulated ones run on the first `node` of the PATH. */
export async function ensureNode(signal: AbortSignal): Promise<string> {
  const name = `node-${process.platform}-${process.arch}`;
  const home = await ensure(`${name}-${NODE}`, async (folder) => {
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

/** A folder of the cache; made elsewhere and moved there when it is whole. */
async function ensure(name: string, make: (folder: string) => Promise<void>): Promise<string> {
  const home = join(cache, name);
  if (existsSync(home)) return home;
  const draft = `${home}-${process.pid}`;
  await mkdir(dirname(draft), { recursive: true });
  try {
    await make(draft);
    await rename(draft, home);
  } catch (fault) {
    // Another run may have been faster.
    if (!existsSync(home)) throw fault;
  } finally {
    await rm(draft, { recursive: true, force: true });
  }
  return home;
}
