import { gzipSync } from 'node:zlib';
import type { Browser, Page } from 'playwright-core';

/** A measured figure and its limit. */
export interface Figure {
  readonly name: string;
  readonly value: number;
  readonly unit: 'KB' | 'ms' | '';
  readonly atMost: number;
}

/**
 * Tolerance for times on shared machines. Only a figure above twice its limit is a failure; smaller excesses are
 * printed. The weight has no tolerance.
 */
const SLACK = 2;

export const isOverBound = ({ value, unit, atMost }: Figure): boolean =>
  value > (unit === 'KB' ? atMost : SLACK * atMost);

/** Formats the figures as lines for a terminal. */
export const linesOf = (figures: readonly Figure[]): string =>
  figures
    .map((figure) => {
      const { name, value, unit, atMost } = figure;
      const mark = value <= atMost ? '  ok  ' : isOverBound(figure) ? 'FAILED' : ' over ';
      return `${mark}  ${name}: ${Number(value.toFixed(value < 1 ? 4 : 0))} ${unit} (at most ${atMost})`;
    })
    .join('\n');

/**
 * Measures the weight of the first page and the time until it is usable, with an empty cache. Takes the best of several
 * rounds, to exclude other load on the machine.
 */
export async function measureLoad(browser: Browser, url: string): Promise<Figure[]> {
  let best: Load | undefined;
  for (let round = 0; round < ROUNDS; round += 1) {
    const load = await middleLoad(browser, url);
    if (best === undefined || load.answers < best.answers) best = load;
    if (best.answers <= READY) break;
  }
  const { bytes, paint, answers } = best ?? never;
  const middle = `the middle one of ${LOADS}`;
  return [
    { name: 'script of the first page, gzipped', value: bytes / 1_000, unit: 'KB', atMost: 200 },
    { name: `first contentful paint, ${middle}`, value: paint, unit: 'ms', atMost: READY },
    {
      name: `until its figures are there and it answers, ${middle}`,
      value: answers,
      unit: 'ms',
      atMost: READY,
    },
  ];
}

interface Load {
  readonly bytes: number;
  /** Milliseconds since the navigation. */
  readonly paint: number;
  readonly answers: number;
}

const ROUNDS = 3;
const LOADS = 5;
const READY = 1_000;
const never: Load = { bytes: 0, paint: Number.POSITIVE_INFINITY, answers: Number.POSITIVE_INFINITY };

async function middleLoad(browser: Browser, url: string): Promise<Load> {
  const loads: Load[] = [];
  for (let load = 0; load < LOADS; load += 1) loads.push(await loadOnce(browser, url));
  return {
    bytes: Math.max(...loads.map(({ bytes }) => bytes)),
    paint: median(loads.map(({ paint }) => paint)),
    answers: median(loads.map(({ answers }) => answers)),
  };
}

const median = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.POSITIVE_INFINITY;

async function loadOnce(browser: Browser, url: string): Promise<Load> {
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

/** Runs in the page once its figures are shown: returns the first paint, and when the page next had time to respond. */
const whenUsable = `new Promise((seen) => requestAnimationFrame(() => setTimeout(() => seen({
  paint: performance.getEntriesByName('first-contentful-paint')[0].startTime,
  answers: performance.now(),
}))))`;

/** Returns the page's cumulative layout shift (Layout Instability API). */
export const layoutShift = (page: Page): Promise<number> =>
  page.evaluate<number>(`new Promise((seen) => {
    let sum = 0;
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) if (!entry.hadRecentInput) sum += entry.value;
    }).observe({ type: 'layout-shift', buffered: true });
    setTimeout(() => seen(sum), 50);
  })`);

/**
 * Returns the slowest response to interactions in milliseconds, from the key press or click to the next paint (Event
 * Timing API). Takes the best of several rounds, to exclude other load on the machine.
 */
export async function slowestAnswer(page: Page, use: () => Promise<void>): Promise<number> {
  const rounds: number[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    await page.evaluate(`window.answers = [];
      window.watch = new PerformanceObserver((list) => {
        for (const entry of list.getEntries()) if (entry.interactionId) answers.push(entry.duration);
      });
      watch.observe({ type: 'event', durationThreshold: 16 })`);
    await use();
    await page.waitForTimeout(300);
    rounds.push(await page.evaluate<number>('watch.disconnect(); Math.max(0, ...answers)'));
  }
  return Math.min(...rounds);
}
