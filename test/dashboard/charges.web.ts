import { readFile } from 'node:fs/promises';
import { buy } from '../e2e/support/business.ts';
import { journeys } from './support/journey.ts';
import { anyOf, expectToldIn } from './support/words.ts';

const journey = journeys();

journey('charges are shown by their status, saved as CSV, and each has its receipt', async (walk) => {
  const { page, say, language, owner, account, at } = walk;
  await buy(owner, account, 'cap_10');
  await buy(owner, account, 'cap_10', 'sandbox_declined');
  await walk.open(at('/charges'));
  const table = page.getByRole('table');
  expect(await table.getByRole('link').count()).toBe(2);
  await page
    .getByLabel(say.charges.show, { exact: true })
    .selectOption({ label: say.charges.statuses.failed });
  await page.getByRole('status').getByText(anyOf(say.charges.count_one)).waitFor();
  await table.getByText(say.charges.statuses.failed, { exact: true }).waitFor();
  expect(await table.getByText(say.charges.statuses.succeeded, { exact: true }).count()).toBe(0);

  await page.getByLabel(say.charges.show, { exact: true }).selectOption({ label: say.charges.all });
  const saving = page.waitForEvent('download');
  await page.getByRole('button', { name: say.charges.csv.download }).click();
  const file = await saving;
  expect(file.suggestedFilename()).toBe(`charges-${account}.csv`);
  const rows = (await readFile((await file.path()) ?? '', 'utf8')).trim().split('\n');
  expect(rows).toHaveLength(3);

  const paid = table.getByRole('row').filter({ hasText: say.charges.statuses.succeeded });
  await paid.getByRole('link').click();
  await page.getByRole('heading', { name: say.charges.receipt.kinds.receipt }).waitFor();
  await expectToldIn(language, page.locator('.receipt'));
});

journey(
  'a charge that failed says why, and one that is not there says so',
  async ({ page, say, language, owner, account, at, open }) => {
    const { body } = await buy(owner, account, 'cap_10', 'sandbox_declined');
    const { chargeId } = body.charge;
    await open(at(`/charges/${chargeId}`));
    const alert = page.getByRole('alert');
    await alert.getByText(say.charges.progress.failed).waitFor();
    await expectToldIn(language, alert);
    await expectToldIn(language, page.locator('.receipt'));

    await open(at(`/charges/chg_${'0'.repeat(32)}`));
    await alert.getByText(say.shell.failed).waitFor();
    await expectToldIn(language, alert);
  },
  { expects: [404] },
);

journey('a receipt is printed by itself, light, without what belongs to the screen', async (walk) => {
  const { page, say, owner, account, at } = walk;
  const { body } = await buy(owner, account, 'cap_10');
  await walk.open(at(`/charges/${body.charge.chargeId}`));
  await page.emulateMedia({ media: 'print' });
  for (const name of ['header.rd-header', 'nav.ways', '.rd-breadcrumb'])
    expect({ name, printed: await page.locator(name).isVisible() }).toEqual({ name, printed: false });
  expect(await page.getByRole('button', { name: say.charges.print }).isVisible()).toBe(false);
  expect(await page.locator('.receipt').isVisible()).toBe(true);
  expect(await page.getByText(body.charge.chargeId).isVisible()).toBe(true);
});
