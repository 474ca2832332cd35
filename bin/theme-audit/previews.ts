import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { desktop, phone, picture } from './looking.ts';

/** Takes the preview pictures of a package: both color schemes, on desktop and phone. Returns their names. */
export async function takePreviews(browser: Browser, url: string, folder: string): Promise<string[]> {
  await mkdir(folder, { recursive: true });
  const names: string[] = [];
  for (const scheme of ['light', 'dark'] as const)
    for (const [name, size] of [
      [scheme, desktop],
      [`phone-${scheme}`, phone],
    ] as const) {
      const path = join(folder, `${name}.png`);
      await writeFile(path, await picture(browser, url, scheme, size));
      names.push(path);
    }
  return names;
}
