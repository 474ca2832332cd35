import { fileURLToPath } from 'node:url';
import { packFolder } from '../../local/sample/pack-theme.ts';
import { type ApiClient, must, postForm } from '../api-client.ts';
import { money } from './figures.ts';
import { asAdmin, type Charge, DAY, keyed, type Money, refund } from './requests.ts';
import type { Demo, Scenario } from './scenario.ts';

const PACKAGE = fileURLToPath(new URL('../../web/themes/daylight', import.meta.url));
const PRICE = { mode: 'fixed', amount: { amount: 19_900, currency: 'CNY' } } as const;
const HOUR = 3_600_000;
const PART = 1_990;
/** 70 % of the price, less 70 % of the partial refund. */
const SHARE = 13_930 - 1_393;

interface Submission {
  readonly themeId: string;
  readonly upload: { readonly url: string; readonly fields: Readonly<Record<string, string>> };
}

interface StoreTheme {
  readonly installs: number;
  readonly rating: { readonly average: number | null };
}

interface Earnings {
  readonly items: readonly { readonly share: Money }[];
  readonly balance: Readonly<Record<'available' | 'maturing' | 'paying' | 'paid', Money>>;
  readonly payouts: readonly { readonly state: string; readonly amount: Money }[];
}

/** Only validated and approved themes are sold. A refund reclaims the creator's share. */
export const themes: Scenario = {
  title: 'Themes: validation, review, sales, a refund and the payout to the creator',
  run: async (demo) => {
    const account = demo.account('creator', 'company');
    const creator = await demo.as({ sub: 'user_demo-creator', accounts: [account] });
    const themeId = await publish(demo, creator, account);
    await sell(demo, themeId);
    const earnings = async () =>
      must(200, await creator.call<Earnings>(`GET /v1/accounts/${account}/earnings`));
    const share = (await earnings()).items.reduce((sum, item) => sum + item.share.amount, 0);
    demo.check('share of the creator', SHARE, share, money);
    if (!demo.mayMoveClock()) return;
    const payout = { destination: 'sandbox_ok' };
    must(200, await creator.call(`PUT /v1/accounts/${account}/payout-account`, payout));
    await payCreator(demo, earnings);
  },
};

async function publish(demo: Demo, creator: ApiClient, account: string): Promise<string> {
  const wish = { name: `Demo by ${account}`, description: 'A demo.', tags: ['demo'], price: PRICE, account };
  const { themeId, upload } = must(201, await creator.call<Submission>('POST /v1/themes', wish));
  const validate = async (content: string | Uint8Array<ArrayBuffer>) => {
    await postForm(upload, content, 'theme.zip');
    await demo.drain();
    const path = `GET /v1/themes/${themeId}/validation`;
    return must(200, await creator.call<{ state: string }>(path)).state;
  };
  demo.check('validation of a file that is no package', 'failed', await validate('Not a zip file.'));
  demo.check('validation of a package', 'passed', await validate(new Uint8Array(await packFolder(PACKAGE))));
  const [admin, customer] = [await asAdmin(demo), await demo.as({ sub: demo.account('customer') })];
  const look = async () => (await customer.call(`GET /v1/themes/${themeId}`)).status;
  demo.check('status for customers before the review', 404, await look());
  must(200, await admin.call(`POST /v1/admin/themes/${themeId}/review`, { decision: 'approve' }));
  demo.check('status for customers after approval', 200, await look());
  return themeId;
}

/** Two customers buy and rate the theme. One gets a full refund, the other a partial one. */
async function sell(demo: Demo, themeId: string): Promise<void> {
  const first = await openCustomer(demo, 'first-customer', themeId);
  const second = await openCustomer(demo, 'second-customer', themeId);
  const kept = must(201, await first.buy('once')).charge;
  const returned = must(201, await second.buy('once')).charge;
  demo.check('status of a second purchase by the same account', 409, (await first.buy('twice')).status);
  await first.rate(5);
  await second.rate(2);
  const both = await first.look();
  demo.check('installs', 2, both.installs);
  demo.check('average rating', 3.5, both.rating.average ?? 0);

  await refund(demo, returned);
  await refund(demo, kept, PART);
  demo.check('themes of the customer with a full refund', 0, (await second.themes()).length);
  const [held] = await first.themes();
  const { status } = await fetch(held?.stylesheetUrl ?? '');
  demo.check('status of the stylesheet of the other one', 200, status);
  demo.check('average rating of the remaining customer', 5, (await first.look()).rating.average ?? 0);
}

async function openCustomer(demo: Demo, name: string, themeId: string) {
  const account = demo.account(name);
  const client = await demo.as({ sub: account });
  const held = `/v1/accounts/${account}/themes`;
  const order = { paymentMethod: 'sandbox_ok', price: PRICE.amount };
  return {
    buy: (key: string) =>
      client.call<{ charge: Charge }>(`POST /v1/themes/${themeId}/purchases`, order, keyed(key)),
    rate: async (stars: number) => must(200, await client.call(`PUT ${held}/${themeId}/rating`, { stars })),
    look: async () => must(200, await client.call<StoreTheme>(`GET /v1/themes/${themeId}`)),
    themes: async () =>
      must(200, await client.call<{ items: { stylesheetUrl: string }[] }>(`GET ${held}`)).items,
  };
}

/** A day's sales are allocated an hour after it ends, available 14 days later, and paid out on the 1st at 06:00. */
async function payCreator(demo: Demo, earnings: () => Promise<Earnings>): Promise<void> {
  const balance = async (state: keyof Earnings['balance']) => (await earnings()).balance[state].amount;
  const midnight = Math.ceil((await demo.now()) / DAY) * DAY;
  await demo.moveClock(midnight + HOUR - 1_000);
  demo.check('allocated a second too early', 0, await balance('maturing'), money);
  await demo.moveClock(midnight + HOUR);
  demo.check('allocated an hour after midnight', SHARE, await balance('maturing'), money);

  const availableAt = midnight + 14 * DAY;
  await demo.moveClock(availableAt - 1_000);
  demo.check('available a second too early', 0, await balance('available'), money);
  await demo.moveClock(availableAt);
  demo.check('available after 14 days', SHARE, await balance('available'), money);

  const date = new Date(availableAt);
  const months = date.getUTCMonth() + (date.getUTCDate() === 1 ? 0 : 1);
  await demo.moveClock(Date.UTC(date.getUTCFullYear(), months, 1) + 6 * HOUR);
  const [payout] = (await earnings()).payouts;
  demo.check('state of the payout', 'paid', payout?.state ?? 'none');
  demo.check('amount of the payout', SHARE, payout?.amount.amount ?? 0, money);
}
