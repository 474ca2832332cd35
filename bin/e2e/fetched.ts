import { existsSync } from 'node:fs';
import { mkdir, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { cache } from './places.ts';
import { run } from './process.ts';

/**
 * The Python of a virtual environment of that name with these packages of PyPI in it. Run them by `-m` or `-c`: their
 * scripts bear the path at which they were installed.
 */
export async function ensurePython(
  name: string,
  packages: readonly string[],
  signal: AbortSignal,
): Promise<string> {
  const home = await ensureFolder(name, async (folder) => {
    await run({ words: ['python3', '-m', 'venv', folder] }, 60, signal);
    const pip = [join(folder, 'bin/python'), '-m', 'pip', '--disable-pip-version-check'];
    await run({ words: [...pip, 'install', '--quiet', ...packages] }, 300, signal);
  });
  return join(home, 'bin/python');
}

/** A folder of the cache; made elsewhere and moved there when it is whole. */
export async function ensureFolder(name: string, make: (folder: string) => Promise<void>): Promise<string> {
  const home = join(cache, name);
  if (existsSync(home)) return home;
  const draft = `${home}-${process.pid}`;
  await mkdir(dirname(draft), { recursive: true });
  try {
    await make(draft);
    await rename(draft, home);
  } catch (error) {
    // Another run may have been faster.
    if (!existsSync(home)) throw error;
  } finally {
    await rm(draft, { recursive: true, force: true });
  }
  return home;
}
