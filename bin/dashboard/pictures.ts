import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { openLocalStack } from '../e2e/local-stack.ts';
import { root } from '../e2e/places.ts';
import { openBrowser } from '../theme-audit/browser.ts';

/** `npm run pictures`: takes the README's pictures of a local stack with sample data, into docs/pictures. */
const MINUTES = 5;
const FOLDER = join(root, 'docs/pictures');
const MOST_BYTES = 150_000;
const size = { width: 1_280, height: 960 };

/** The number of days of purchases before the revenue picture. */
const DAYS = 16;
const accounts = ['user_001', 'user_002', 'user_003', 'company_aurora', 'company_northlight'] as const;
const packs = ['cap_10', 'cap_50', 'slots_5', 'cap_10', 'cap_200', 'cap_10', 'slots_5_sub'] as const;

interface Picture {
  readonly name: string;
  readonly person: string;
  readonly path: string;
}

const ofAnAccount: readonly Picture[] = [
  { name: 'overview', person: 'user_001', path: '/accounts/user_001' },
  { name: 'usage', person: 'user_001', path: '/accounts/user_001/usage' },
  { name: 'store', person: 'user_001', path: '/accounts/user_001/store' },
];
const ofThePlatform: readonly Picture[] = [{ name: 'revenue', person: 'user_admin', path: '/admin/revenue' }];

const signal = AbortSignal.timeout(MINUTES * 60_000);
const stack = await openLocalStack(signal, { SEED: 'sample' });
try {
  const { BASE_URL: url = '' } = stack.environment;
  const browser = await openBrowser();
  try {
    await themesOnSale(url);
    await mkdir(FOLDER, { recursive: true });
    await takeAll(browser, url, ofAnAccount);
    await letDaysPass(url);
    await takeAll(browser, url, ofThePlatform);
  } finally {
    await browser.close();
  }
} finally {
  await stack.stop();
}

async function takeAll(browser: Browser, url: string, pictures: readonly Picture[]): Promise<void> {
  for (const scheme of ['light', 'dark'] as const)
    for (const picture of pictures) await take(browser, url, scheme, picture);
}

async function take(
  browser: Browser,
  baseURL: string,
  colorScheme: 'light' | 'dark',
  { name, person, path }: Picture,
): Promise<void> {
  const context = await browser.newContext({ baseURL, colorScheme, viewport: size, locale: 'en-GB' });
  try {
    await context.addInitScript(`sessionStorage.setItem('person', '${person}')`);
    const page = await context.newPage();
    await page.goto(path);
    await untilThere(page);
    const bytes = await page.screenshot();
    if (bytes.length > MOST_BYTES)
      throw new Error(`${name}, ${colorScheme}: ${bytes.length} bytes are too many.`);
    const file = join(FOLDER, `${name}-${colorScheme}.png`);
    await writeFile(file, bytes);
    console.log(`wrote ${file}, ${bytes.length} bytes`);
  } finally {
    await context.close();
  }
}

/** Waits for figures, charts and visible images. */
async function untilThere(page: Page): Promise<void> {
  await page.locator('main h1').first().waitFor();
  await page.locator('.waiting, .chart__wait').first().waitFor({ state: 'detached' });
  await page.waitForFunction(
    '[...document.images].every(({ complete, loading }) => complete || loading === "lazy")',
  );
  await page.waitForTimeout(1_000);
}

/** Waits for the sample themes, which are validated while the local stack already answers. */
async function themesOnSale(url: string): Promise<void> {
  const authorization = await signInAs(url, 'user_001');
  for (;;) {
    const answer = await fetch(`${url}/v1/themes`, { headers: { authorization }, signal });
    if (((await answer.json()) as { items: unknown[] }).items.length >= 2) return;
    await new Promise((later) => setTimeout(later, 250));
  }
}

/** Buys packs day after day, in varying numbers. */
async function letDaysPass(url: string): Promise<void> {
  for (let day = 0; day < DAYS; day += 1) {
    for (let sale = 0; sale <= (day * 5) % 7; sale += 1) await buy(url, day, sale);
    await post(url, '/dev/clock', { advanceSeconds: 86_400 });
  }
}

async function buy(url: string, day: number, sale: number): Promise<void> {
  const account = accounts[(day + sale) % accounts.length] ?? accounts[0];
  const order = { packType: packs[(day * 3 + sale) % packs.length], paymentMethod: 'sandbox_ok' };
  await post(url, `/v1/accounts/${account}/purchases`, order, {
    authorization: await signInAs(url, account),
    'idempotency-key': `picture-${day}-${sale}`,
  });
}

async function signInAs(url: string, sub: string): Promise<string> {
  const answer = await post(url, '/dev/token', { sub: 'user_pictures', accounts: [sub] });
  return `Bearer ${((await answer.json()) as { token: string }).token}`;
}

async function post(
  url: string,
  path: string,
  body: object,
  headers: Readonly<Record<string, string>> = {},
): Promise<Response> {
  const answer = await fetch(url + path, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
    signal,
  });
  if (!answer.ok) throw new Error(`${path} answered ${answer.status}: ${await answer.text()}`);
  return answer;
}
