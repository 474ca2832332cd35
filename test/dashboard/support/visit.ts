import type { Browser, BrowserContext, Page } from 'playwright-core';
import { baseUrl } from '../../e2e/support/target.ts';
import { type Language, words } from './words.ts';

export interface Person {
  readonly sub: string;
  readonly accounts?: readonly string[];
  readonly groups?: readonly string[];
}

export interface Manner {
  readonly person: Person;
  readonly language?: Language;
  readonly scheme?: 'light' | 'dark';
  readonly width?: number;
  readonly moves?: boolean;
  /** Of another desk. */
  readonly at?: string;
  /** Answers that are part of what is tried: a browser reports each as an error. */
  readonly expects?: readonly number[];
}

/** Somebody who looks at the dashboard, in a browser profile of their own. */
export interface Visit {
  readonly page: Page;
  readonly say: (typeof words)[Language];
  /** What went wrong unseen: errors on the console, requests that failed, breaches of the policy. */
  readonly troubles: string[];
  /** Opens a page, and waits until its figures are there. */
  open(path: string): Promise<void>;
  settled(): Promise<void>;
  close(): Promise<void>;
}

export const HEIGHT = 900;
/** Milliseconds that anything on a page may take, unless a test says otherwise. */
const PATIENCE = 15_000;

export async function visit(browser: Browser, manner: Manner): Promise<Visit> {
  const {
    language = 'en',
    scheme = 'light',
    width = 1_280,
    moves = false,
    at = baseUrl,
    expects = [],
  } = manner;
  const context = await browser.newContext({
    viewport: { width, height: HEIGHT },
    locale: language === 'zh' ? 'zh-CN' : 'en-GB',
    colorScheme: scheme,
    reducedMotion: moves ? 'no-preference' : 'reduce',
    baseURL: at,
  });
  context.setDefaultTimeout(PATIENCE);
  await asPerson(context, manner.person);
  const page = await context.newPage();
  const settled = () => settle(page);
  return {
    page,
    say: words[language],
    troubles: troublesOf(page, expects),
    open: async (path) => {
      await page.goto(path);
      await settled();
    },
    settled,
    close: () => context.close(),
  };
}

/** The desk lets one be whom its list names: here it names whom the test is about. */
const asPerson = (context: BrowserContext, { sub, accounts = [], groups = [] }: Person) =>
  context.route('**/config.json', async (route) => {
    const config = await (await route.fetch()).json();
    const signIn = { ...config.signIn, people: [{ sub, accounts, groups }] };
    await route.fulfill({ json: { ...config, signIn } });
  });

function troublesOf(page: Page, expects: readonly number[]): string[] {
  const troubles: string[] = [];
  page.on('console', (message) => {
    const isExpected = expects.some((status) => message.text().includes(`status of ${status}`));
    if (message.type() === 'error' && !isExpected) troubles.push(message.text());
  });
  page.on('pageerror', (error) => troubles.push(error.message));
  page.on('requestfailed', (request) => {
    // What was under way when somebody went elsewhere.
    const { errorText = '' } = request.failure() ?? {};
    if (errorText !== 'net::ERR_ABORTED') troubles.push(`${request.url()}: ${errorText}`);
  });
  page.on('response', (response) => {
    const status = response.status();
    if (status >= 400 && !expects.includes(status)) troubles.push(`${response.url()}: ${status}`);
  });
  return troubles;
}

/** Until the title stands and nothing says that it is still loading. */
async function settle(page: Page): Promise<void> {
  await page.locator('main h1').first().waitFor();
  await page.locator('.waiting, .chart__wait').first().waitFor({ state: 'detached' });
  await page.evaluate('new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))');
}
