import { buy, limitOf } from '../e2e/support/business.ts';
import { journeys } from './support/journey.ts';
import { platform } from './support/sample.ts';
import { filled, within } from './support/words.ts';

const journey = journeys();

journey('revenue moves with what is bought, by day and by what it was for', async (walk) => {
  const { say, owner, account, beside } = walk;
  const { page, open } = await beside({ person: platform });
  await open('/admin/revenue');
  const table = page.getByRole('region', { name: say.admin.revenue.byType });
  const before = await table.textContent();
  await buy(owner, account, 'cap_10');
  await expectChange(() => table.textContent(), before);
  await page
    .getByLabel(say.admin.revenue.by, { exact: true })
    .selectOption({ label: say.admin.revenue.bys.month });
  await page
    .getByRole('figure', { name: within(say.admin.revenue.charts.month) })
    .first()
    .waitFor();
});

journey('a pack is put on sale, on terms that are seen first, and retired again', async (walk) => {
  const { say, language, owner, account, beside } = walk;
  const { page, open } = await beside({ person: platform });
  const name = `Sixty ${language} ${account.slice(-6)}`;
  await open('/admin/packs');
  await page.getByRole('button', { name: say.admin.packs.add }).click();
  const dialog = page.getByRole('dialog');
  const { fields, units } = say.admin.packs;
  await dialog.getByLabel(fields.packType).fill(`sixty_${account.slice(-6)}`);
  await dialog.getByLabel(fields.name, { exact: true }).fill(name);
  await dialog.getByLabel(filled(units.gigabyte, { meter: say.meters.storage })).fill('60');
  await dialog.getByLabel(fields.price).fill('99.00');
  await dialog.getByRole('button', { name: say.admin.review }).click();
  await dialog.getByText(say.admin.packs.keeps).waitFor();
  await dialog.getByRole('button', { name: say.admin.packs.sell }).click();
  await page.getByRole('status').getByText(filled(say.admin.packs.done, { name })).waitFor();
  const packs = async () =>
    (await owner.call('GET /v1/packs')).body.items.map((pack: { name: string }) => pack.name);
  expect(await packs()).toContain(name);

  await page.getByRole('button', { name: filled(say.admin.packs.retireOne, { name }), exact: true }).click();
  await dialog.getByRole('button', { name: say.admin.packs.retire, exact: true }).click();
  await page.getByRole('status').getByText(filled(say.admin.packs.retirement.done, { name })).waitFor();
  expect(await packs()).not.toContain(name);
});

journey('money is given back for a reason that the audit log keeps', async (walk) => {
  const { say, owner, account, beside } = walk;
  const { body } = await buy(owner, account, 'cap_10');
  const bought = await limitOf(owner, account, 'storage');
  const { page, open } = await beside({ person: platform });
  await open(`/accounts/${account}/charges/${body.charge.chargeId}`);
  await page.getByRole('button', { name: say.admin.refund.open, exact: true }).click();
  const dialog = page.getByRole('dialog');
  const reason = `Bought twice by ${account}`;
  await dialog.getByLabel(say.admin.reason, { exact: true }).fill(reason);
  await dialog.getByRole('button', { name: say.admin.review }).click();
  await dialog.getByText(say.admin.refund.takesBack).waitFor();
  await dialog.getByRole('button', { name: say.admin.refund.do }).click();
  await dialog.getByRole('status').waitFor();
  await dialog.getByRole('button', { name: say.shell.close }).click();
  await page.getByText(say.charges.statuses.refunded, { exact: true }).first().waitFor();
  expect(await limitOf(owner, account, 'storage')).toBeLessThan(bought);
  await open('/admin/audit');
  await page.getByRole('table').getByText(reason).first().waitFor();
});

journey('work that cannot be done shows on the operations page, with what to do', async (walk) => {
  const { say, beside } = walk;
  const { page, open } = await beside({ person: platform });
  await open('/admin/operations');
  await page.getByRole('region', { name: say.admin.operations.kinds.deadLetters, exact: true }).waitFor();
  await page.request.post('/dev/s3-events', { data: { nothing: 'that can be read' } });
  await page.getByRole('status').getByText(say.admin.operations.dead).waitFor({ timeout: 20_000 });
  await page.getByText('npm run dlq -- redrive').waitFor();
});

async function expectChange(look: () => Promise<string | null>, before: string | null): Promise<void> {
  for (const end = Date.now() + 10_000; Date.now() < end; ) if ((await look()) !== before) return;
  expect(await look()).not.toBe(before);
}
