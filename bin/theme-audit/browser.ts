import { existsSync } from 'node:fs';
import { type Browser, chromium } from 'playwright-core';

/** Returns the path of Chromium: `CHROMIUM`, or Debian's location; null if there is none. */
export function chromiumPath(): string | null {
  const path = process.env.CHROMIUM ?? '/usr/bin/chromium';
  return existsSync(path) ? path : null;
}

export async function openBrowser(): Promise<Browser> {
  const executablePath = chromiumPath();
  if (executablePath === null)
    throw new Error(
      'No Chromium found. Install one (Debian: apt-get install chromium), or set CHROMIUM to its path.',
    );
  // Containers do not allow the sandbox. The browser shows only packages that passed the checks, from loopback.
  return chromium.launch({ executablePath, args: ['--no-sandbox', '--force-color-profile=srgb'] });
}
