import type { Page } from 'playwright-core';
import { quotaOf } from '../e2e/support/business.ts';
import { freshKey } from '../e2e/support/caller.ts';
import { eventually } from '../e2e/support/time.ts';
import { journeys } from './support/journey.ts';
import { filled } from './support/words.ts';

const journey = journeys();
const MB = 1_000_000;

/** Lets a file of that many bytes fall on the page, as from a file manager. */
async function drop(page: Page, name: string, bytes: number): Promise<void> {
  const transfer = await page.evaluateHandle(`(() => {
    const transfer = new DataTransfer();
    transfer.items.add(new File([new Uint8Array(${bytes}).fill(1)], ${JSON.stringify(name)}, { type: 'video/mp4' }));
    return transfer;
  })()`);
  await page.locator('.drop-zone').dispatchEvent('drop', { dataTransfer: transfer });
}

journey('a file that is dropped goes up under one’s eyes and is counted', async ({ page, say, ...walk }) => {
  const { owner, account, at } = walk;
  await walk.open(at('/uploads'));
  await page.evaluate(`window.seen = new Set();
    new MutationObserver(() => {
      for (const bar of document.querySelectorAll('[role=progressbar]')) seen.add(Number(bar.ariaValueNow));
    }).observe(document.body, { subtree: true, childList: true, attributes: true })`);
  await drop(page, 'film.mp4', 12 * MB);
  await page.getByText(filled(say.uploads.done, { name: 'film.mp4' })).waitFor();
  const seen = await page.evaluate<number[]>('[...seen]');
  expect(seen).toEqual(expect.arrayContaining([0, 100]));
  await page.getByText(say.uploads.states.stored, { exact: true }).waitFor();
  await eventually(async () => {
    expect(await quotaOf(owner, account, 'storage')).toMatchObject({ used: 12 * MB, reserved: 0 });
  }, 5);
});

journey('a stored file is deleted, and an upload that was not sent is cancelled', async (walk) => {
  const { page, say, owner, account, at } = walk;
  const wish = { fileName: 'unsent.mp4', contentType: 'video/mp4', bytes: 7 * MB };
  expect(await owner.call(`POST /v1/accounts/${account}/uploads`, wish, freshKey())).toMatchObject({
    status: 201,
  });
  await walk.open(at('/uploads'));
  await drop(page, 'film.mp4', 2 * MB);
  await page.getByText(filled(say.uploads.done, { name: 'film.mp4' })).waitFor();
  const { remove, confirm } = say.uploads.files;
  for (const [name, kind] of [
    ['film.mp4', 'stored'],
    ['unsent.mp4', 'reserved'],
  ] as const) {
    await page.getByRole('row').filter({ hasText: name }).getByRole('button', { name: remove[kind] }).click();
    await page.getByRole('dialog').getByRole('button', { name: confirm[kind].do }).click();
    await page.getByRole('row').filter({ hasText: name }).waitFor({ state: 'hidden' });
  }
  await eventually(async () => {
    expect(await quotaOf(owner, account, 'storage')).toMatchObject({ used: 0, reserved: 0 });
  }, 5);
});

journey(
  'a file that does not fit is not sent: the page names packs and what going beyond costs',
  async ({ page, say, ...walk }) => {
    const { owner, account, at } = walk;
    const { limit } = await quotaOf(owner, account, 'storage');
    // All but a megabyte is spoken for.
    const spoken = { fileName: 'rest.mp4', contentType: 'video/mp4', bytes: limit - MB };
    expect(await owner.call(`POST /v1/accounts/${account}/uploads`, spoken, freshKey())).toMatchObject({
      status: 201,
    });
    await walk.open(at('/uploads'));
    await drop(page, 'film.mp4', 2 * MB);
    await page.getByText(say.uploads.states.blocked, { exact: true }).waitFor();
    await page.getByText(say.uploads.block.packs).waitFor();
    await page.getByRole('link', { name: say.uploads.block.confirm }).waitFor();
    await page.getByRole('link', { name: say.uploads.block.buy }).click();
    await page.getByRole('heading', { name: say.packs.title, level: 1 }).waitFor();
  },
  { expects: [402] },
);
