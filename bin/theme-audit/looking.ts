import axe from 'axe-core';
import type { Browser, Page } from 'playwright-core';
import type { CheckResult } from '../../functions/themes/check.ts';
import type { Scheme } from '../../functions/themes/manifest.ts';

/** Checks a theme in a browser in one color scheme. Returns check results like those of a package. */
export async function checkInBrowser(browser: Browser, url: string, scheme: Scheme): Promise<CheckResult[]> {
  const page = await opened(browser, scheme, desktop);
  try {
    const paints: number[] = [];
    for (let load = 0; load < LOADS; load += 1) paints.push(await firstPaint(page, url));
    const frames = await slowFrames(page);
    const violations = await violationsOf(page);
    return [paintCheck(scheme, paints), frameCheck(scheme, frames), axeCheck(scheme, violations)];
  } finally {
    await page.context().close();
  }
}

/** Takes a picture of the top of the page, as PNG. */
export async function picture(
  browser: Browser,
  url: string,
  scheme: Scheme,
  size: Size,
): Promise<Uint8Array> {
  const page = await opened(browser, scheme, size);
  try {
    await page.goto(url);
    return await page.screenshot();
  } finally {
    await page.context().close();
  }
}

export interface Size {
  readonly width: number;
  readonly height: number;
}

export const desktop: Size = { width: 1_280, height: 800 };
export const phone: Size = { width: 390, height: 844 };

const LOADS = 3;
/** In milliseconds. Lighthouse rates a first contentful paint up to this as fast. */
const FAST_PAINT = 1_800;
/** The longest acceptable frame in milliseconds: the limit of RAIL and the Long Tasks API. */
const LONG = 50;

async function opened(browser: Browser, colorScheme: Scheme, viewport: Size): Promise<Page> {
  const context = await browser.newContext({ colorScheme, viewport, reducedMotion: 'no-preference' });
  return context.newPage();
}

async function firstPaint(page: Page, url: string): Promise<number> {
  await page.goto(url);
  return page.evaluate<number>(`new Promise((seen) => {
    const of = (entries) => entries.find(({ name }) => name === 'first-contentful-paint');
    new PerformanceObserver((list) => of(list.getEntries()) && seen(of(list.getEntries()).startTime))
      .observe({ type: 'paint', buffered: true });
  })`);
}

/** Scrolls through the page and hovers over all controls. Returns the milliseconds for which each frame blocked. */
async function slowFrames(page: Page): Promise<number[]> {
  await page.evaluate(`window.slow = [];
    const supported = PerformanceObserver.supportedEntryTypes.includes('long-animation-frame');
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) window.slow.push(supported ? entry.blockingDuration : entry.duration);
    }).observe({ type: supported ? 'long-animation-frame' : 'longtask' });`);
  const height = await page.evaluate<number>('document.documentElement.scrollHeight');
  for (let top = 0; top < height; top += 200) await page.mouse.wheel(0, 200);
  for (const each of await page.locator('a[href], button:enabled, input:enabled, .rd-card, tr').all()) {
    await each.scrollIntoViewIfNeeded();
    const box = await each.boundingBox();
    if (box) await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
  }
  await page.evaluate('new Promise((done) => requestAnimationFrame(() => setTimeout(done, 200)))');
  const found = await page.evaluate<number[]>('window.slow');
  await page.mouse.move(0, 0);
  await page.evaluate('scrollTo(0, 0)');
  return found;
}

export interface Violation {
  readonly id: string;
  readonly target: string;
}

/** Returns axe's violations of WCAG 2.1 A and AA on a page. */
export async function violationsOf(page: Page): Promise<Violation[]> {
  // Without transitions, because a color in mid-transition is neither of the two.
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await page.evaluate(axe.source);
  return page.evaluate<Violation[]>(`axe.run({ runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa'] }).then(
    ({ violations }) => violations.flatMap(({ id, nodes }) => nodes.map(({ target }) => ({ id, target: target.join(' ') }))))`);
}

const paintCheck = (scheme: Scheme, paints: readonly number[]): CheckResult => {
  const median = [...paints].sort((a, b) => a - b)[Math.floor(paints.length / 2)] ?? Number.POSITIVE_INFINITY;
  return {
    id: 'first-paint',
    title: 'The page is there soon',
    passed: median < FAST_PAINT,
    measured: `${Math.round(median)} ms, the median of ${paints.length} loads`,
    required: `first contentful paint < ${FAST_PAINT} ms`,
    where: scheme,
  };
};

const frameCheck = (scheme: Scheme, frames: readonly number[]): CheckResult => {
  const longest = Math.max(0, ...frames);
  return {
    id: 'smooth-frames',
    title: 'Scrolling and pointing stay smooth',
    passed: longest <= LONG,
    measured: `${Math.round(longest)} ms at most`,
    required: `no frame that blocks for more than ${LONG} ms`,
    where: scheme,
  };
};

const axeCheck = (scheme: Scheme, violations: readonly Violation[]): CheckResult => ({
  id: 'axe',
  title: 'axe finds nothing against WCAG 2.1 A and AA',
  passed: violations.length === 0,
  measured: `${violations.length} violations`,
  required: '0 violations',
  where: [scheme, ...violations.slice(0, 5).map(({ id, target }) => `${id}: ${target}`)].join('; '),
});
