import { journeys, type Walk } from './support/journey.ts';
import type { Visit } from './support/visit.ts';
import { anyOf, within } from './support/words.ts';

const journey = journeys();
/** Until what one does is seen by another, in milliseconds. */
const SOON = { timeout: 3_000 };

/** What a meter's bar stands at, and how far it goes. */
const standOf = ({ page }: Visit, title: string, attribute: 'aria-valuenow' | 'aria-valuemax') =>
  page.getByRole('meter', { name: title }).getAttribute(attribute);

async function becomes(look: () => Promise<string | null>, wanted: (stand: string | null) => boolean) {
  for (const end = Date.now() + SOON.timeout; ; ) {
    const stand = await look();
    if (wanted(stand)) return;
    if (Date.now() > end) throw new Error(`Still ${stand} after ${SOON.timeout} ms.`);
  }
}

async function buyFirst({ page, say }: Visit): Promise<void> {
  await page.getByRole('button', { name: say.packs.buy }).first().click();
  await page
    .getByRole('dialog')
    .getByRole('button', { name: anyOf(say.paying.pay) })
    .click();
  await page.getByRole('dialog').getByText(anyOf(say.paying.paid)).waitFor();
}

journey('two people of one account see within 3 s what the other buys and uploads', async (walk: Walk) => {
  const { account, at, say } = walk;
  const other = await walk.beside({ person: { sub: 'user_colleague', accounts: [account] } });
  await walk.open(at('/packs'));
  await other.open(at(''));
  const limit = await standOf(other, say.meters.storage, 'aria-valuemax');
  await buyFirst(walk);
  await becomes(
    () => standOf(other, say.meters.storage, 'aria-valuemax'),
    (stand) => Number(stand) > Number(limit),
  );

  await walk.open(at(''));
  await other.open(at('/uploads'));
  await other.page.locator('input[type=file]').setInputFiles({
    name: 'notes.txt',
    mimeType: 'text/plain',
    buffer: Buffer.alloc(40_000, 1),
  });
  await other.page.getByText(say.uploads.states.stored, { exact: true }).waitFor();
  await becomes(
    () => standOf(walk, say.meters.storage, 'aria-valuenow'),
    (stand) => Number(stand) === 40_000,
  );
});

journey(
  'while the service cannot be reached the page says how old its figures are, then goes on',
  async (walk) => {
    const { page, say, at, troubles } = walk;
    await walk.open(at(''));
    await page.route('**/v1/**', (route) => route.abort('connectionrefused'));
    await page.getByRole('status').getByText(within(say.shell.stale)).waitFor({ timeout: 10_000 });
    expect(await page.getByRole('meter').count()).toBeGreaterThan(0);
    await page.unroute('**/v1/**');
    await page.getByText(within(say.shell.stale)).waitFor({ state: 'detached', timeout: 35_000 });
    const others = troubles.splice(0).filter((trouble) => !/ERR_CONNECTION_REFUSED/.test(trouble));
    expect(others).toEqual([]);
  },
);
