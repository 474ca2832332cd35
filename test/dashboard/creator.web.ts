import { join } from 'node:path';
import { packFolder } from '../../local/sample/pack-theme.ts';
import { as, someone } from '../e2e/support/caller.ts';
import { buyTheme } from '../e2e/support/themes.ts';
import { packageOf } from '../support/theme-package.ts';
import { journeys, type Walk } from './support/journey.ts';
import { platform } from './support/sample.ts';
import { anyOf, expectToldIn, filled, within } from './support/words.ts';

const journey = journeys();
const RISO = join(import.meta.dirname, '../../web/themes/riso');
const NAME = 'Lighthouse';

const zip = (content: Uint8Array) => ({
  name: 'theme.zip',
  mimeType: 'application/zip',
  buffer: Buffer.from(content),
});

/** Hands a theme in, and stands on its page then. */
async function handIn({ page, say, ...walk }: Walk, content: Uint8Array): Promise<void> {
  await walk.open(walk.at('/creator'));
  await page.getByRole('button', { name: say.creator.submit.title }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel(say.creator.form.name, { exact: true }).fill(NAME);
  await dialog.getByLabel(say.creator.form.description).fill('White and red.');
  await dialog.getByRole('radio', { name: say.creator.form.modes.fixed }).check();
  await dialog.getByLabel(say.creator.form.amount).fill('19.00');
  await dialog.getByLabel(say.creator.form.package).setInputFiles(zip(content));
  await dialog.getByRole('button', { name: say.creator.submit.do }).click();
  await page.getByRole('heading', { name: NAME, level: 1 }).waitFor();
}

journey('a package that breaks the rules is refused, and the checks it failed are named', async (walk) => {
  const { page, say } = walk;
  const broken = await packageOf({ moreCss: '.rd-card { color: red !important; }' });
  await handIn(walk, broken);
  await page.getByText(say.creator.said.failed).waitFor({ timeout: 20_000 });
  const failed = page.locator('.check--failed').filter({ hasText: say.creator.checks.titles['css-values'] });
  await failed.waitFor();
  await expectToldIn(walk.language, failed.locator('dd').nth(1));
});

journey(
  'a theme of which something is not as it should be is refused by its field',
  async (walk) => {
    const { page, say, language } = walk;
    await walk.open(walk.at('/creator'));
    await page.getByRole('button', { name: say.creator.submit.title }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel(say.creator.form.name, { exact: true }).fill(NAME);
    await dialog.getByLabel(say.creator.form.description).fill('White and red.');
    await dialog.getByLabel(say.creator.form.tags).fill('sea!');
    await dialog.getByLabel(say.creator.form.package).setInputFiles(zip(new Uint8Array(10)));
    await dialog.getByRole('button', { name: say.creator.submit.do }).click();
    const alert = dialog.getByRole('alert').filter({ hasText: say.faults.fields.tags });
    await alert.waitFor();
    await expectToldIn(language, alert);
  },
  { expects: [400] },
);

journey(
  'a good theme is checked, approved, on sale, bought, and its share is shown',
  async (walk) => {
    const { page, say, at, beside } = walk;
    await handIn(walk, await packFolder(RISO));
    await page.getByText(say.creator.said.awaitingReview).waitFor({ timeout: 30_000 });
    const themeId = new URL(page.url()).pathname.split('/').at(-1) ?? '';

    const reviewer = await beside({ person: platform });
    await reviewer.open('/admin/themes');
    const name = filled(say.admin.themes.version, { name: NAME, version: '1' });
    const card = reviewer.page.getByRole('article', { name }).first();
    await card.getByText(say.admin.themes.columns.measured).waitFor();
    await card.getByRole('button', { name: say.admin.themes.approve }).click();
    const dialog = reviewer.page.getByRole('dialog');
    await dialog.getByRole('button', { name: say.admin.themes.approve }).click();
    await reviewer.page
      .getByText(filled(say.admin.themes.done.approve, { name: NAME, version: '1' }))
      .waitFor();

    await page
      .getByText(anyOf(say.creator.soldNow))
      .or(page.getByText(within(say.creator.soldNow)))
      .first()
      .waitFor();
    const buyer = someone();
    const sale = await buyTheme({ account: buyer, owner: await as({ sub: buyer }) }, themeId);
    expect(sale.status).toBe(201);
    await walk.open(at('/creator/earnings'));
    await page.getByRole('table').getByText(say.earnings.states.provisional).first().waitFor();
  },
  { expects: [404] },
);
