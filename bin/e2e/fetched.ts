import { existsSync } from 'node:fs';
import { mkdir, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { cache } from './places.ts';
import { run } from './process.ts';

/**
 * Returns the Python of a cached virtual environment with these PyPI packages. Run them with `-m` or `-c`, because
 * their scripts contain the path of installation.
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

/** Creates a folder of the cache elsewhere and moves it into place when complete. */
export async function ensureFolder(name: string, make: (folder: string) => Promise<void>): Promise<string> {
  const home = join(cache, name);
  if (existsSync(home)) return home;
  const draft = `${home}-${process.pid}`;
  await mkdir(dirname(draft), { recursive: true });
  try {
    await make(draft);
    await rename(draft, home);
  } catch (error) {
    // A concurrent run may have created it.
    if (!existsSync(home)) throw error;
  } finally {
    await rm(draft, { recursive: true, force: true });
  }
  return home;
}
