import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { buildTheme } from '../functions/themes/build.ts';
import type { CheckResult } from '../functions/themes/check.ts';
import { readPackage } from '../functions/themes/read-package.ts';
import { unpack } from '../functions/themes/unpack.ts';
import { validatePackage } from '../functions/themes/validate.ts';
import { packFolder } from '../local/sample/pack-theme.ts';
import { optionsOf } from './options.ts';
import { openBrowser } from './theme-audit/browser.ts';
import { checkInBrowser } from './theme-audit/looking.ts';
import { takePreviews } from './theme-audit/previews.ts';
import { serveTheme } from './theme-audit/serving.ts';
import { tableOf } from './theme-audit/table.ts';

/**
 * `node --import tsx bin/theme-audit.ts <zip or folder>` runs every check of the store on a theme, then checks it in
 * Chromium. `--out <folder>` saves its pictures there; `--write-previews` saves them in the theme's own folder. Exits
 * with 1 if a check fails.
 */
const { values: options, positionals } = optionsOf(
  'npm run theme:audit -- <zip or folder> [--out FOLDER] [--write-previews]',
  {
    allowPositionals: true,
    options: { out: { type: 'string' }, 'write-previews': { type: 'boolean', default: false } },
  },
);

try {
  const [path] = positionals;
  if (path === undefined) throw new Error('Which theme? Name a zip or a folder.');
  const isFolder = (await stat(path)).isDirectory();
  if (options['write-previews'] && !isFolder) throw new Error('--write-previews needs a folder to write to.');
  const folders = [options.out, options['write-previews'] ? join(path, 'previews') : undefined];
  const zip = isFolder ? await packFolder(path) : await readFile(path);
  const seen = await checkPackage(
    zip,
    folders.filter((each) => each !== undefined),
  );
  // Validate after the pictures are taken, because a package must contain them.
  const { checks } = await validatePackage(isFolder ? await packFolder(path) : zip);
  const all = [...checks, ...seen];
  console.log(tableOf(all));
  if (all.some(({ passed }) => !passed)) process.exitCode = 1;
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}

/** Runs the browser checks; none if the package cannot be read. */
async function checkPackage(zip: Uint8Array, pictures: readonly string[]): Promise<CheckResult[]> {
  const unpacked = await unpack(zip);
  if (unpacked.kind === 'refused') return [];
  const read = readPackage(unpacked.files);
  if (read.kind === 'refused') return [];
  const { stylesheet, assets } = buildTheme(read.theme);
  const browser = await openBrowser();
  try {
    const served = await serveTheme(stylesheet, assets);
    try {
      const light = await checkInBrowser(browser, served.url, 'light');
      const dark = await checkInBrowser(browser, served.url, 'dark');
      for (const folder of pictures)
        for (const name of await takePreviews(browser, served.url, folder)) console.log(`wrote ${name}`);
      return [...light, ...dark];
    } finally {
      await served.stop();
    }
  } finally {
    await browser.close();
  }
}
