import { fileURLToPath } from 'node:url';
import { DAY, HOUR, type Instant, MINUTE, plus } from '../../../../functions/domain/time.ts';
import { packFolder } from '../../../../local/sample/pack-theme.ts';
import { connect, postForm } from '../../../api-client.ts';
import { type Account, ask, each, freshKey, type Harness, shareOf } from '../harness.ts';
import { metering } from '../metering.ts';
import type { Operation } from '../operation.ts';

const PACKAGE = fileURLToPath(new URL('../../../../web/themes/daylight', import.meta.url));
const PRICE = { mode: 'fixed', amount: { amount: 1_900, currency: 'CNY' } };
const SALES = 100;

interface Submitted {
  readonly themeId: string;
  readonly upload: { readonly url: string; readonly fields: Readonly<Record<string, string>> };
}

/** Puts a theme on sale. */
async function published(harness: Harness): Promise<string> {
  const { owner } = await harness.newAccount();
  const order = { name: 'Daylight', description: 'A theme of the costs.', tags: [], price: PRICE };
  const { themeId, upload } = await ask<Submitted>(owner, 201, 'POST /v1/themes', order);
  await postForm(upload, new Uint8Array(await packFolder(PACKAGE)), 'theme.zip');
  await harness.stack.drain();
  const token = await harness.stack.issueToken({ sub: 'user_costs-admin', groups: ['admin'] });
  const review = { decision: 'approve', feedback: 'Seen.' };
  await ask(connect(harness.stack.url, token), 200, `POST /v1/admin/themes/${themeId}/review`, review);
  return themeId;
}

const buy = ({ owner }: Account, themeId: string) =>
  ask(owner, 201, `POST /v1/themes/${themeId}/purchases`, { paymentMethod: 'sandbox_ok' }, freshKey());

const startOfNextDay = (now: Instant): Instant => (Math.ceil(now / DAY) * DAY) as Instant;

/** Operations of the theme store, without the payment provider's fees. */
export const store = {
  themeSale: {
    title: 'buy a theme',
    measure: async (harness) => {
      const themeId = await published(harness);
      return each(
        harness,
        () => harness.newAccount(),
        (buyer) => buy(buyer, themeId),
      );
    },
  },

  sharing: {
    title: `allocate a sale, ${SALES} of a creator in a day`,
    movesClock: true,
    measure: async (harness) => {
      const themeId = await published(harness);
      for (let nth = 0; nth < SALES; nth += 1) await buy(await harness.newAccount(), themeId);
      const midnight = startOfNextDay(harness.stack.clock.now());
      // Time passes while the daily tasks run.
      await harness.stack.moveClock(plus(midnight, 30 * MINUTE));
      return shareOf(await metering(() => harness.stack.moveClock(plus(midnight, HOUR))), SALES);
    },
  },
} satisfies Record<string, Operation>;
