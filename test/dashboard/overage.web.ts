import { quotaOf } from '../e2e/support/business.ts';
import { eventually } from '../e2e/support/time.ts';
import { journeys, type Walk } from './support/journey.ts';
import { hasFocus, tabTo } from './support/keyboard.ts';
import { anyOf, filled, within } from './support/words.ts';

const journey = journeys();

const beginOf = ({ page, say }: Walk) => {
  const name = filled(say.overage.beginOf, { meter: say.meters.bandwidth });
  return page.getByRole('button', { name, exact: true });
};

journey('overage is quoted, confirmed and withdrawn by keyboard alone, its cap in sight', async (walk) => {
  const { page, say, owner, account, at } = walk;
  const { dialog: words, withdrawal } = say.overage;
  await walk.open(at('/overage'));
  await tabTo(page, beginOf(walk));
  await page.keyboard.press('Enter');
  const dialog = page.getByRole('dialog');
  await tabTo(page, dialog.getByRole('textbox', { name: words.amount }));
  await page.keyboard.type('2');
  await tabTo(page, dialog.getByRole('button', { name: words.quote }));
  await page.keyboard.press('Enter');
  const confirm = dialog.getByRole('button', { name: anyOf(words.confirm) });
  await dialog.getByText(words.capAfter).waitFor();
  const cap = within(words.confirm).exec((await confirm.textContent()) ?? '');
  expect(cap).not.toBeNull();
  await tabTo(page, confirm);
  await page.keyboard.press('Enter');
  await page.getByRole('status').getByText(within(say.overage.done)).waitFor();
  await dialog.waitFor({ state: 'hidden' });
  expect(await quotaOf(owner, account, 'bandwidth')).toMatchObject({ overage: { confirmed: true } });

  const meter = say.meters.bandwidth;
  const withdraw = page.getByRole('button', { name: filled(say.overage.withdrawOf, { meter }), exact: true });
  await tabTo(page, withdraw);
  await page.keyboard.press('Enter');
  await tabTo(page, dialog.getByRole('button', { name: withdrawal.do }));
  await page.keyboard.press('Enter');
  await page.getByRole('status').getByText(filled(say.overage.withdrawn, { meter })).waitFor();
  expect(await quotaOf(owner, account, 'bandwidth')).toMatchObject({ overage: { confirmed: false } });
});

journey('a dialog that is left by Escape has done nothing, and gives the focus back', async (walk) => {
  const { page, owner, account, at } = walk;
  await walk.open(at('/overage'));
  await tabTo(page, beginOf(walk));
  await page.keyboard.press('Enter');
  await page.getByRole('dialog').waitFor();
  await page.keyboard.press('Escape');
  await page.getByRole('dialog').waitFor({ state: 'hidden' });
  await eventually(async () => expect(await hasFocus(beginOf(walk))).toBe(true), 2);
  expect(await quotaOf(owner, account, 'bandwidth')).toMatchObject({ overage: { confirmed: false } });
});

journey('a service that cannot be reached is said to be so, and nothing is done', async (walk) => {
  const { page, say, owner, account, at } = walk;
  await walk.open(at('/overage'));
  await page.route('**/overage-quotes*', (route) => route.abort('aborted'));
  await beginOf(walk).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('button', { name: say.overage.dialog.quote }).click();
  await dialog.getByRole('alert').getByText(say.faults.unheard).waitFor();
  expect(await quotaOf(owner, account, 'bandwidth')).toMatchObject({ overage: { confirmed: false } });
});
