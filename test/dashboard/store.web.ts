import type { Page } from 'playwright-core';
import { journeys } from './support/journey.ts';
import { sampleThemes } from './support/sample.ts';
import { anyOf, filled, within } from './support/words.ts';

const journey = journeys();

const backgroundOf = (page: Page): Promise<string> =>
  page.evaluate<string>(
    'getComputedStyle(document.body).backgroundColor + getComputedStyle(document.body).fontFamily',
  );

journey('themes are browsed by price and tag', async (walk) => {
  const { page, say, at } = walk;
  const { free, sold } = await sampleThemes(walk.owner);
  await walk.open(at('/store'));
  await page.getByLabel(say.store.sort, { exact: true }).selectOption({ label: say.store.sorts.price });
  const names = page.locator('.theme-cards').getByRole('heading');
  await names.filter({ hasText: free.name }).waitFor();
  expect((await names.allTextContents())[0]).toContain(free.name);
  await page.getByLabel(say.store.tag, { exact: true }).selectOption({ label: 'print' });
  await names.filter({ hasText: free.name }).waitFor({ state: 'detached' });
  await names.filter({ hasText: sold.name }).waitFor();
});

journey('a theme is tried on these very pages, and taken off again', async (walk) => {
  const { page, say, at } = walk;
  const { free } = await sampleThemes(walk.owner);
  await walk.open(at(`/store/${free.themeId}`));
  await page.getByRole('button', { name: within(say.store.tryOn) }).click();
  await page
    .getByRole('status')
    .getByText(filled(say.store.bar.trying, { name: free.name }))
    .waitFor();
  expect(await page.evaluate('document.adoptedStyleSheets.length')).toBe(1);
  await page.keyboard.press('Escape');
  await page.getByText(filled(say.store.bar.trying, { name: free.name })).waitFor({ state: 'detached' });
  expect(await page.evaluate('document.adoptedStyleSheets.length')).toBe(0);
});

journey('a theme is bought, worn on this device also after a reload, and rated', async (walk) => {
  const { page, say, at } = walk;
  const { sold } = await sampleThemes(walk.owner);
  await walk.open(at(`/store/${sold.themeId}`));
  const plain = await backgroundOf(page);
  await page.getByRole('button', { name: say.store.buy, exact: true }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByText(say.store.plan.total).waitFor();
  await dialog.getByRole('button', { name: anyOf(say.paying.pay) }).click();
  await dialog.getByText(anyOf(say.paying.paid)).waitFor();
  await dialog.getByRole('button', { name: say.shell.close }).click();
  await page.getByRole('button', { name: within(say.store.wear) }).click();
  await page.getByRole('button', { name: within(say.store.undress) }).waitFor();
  await page.reload();
  await walk.settled();
  expect(await backgroundOf(page)).not.toBe(plain);
  await page.getByRole('radio').nth(3).check();
  await page.getByRole('button', { name: say.store.rate.do }).click();
  await page.getByRole('button', { name: say.store.rate.change }).waitFor();
  await page.getByRole('button', { name: within(say.store.undress) }).click();
  await page.getByRole('button', { name: within(say.store.wear) }).waitFor();
  expect(await backgroundOf(page)).toBe(plain);
});
