import { must } from '../api-client.ts';
import { SHARE } from './act-theme-sale.ts';
import { money } from './figures.ts';
import type { Money } from './shop.ts';
import type { Act, Stage } from './stage.ts';
import { asCreator, creatorOf, type Earnings, earningsOf, sharesIn } from './theme-shop.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

/** A day is shared out when it is over, its shares mature, and what has matured is paid out once a month. */
export const shares: Act = {
  title: 'Share the day out, let it mature, pay the creator',
  movesClock: true,
  play: async (stage) => {
    const path = `PUT /v1/accounts/${creatorOf(stage)}/payout-account`;
    must(200, await (await asCreator(stage)).call(path, { destination: 'sandbox_ok' }));
    const midnight = Math.ceil((await stage.now()) / DAY) * DAY;
    await stage.moveTo(midnight + HOUR - 1_000);
    stage.expect('shared out a second before', 0, (await earningsOf(stage)).balance.maturing.amount, money);
    await stage.moveTo(midnight + HOUR);
    const { maturing } = (await earningsOf(stage)).balance;
    stage.expect('shared out an hour after midnight', SHARE, maturing.amount, money);
    await expectRevenue(stage, midnight);

    const matures = midnight + 14 * DAY;
    await stage.moveTo(matures - 1_000);
    stage.expect(
      'available a second too early',
      0,
      (await earningsOf(stage)).balance.available.amount,
      money,
    );
    await stage.moveTo(matures);
    stage.expect('available after 14 days', SHARE, (await earningsOf(stage)).balance.available.amount, money);
    await stage.moveTo(payoutAfter(matures));
    const paid = await earningsOf(stage);
    stage.expect('payout on the first of the month', 'paid', paid.payouts[0]?.state ?? 'none');
    stage.expect('paid out', SHARE, paid.payouts[0]?.amount.amount ?? 0, money);
    stage.expect('the balance against the lines', sharesIn(paid), sumOf(paid), money);
  },
};

/** The first of a month, at six, when what has matured by then is paid out. */
function payoutAfter(matured: number): number {
  const date = new Date(matured);
  const isFirst = date.getUTCDate() === 1;
  return Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + (isFirst ? 0 : 1), 1) + 6 * HOUR;
}

const sumOf = ({ balance: { available, maturing, paying, paid } }: Earnings): number =>
  available.amount + maturing.amount + paying.amount + paid.amount;

/** Nobody else sells on this desk. */
async function expectRevenue(stage: Stage, midnight: number): Promise<void> {
  const admin = await stage.as({ sub: 'user_demo-admin', groups: ['admin'] });
  const [from, to] = [midnight - DAY, midnight].map((at) => new Date(at).toISOString());
  const path = `GET /v1/admin/revenue?from=${from}&to=${to}`;
  const answer = await admin.call<{ totals: { byType: { theme: { creatorShare: Money } } } }>(path);
  const { creatorShare } = must(200, answer).totals.byType.theme;
  stage.expect('creators’ share in the revenue report', SHARE, creatorShare.amount, money);
}
