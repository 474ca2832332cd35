import type { Browser } from 'playwright-core';
import { openBrowser } from '../../../bin/theme-audit/browser.ts';

/** One browser for the tests of a file. */
export function theBrowser(): () => Browser {
  let browser: Browser | undefined;
  beforeAll(async () => {
    browser = await openBrowser();
  });
  afterAll(() => browser?.close());
  return () => {
    if (browser === undefined) throw new Error('The browser is not open yet.');
    return browser;
  };
}
