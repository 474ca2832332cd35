import { buy } from '../e2e/support/business.ts';
import { journeys } from './support/journey.ts';
import { expectToldIn, within } from './support/words.ts';

const journey = journeys();

journey(
  'what happens to an account is told as it happens, and is no longer new once it was read',
  async (walk) => {
    const { page, say, owner, account, at } = walk;
    await walk.open(at('/notifications'));
    await page.getByText(say.notifications.none).waitFor();
    await buy(owner, account, 'cap_10');
    const { title } = say.notifications.facts['pack-activated'];
    await page.locator('.note').getByText(within(title)).waitFor({ timeout: 10_000 });
    await page.locator('.note').getByText(say.notifications.new, { exact: true }).first().waitFor();
    await walk.open(at('/notifications'));
    await page.locator('.note').getByText(within(title)).waitFor();
    expect(await page.locator('.note').getByText(say.notifications.new, { exact: true }).count()).toBe(0);
  },
);

journey('a payment that failed is told with its reason', async (walk) => {
  const { page, say, language, owner, account, at } = walk;
  await buy(owner, account, 'cap_10', 'sandbox_declined');
  await walk.open(at('/notifications'));
  const note = page
    .locator('.note')
    .filter({ hasText: within(say.notifications.facts['charge-failed'].title) });
  await note.waitFor({ timeout: 10_000 });
  await expectToldIn(language, note);
});
