import { journeys } from './support/journey.ts';
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

async function upload({ page, say }: Visit, bytes: number): Promise<void> {
  await page.locator('input[type=file]').setInputFiles({
    name: 'notes.txt',
    mimeType: 'text/plain',
    buffer: Buffer.alloc(bytes, 1),
  });
  await page.getByText(say.uploads.states.stored, { exact: true }).waitFor();
}

journey(
  'two people of one account at once: each sees within 3 s what the other buys and uploads',
  async (walk) => {
    const { account, at, say } = walk;
    const { storage } = say.meters;
    // The one who buys has the overview open beside it; the other one uploads.
    const overview = await walk.beside({ person: { sub: account } });
    const other = await walk.beside({ person: { sub: 'user_colleague', accounts: [account] } });
    await walk.open(at('/packs'));
    await overview.open(at(''));
    await other.open(at('/uploads'));
    const limit = Number(await standOf(other, storage, 'aria-valuemax'));
    const hasMore = (stand: string | null) => Number(stand) > limit;
    await Promise.all([
      buyFirst(walk).then(() => becomes(() => standOf(other, storage, 'aria-valuemax'), hasMore)),
      upload(other, 40_000).then(() =>
        becomes(
          () => standOf(overview, storage, 'aria-valuenow'),
          (stand) => stand === '40000',
        ),
      ),
    ]);
  },
);

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
