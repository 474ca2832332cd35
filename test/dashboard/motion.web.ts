import { journeys, type Walk } from './support/journey.ts';
import { sampleThemes } from './support/sample.ts';
import { within } from './support/words.ts';

const journey = journeys();

/** In milliseconds, how long anything on the page takes to change its looks, at most. */
const LONGEST = `Math.max(0, ...[...document.querySelectorAll('*')].flatMap((element) => {
  const { transitionDuration, animationDuration } = getComputedStyle(element);
  return [transitionDuration, animationDuration].flatMap((list) => list.split(',').map((each) => parseFloat(each) * 1_000));
}))`;

/** Opens a page and a dialog in a theme that moves things. */
async function lookAround(walk: Walk): Promise<number[]> {
  const { page, say, at, owner } = walk;
  const { free } = await sampleThemes(owner);
  await walk.open(at(`/store/${free.themeId}`));
  await page.getByRole('button', { name: within(say.store.tryOn) }).click();
  await page.locator('.theme-bar').waitFor();
  const durations = [await page.evaluate<number>(LONGEST)];
  await page.getByRole('link', { name: say.shell.nav.overage, exact: true }).click();
  await page.getByText(say.overage.begin, { exact: true }).first().click();
  await page.getByRole('dialog').waitFor();
  return [...durations, await page.evaluate<number>(LONGEST)];
}

journey('nothing moves for those who ask for less motion', async (walk) => {
  expect(await lookAround(walk)).toEqual([0, 0]);
});

journey(
  'for others things may move, a little',
  async (walk) => {
    for (const longest of await lookAround(walk)) {
      expect(longest).toBeGreaterThan(0);
      expect(longest).toBeLessThanOrEqual(400);
    }
  },
  { moves: true },
);
