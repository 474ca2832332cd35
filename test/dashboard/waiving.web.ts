import { quotaOf, use } from '../e2e/support/business.ts';
import { as, freshKey, machine, someone } from '../e2e/support/caller.ts';
import { DAY, pass } from '../e2e/support/time.ts';
import { journeys } from './support/journey.ts';
import { platform } from './support/sample.ts';
import { filled, type Language, languages } from './support/words.ts';

const journey = journeys();
const GB = 1_000_000_000;
const debtors: Partial<Record<Language, string>> = {};

/** The month ends with something owed. All files after this one would live in another month: it comes last. */
beforeAll(async () => {
  for (const language of languages) debtors[language] = await somebodyInOverage();
  await pass(34 * DAY);
}, 120_000);

async function somebodyInOverage(): Promise<string> {
  const account = someone();
  const owner = await as({ sub: account });
  const { limit } = await quotaOf(owner, account, 'bandwidth');
  await use(await machine(), account, limit + GB);
  const quote = { meter: 'bandwidth', amount: 2 * GB };
  const { body } = await owner.call(`POST /v1/accounts/${account}/overage-quotes`, quote);
  const order = { quoteId: body.quoteId };
  const { status } = await owner.call(
    `POST /v1/accounts/${account}/overage-confirmations`,
    order,
    freshKey(),
  );
  expect(status).toBe(201);
  return account;
}

journey('a debt is let go for a reason that the audit log keeps', async ({ say, language, beside }) => {
  const { page, open } = await beside({ person: platform });
  const account = debtors[language] ?? '';
  await open('/admin/outstanding');
  const card = page.getByRole('region', { name: account, exact: true });
  await card.getByRole('button', { name: say.admin.waiver.open }).click();
  const dialog = page.getByRole('dialog');
  const reason = `An error of ours, ${account}`;
  await dialog.getByLabel(say.admin.reason, { exact: true }).fill(reason);
  await dialog.getByRole('button', { name: say.admin.review }).click();
  await dialog.getByText(say.admin.waiver.frees).waitFor();
  await dialog.getByRole('button', { name: say.admin.waiver.do, exact: true }).click();
  await dialog.getByRole('status').waitFor();
  await dialog.getByRole('button', { name: say.shell.close }).click();
  await card.waitFor({ state: 'detached' });
  await open(`/admin/audit?account=${account}`);
  await page.getByRole('table').getByText(reason).first().waitFor();
  await page.getByText(filled(say.admin.actions['charge-waived'], {})).first().waitFor();
});
