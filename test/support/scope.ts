import { random } from './random.ts';

/**
 * Whether each matrix runs whole (`npm run test:full`) or as a sample (`npm test`). A sample is drawn by a fresh seed;
 * the names of its tests say it, and TEST_SEED draws the same one again.
 */
export const isFull = process.env.TEST_SCOPE === 'full';

export const seed = Number(process.env.TEST_SEED ?? Math.floor(Math.random() * 2 ** 31));

/** What the name of a test that draws a sample ends with. */
export const drawnBy = isFull ? '' : ` (TEST_SEED=${seed})`;

/** How often a property runs: as often as given in the full scope, else a tenth of it. */
export const runs = (full: number): number => (isFull ? full : Math.ceil(full / 10));

/** All of the items in the full scope, else `most` of them. */
export function sampleOf<T>(items: readonly T[], most: number): readonly T[] {
  if (isFull || items.length <= most) return items;
  const pick = random(seed);
  const left = [...items];
  return Array.from({ length: most }, () => left.splice(pick(left.length), 1)).flat();
}
