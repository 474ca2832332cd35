import { gzipSync } from 'node:zlib';
import type { Browser, Page } from 'playwright-core';

/** What was measured, and what it may be at most. */
export interface Figure {
  readonly name: string;
  readonly value: number;
  readonly unit: 'KB' | 'ms' | '';
  readonly atMost: number;
}

/** The figures as lines of a terminal. */
export const linesOf = (figures: readonly Figure[]): string =>
  figures
    .map(({ name, value, unit, atMost }) => {
      const mark = value <= atMost ? '  ok  ' : 'FAILED';
      return `${mark}  ${name}: ${Number(value.toFixed(value < 1 ? 4 : 0))} ${unit} (at most ${atMost})`;
    })
    .join('\n');

const LOADS = 5;

/** How heavy the first page is and how soon it can be used, by somebody who was never here: nothing is cached. */
export async function measureLoad(browser: Browser, url: string): Promise<Figure[]> {
  const loads = [];
  for (let load = 0; load < LOADS; load += 1) loads.push(await loadOnce(browser, url));
  return [
    {
      name: 'script of the first page, gzipped',
      value: Math.max(...loads.map(({ bytes }) => bytes)) / 1_000,
      unit: 'KB',
      atMost: 200,
    },
    {
      name: `first contentful paint, the middle one of ${LOADS}`,
      value: median(loads.map(({ paint }) => paint)),
      unit: 'ms',
      atMost: 1_000,
    },
    {
      name: `until its figures are there and it answers, the middle one of ${LOADS}`,
      value: median(loads.map(({ answers }) => answers)),
      unit: 'ms',
      atMost: 1_000,
    },
  ];
}

const median = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.POSITIVE_INFINITY;

async function loadOnce(browser: Browser, url: string) {
  const context = await browser.newContext();
  try {
    const page = await context.newPage();
    const scripts: Promise<number>[] = [];
    page.on('response', (response) => {
      if (response.request().resourceType() === 'script')
        scripts.push(response.body().then((body) => gzipSync(body).length));
    });
    await page.goto(url);
    await page.getByRole('meter').first().waitFor();
    const { paint, answers } = await page.evaluate<{ paint: number; answers: number }>(whenUsable);
    const sizes = await Promise.all(scripts);
    return { paint, answers, bytes: sizes.reduce((sum, size) => sum + size, 0) };
  } finally {
    await context.close();
  }
}

/** In the page, once its figures stand: when it was first painted, and when it next had time to answer. */
const whenUsable = `new Promise((seen) => requestAnimationFrame(() => setTimeout(() => seen({
  paint: performance.getEntriesByName('first-contentful-paint')[0].startTime,
  answers: performance.now(),
}))))`;

/** How much a page's parts have moved while it loaded, as the Layout Instability API counts. */
export const layoutShift = (page: Page): Promise<number> =>
  page.evaluate<number>(`new Promise((seen) => {
    let sum = 0;
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) if (!entry.hadRecentInput) sum += entry.value;
    }).observe({ type: 'layout-shift', buffered: true });
    setTimeout(() => seen(sum), 50);
  })`);

/** In milliseconds, the slowest answer to what is done on a page: from the key or click to the next paint. */
export async function slowestAnswer(page: Page, use: () => Promise<void>): Promise<number> {
  await page.evaluate(`window.answers = [];
    window.watch = new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) if (entry.interactionId) answers.push(entry.duration);
    });
    watch.observe({ type: 'event', durationThreshold: 16 })`);
  await use();
  await page.waitForTimeout(300);
  return page.evaluate<number>('watch.disconnect(); Math.max(0, ...answers)');
}
