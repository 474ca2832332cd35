import { machine } from '../e2e/support/caller.ts';
import { eventually } from '../e2e/support/time.ts';
import { journeys, type Walk } from './support/journey.ts';
import { expectToldIn, filled } from './support/words.ts';

const journey = journeys();

async function take({ page, say }: Walk, job: string): Promise<void> {
  await page.getByRole('textbox', { name: say.slots.allocate.job }).fill(job);
  await page.getByRole('button', { name: say.slots.allocate.take }).click();
}

const rowOf = ({ page, say }: Walk, job: string) =>
  page.getByRole('region', { name: say.slots.table }).getByRole('row').filter({ hasText: job });

journey('a slot is taken, kept for longer and given back', async (walk) => {
  const { page, say, owner, account, at } = walk;
  const held = async () => (await owner.call(`GET /v1/accounts/${account}/job-slots`)).body.slots;
  await walk.open(at('/slots'));
  await take(walk, 'render-1');
  await page
    .getByRole('status')
    .getByText(filled(say.slots.allocate.taken, { job: 'render-1' }))
    .waitFor();
  await rowOf(walk, 'render-1').getByRole('button', { name: say.slots.extend }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel(say.slots.extending.lease).selectOption({ label: say.slots.leases.for86400 });
  await dialog.getByRole('button', { name: say.slots.extending.do }).click();
  await dialog.waitFor({ state: 'hidden' });
  await eventually(async () => {
    const [slot] = await held();
    const hours = (Date.parse(slot.leaseExpiresAt) - Date.parse(slot.allocatedAt)) / 3_600_000;
    expect(hours).toBeGreaterThan(23);
  }, 5);
  await rowOf(walk, 'render-1').getByRole('button', { name: say.slots.release }).click();
  await dialog.getByRole('button', { name: say.slots.releasing.do }).click();
  await page.getByText(filled(say.slots.releasing.done, { job: 'render-1' })).waitFor();
  expect(await held()).toEqual([]);
});

journey(
  'when no slot is free, the page names the packs that make room',
  async (walk) => {
    const { page, say, language, account, at } = walk;
    const others = await machine();
    for (const jobId of ['batch-1', 'batch-2'])
      await others.call(`POST /v1/accounts/${account}/job-slots`, { jobId });
    await walk.open(at('/slots'));
    await take(walk, 'batch-3');
    const alert = page.getByRole('alert');
    await alert.getByText(say.slots.full.title).waitFor();
    await expectToldIn(language, alert);
    await page.getByRole('region', { name: say.slots.full.packs }).getByRole('listitem').first().waitFor();
  },
  { expects: [402] },
);
