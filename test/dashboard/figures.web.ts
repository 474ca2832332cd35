import { appendFileSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import {
  type Figure,
  isBeyond,
  layoutShift,
  linesOf,
  measureLoad,
  slowestAnswer,
} from '../../bin/dashboard/figures.ts';
import { as } from '../e2e/support/caller.ts';
import { baseUrl } from '../e2e/support/target.ts';
import { openDesk, type TestDesk } from '../support/desk.ts';
import { theBrowser } from './support/browser.ts';
import { addressOf, routes } from './support/routes.ts';
import { looker, ownThings, platform, sampleThemes, thingsToSee } from './support/sample.ts';
import { useForLong } from './support/use-for-long.ts';
import { visit } from './support/visit.ts';

const LOCAL = join(import.meta.dirname, '../../.local');
const browser = theBrowser();

/** Says the figures where the command shows them, then holds them to what they may be. */
function hold(figures: readonly Figure[]): void {
  mkdirSync(LOCAL, { recursive: true });
  appendFileSync(join(LOCAL, 'dashboard.txt'), `${linesOf(figures)}\n`);
  expect(figures.filter(isBeyond)).toEqual([]);
}

it('the first page is light, and there within a second', async () => {
  // The desk checks its sample themes until then, for seconds.
  await sampleThemes(await as(looker));
  hold(await measureLoad(browser(), baseUrl));
});

it('nothing moves on any page while it loads', async () => {
  const things = await thingsToSee(await as(looker));
  const shifts: Figure[] = [];
  for (const width of [360, 1_280])
    for (const route of routes) {
      const person = route.template.startsWith('/admin') ? platform : looker;
      const shown = await visit(browser(), { person, width });
      await shown.open(addressOf(route, ownThings(route, things)));
      await shown.page.waitForTimeout(500);
      const value = await layoutShift(shown.page);
      shifts.push({ name: `layout shift of ${route.name} at ${width} px`, value, unit: '', atMost: 0.01 });
      await shown.close();
    }
  const most = Math.max(...shifts.map(({ value }) => value));
  hold([
    ...shifts.filter(({ value, atMost }) => value > atMost),
    { name: 'layout shift, at most of all pages', value: most, unit: '', atMost: 0.01 },
  ]);
}, 300_000);

describe('with an account that was used for a year', () => {
  const account = 'user_busy';
  let desk: TestDesk;
  beforeAll(async () => {
    desk = await openDesk();
    await useForLong(desk, account);
  }, 300_000);
  afterAll(() => desk?.stop());

  const seen = async (path: string) => {
    const shown = await visit(browser(), { person: { sub: account }, at: desk.url });
    await shown.open(`/accounts/${account}${path}`);
    return shown;
  };

  it('a thousand charges answer at once', async () => {
    const shown = await seen('/charges');
    const { page, say } = shown;
    const rows = page.locator('tbody tr');
    for (let count = 200; count <= 1_000; count += 100) {
      await page.getByRole('button', { name: say.shell.more }).click();
      await rows.nth(count - 1).waitFor();
    }
    const value = await slowestAnswer(page, async () => {
      await page.getByLabel(say.charges.show, { exact: true }).focus();
      await page.keyboard.press('ArrowDown');
      await page.getByText(say.charges.noneSuch).waitFor();
      await page.keyboard.press('Home');
      await rows.nth(999).waitFor();
      for (let step = 0; step < 8; step += 1) await page.keyboard.press('Tab');
      await page.getByRole('button', { name: say.charges.csv.download }).click();
    });
    await shown.close();
    hold([{ name: 'slowest answer, a thousand charges', value, unit: 'ms', atMost: 100 }]);
  }, 180_000);

  it('a chart of every hour of a year answers at once', async () => {
    const to = desk.clock.now();
    const from = new Date(to - 365 * 86_400_000).toISOString();
    const shown = await seen(`/usage?by=hour&meter=bandwidth&from=${from}&to=${new Date(to).toISOString()}`);
    const { page, say } = shown;
    await page.locator('.chart__plot canvas').waitFor();
    expect(Number(await page.getByRole('slider').getAttribute('max'))).toBe(365 * 24);
    const value = await slowestAnswer(page, async () => {
      await page.getByRole('slider').focus();
      for (let step = 0; step < 20; step += 1) await page.keyboard.press('ArrowLeft');
      await page.locator('.chart__plot').click();
      await page.getByRole('checkbox', { name: say.usage.compare }).click();
      await page.getByLabel(say.usage.by, { exact: true }).focus();
      for (const key of ['ArrowDown', 'ArrowUp']) {
        await page.keyboard.press(key);
        await page.locator('.chart__plot canvas').waitFor();
      }
    });
    await shown.close();
    hold([{ name: 'slowest answer, the chart of a year of hours', value, unit: 'ms', atMost: 100 }]);
  }, 180_000);
});
