import { slowestAnswer } from '../../bin/dashboard/figures.ts';
import { openStack, type TestStack } from '../support/local-stack.ts';
import { theBrowser } from './support/browser.ts';
import { hold } from './support/hold.ts';
import { useForLong } from './support/use-for-long.ts';
import { visit } from './support/visit.ts';

const browser = theBrowser();

describe('with an account that was used for a year', () => {
  const account = 'user_busy';
  let desk: TestStack;
  beforeAll(async () => {
    desk = await openStack();
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
