import { use } from '../e2e/support/business.ts';
import { machine } from '../e2e/support/caller.ts';
import { journeys } from './support/journey.ts';
import { filled } from './support/words.ts';

const journey = journeys();
const MB = 1_000_000;

journey('every quota stands on the overview, with what is used and what is left', async (walk) => {
  const { page, say, owner, account, at } = walk;
  await use(await machine(), account, 4_500 * MB);
  await walk.open(at(''));
  const { body } = await owner.call(`GET /v1/accounts/${account}/quotas`);
  expect(await page.getByRole('meter').count()).toBe(body.quotas.length);
  const card = page.getByRole('listitem').filter({
    has: page.getByRole('heading', { name: say.meters.bandwidth }),
  });
  await card.getByText(say.meters.states.warning).waitFor();
  expect(await card.getByRole('meter').getAttribute('aria-valuenow')).toBe(String(4_500 * MB));
});

journey('the chart is shown by meter, by time and beside the time before, and as a table', async (walk) => {
  const { page, say, account, at } = walk;
  await use(await machine(), account, 90, 'transcoding');
  await walk.open(at('/usage'));
  const meter = say.meters.transcoding;
  await page.getByLabel(say.usage.meter, { exact: true }).selectOption({ label: meter });
  await page.getByRole('figure', { name: filled(say.usage.perDay, { meter }) }).waitFor();
  await page.getByLabel(say.usage.range, { exact: true }).selectOption({ label: say.usage.ranges.hours48 });
  await page.getByRole('figure', { name: filled(say.usage.perHour, { meter }) }).waitFor();
  await page.getByRole('checkbox', { name: say.usage.compare }).check();
  await page.locator('.chart__legend').getByText(say.usage.before).waitFor();
  await page.getByText(say.shell.asTable).click();
  const table = page.getByRole('table');
  await table.getByRole('columnheader', { name: say.usage.before }).waitFor();
  expect(await table.getByRole('rowheader').count()).toBe(48);
  await page.getByLabel(say.usage.by, { exact: true }).selectOption({ label: say.usage.bys.total });
  await page.locator('.chart').waitFor();
  expect(page.url()).toContain('by=total');
});

journey('the chart is read out point by point by the arrow keys', async (walk) => {
  const { page, account, at } = walk;
  await use(await machine(), account, 90, 'transcoding');
  await walk.open(at('/usage?meter=transcoding&range=hours48'));
  const cursor = page.getByRole('slider');
  await cursor.focus();
  const reading = page.locator('.chart__reading');
  const latest = await reading.textContent();
  await page.keyboard.press('ArrowLeft');
  expect(await reading.textContent()).not.toBe(latest);
  await page.keyboard.press('ArrowRight');
  expect(await reading.textContent()).toBe(latest);
});
