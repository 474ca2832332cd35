import { fileURLToPath } from 'node:url';
import { DAY, HOUR, type Instant, MINUTE, plus } from '../../../functions/domain/time.ts';
import { packFolder } from '../../../local/sample/pack-theme.ts';
import { connect } from '../../demo/client.ts';
import { metering } from '../metering.ts';
import type { Operation } from '../operation.ts';
import { type Account, ask, each, freshKey, shareOf, type Till } from '../till.ts';

const PACKAGE = fileURLToPath(new URL('../../../web/themes/daylight', import.meta.url));
const PRICE = { mode: 'fixed', amount: { amount: 1_900, currency: 'CNY' } };
const SALES = 100;

interface Submitted {
  readonly themeId: string;
  readonly upload: { readonly url: string; readonly fields: Readonly<Record<string, string>> };
}

/** A theme that is on sale. */
async function published(till: Till): Promise<string> {
  const { owner } = await till.newcomer();
  const order = { name: 'Daylight', description: 'As the desk shows it.', tags: [], price: PRICE };
  const { themeId, upload } = await ask<Submitted>(owner, 201, 'POST /v1/themes', order);
  const data = new FormData();
  for (const [name, value] of Object.entries(upload.fields)) data.append(name, value);
  data.append('file', new Blob([new Uint8Array(await packFolder(PACKAGE))]), 'theme.zip');
  const sent = await fetch(upload.url, { method: 'POST', body: data });
  if (!sent.ok) throw new Error(`The upload was answered ${sent.status}: ${await sent.text()}`);
  await till.desk.drain();
  const token = await till.desk.issueToken({ sub: 'user_costs-admin', groups: ['admin'] });
  const review = { decision: 'approve', feedback: 'Seen.' };
  await ask(connect(till.desk.url, token), 200, `POST /v1/admin/themes/${themeId}/review`, review);
  return themeId;
}

const buy = ({ owner }: Account, themeId: string) =>
  ask(owner, 201, `POST /v1/themes/${themeId}/purchases`, { paymentMethod: 'sandbox_ok' }, freshKey());

const startOfNextDay = (now: Instant): Instant => (Math.ceil(now / DAY) * DAY) as Instant;

/** The theme store; the payment provider's own fees apart. */
export const store = {
  themeSale: {
    title: 'buy a theme',
    measure: async (till) => {
      const themeId = await published(till);
      return each(
        till,
        () => till.newcomer(),
        (buyer) => buy(buyer, themeId),
      );
    },
  },

  sharing: {
    title: `share a sale out, ${SALES} of a creator in a day`,
    movesClock: true,
    measure: async (till) => {
      const themeId = await published(till);
      for (let nth = 0; nth < SALES; nth += 1) await buy(await till.newcomer(), themeId);
      const midnight = startOfNextDay(till.desk.clock.now());
      // Time goes on while the day's own work is done.
      await till.desk.moveClock(plus(midnight, 30 * MINUTE));
      return shareOf(await metering(() => till.desk.moveClock(plus(midnight, HOUR))), SALES);
    },
  },
} satisfies Record<string, Operation>;
