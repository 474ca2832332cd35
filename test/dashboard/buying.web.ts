import type { Locator } from 'playwright-core';
import { chargesOf, limitOf } from '../e2e/support/business.ts';
import { eventually } from '../e2e/support/time.ts';
import { journeys, type Walk } from './support/journey.ts';
import { hasFocus, tabTo } from './support/keyboard.ts';
import { anyOf, expectToldIn, within } from './support/words.ts';

const journey = journeys();
const GB = 1_000_000_000;

/** The card of the pack that adds ten gigabytes of storage, by what it says it would change. */
const cardOfTen = ({ page, say }: Walk): Locator =>
  page.locator('.pack-card').filter({ hasText: say.meters.storage }).first();

const buyOf = (walk: Walk) => cardOfTen(walk).getByRole('button', { name: walk.say.packs.buy });
const payOf = ({ page, say }: Walk) =>
  page.getByRole('dialog').getByRole('button', { name: anyOf(say.paying.pay) });

journey('a pack that is paid is there at once, on the page and in the books', async (walk) => {
  const { page, say, owner, account, at } = walk;
  const before = await limitOf(owner, account, 'storage');
  await walk.open(at('/packs'));
  await buyOf(walk).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByText(say.packs.plan.total).waitFor();
  await payOf(walk).click();
  await dialog.getByText(anyOf(say.paying.paid)).waitFor();
  await dialog.getByRole('button', { name: say.shell.close }).click();
  await page.getByRole('table').getByText(say.packs.states.active, { exact: true }).waitFor();
  expect(await limitOf(owner, account, 'storage')).toBe(before + 10 * GB);
});

journey(
  'a card that is declined changes nothing, and says so',
  async (walk) => {
    const { page, say, language, owner, account, at } = walk;
    const before = await limitOf(owner, account, 'storage');
    await walk.open(at('/packs'));
    await buyOf(walk).click();
    await page.getByRole('radio', { name: say.paying.methods.sandbox_declined }).check();
    await payOf(walk).click();
    const alert = page.getByRole('dialog').getByRole('alert');
    await alert.getByText(say.paying.declined).waitFor();
    await expectToldIn(language, alert);
    expect(await limitOf(owner, account, 'storage')).toBe(before);
  },
  { expects: [402] },
);

journey('a payment that is confirmed later shows when it is, without a reload', async (walk) => {
  const { page, say, owner, account, at } = walk;
  await walk.open(at('/packs'));
  await buyOf(walk).click();
  await page.getByRole('radio', { name: say.paying.methods.sandbox_async }).check();
  await payOf(walk).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByText(anyOf(say.paying.pending)).waitFor();
  const [charge] = await chargesOf(owner, account);
  const told = await page.request.post(`/dev/payments/${charge.chargeId}`, {
    data: { outcome: 'succeeded' },
  });
  expect(told.ok()).toBe(true);
  await dialog.getByText(anyOf(say.paying.paid)).waitFor({ timeout: 5_000 });
});

journey('a pack is bought by keyboard alone, with the focus in sight and given back', async (walk) => {
  const { page, say, owner, account, at } = walk;
  await walk.open(at('/packs'));
  await page.locator('.skip').waitFor({ state: 'attached' });
  await tabTo(page, buyOf(walk));
  await page.keyboard.press('Enter');
  const dialog = page.getByRole('dialog');
  await dialog.getByText(say.packs.plan.total).waitFor();
  await tabTo(page, dialog.getByRole('radio').first());
  await page.keyboard.press('ArrowDown');
  expect(await dialog.getByRole('radio', { name: say.paying.methods.sandbox_declined }).isChecked()).toBe(
    true,
  );
  await page.keyboard.press('ArrowUp');
  await tabTo(page, payOf(walk));
  await page.keyboard.press('Space');
  await dialog.getByText(anyOf(say.paying.paid)).waitFor();
  await tabTo(page, dialog.getByRole('button', { name: say.shell.close }));
  await page.keyboard.press('Enter');
  await dialog.waitFor({ state: 'hidden' });
  await eventually(async () => expect(await hasFocus(buyOf(walk))).toBe(true), 2);
  expect(await chargesOf(owner, account)).toHaveLength(1);
});

journey('a pack that ends soon is renewed: the next term begins when this one ends', async (walk) => {
  const { page, say, owner, account, at } = walk;
  await walk.open(at('/packs'));
  const monthly = page.getByRole('region', { name: say.packs.groups.slotsByTheMonth });
  await monthly.getByRole('button', { name: say.packs.buy }).first().click();
  await payOf(walk).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByText(anyOf(say.paying.paid)).waitFor();
  await dialog.getByRole('button', { name: say.shell.close }).click();
  const due = page.getByRole('region', { name: say.packs.due.title });
  await due.getByRole('button', { name: within(say.packs.renew) }).click();
  await dialog.getByText(say.packs.plan.keeps).waitFor();
  await payOf(walk).click();
  await dialog.getByText(anyOf(say.paying.paid)).waitFor();
  const { body } = await owner.call(`GET /v1/accounts/${account}/purchases`);
  const [{ startsAt, endsAt }] = body.items;
  expect((Date.parse(endsAt) - Date.parse(startsAt)) / 86_400_000).toBe(60);
});
