import { type ApiClient, must } from '../api-client.ts';
import { bytes, money } from './figures.ts';
import { type Charge, chargesOf, DAY, GB, keyed, type Money, quotaOf, use } from './requests.ts';
import type { Demo, Scenario } from './scenario.ts';

const CONFIRMED = 4_500_000_000;
/** For each started GB: 5 are confirmed, 4 of them used. */
const PRICE_PER_GB = 80;

interface Confirmation {
  readonly cap: Money;
  readonly used: number;
  readonly estimate: Money;
}

/** An account pays only for overage that it has confirmed, and never more than the cap. */
export const overage: Scenario = {
  title: 'Overage: a quote, its confirmation, the close of the month and the payment',
  run: async (demo) => {
    const account = demo.account('overage');
    const owner = await demo.as({ sub: account });
    await use(demo, account, 'bandwidth', 6 * GB);
    demo.check('state at 6 of 5 GB', 'exceeded', (await quotaOf(owner, account, 'bandwidth')).state);
    await confirm(demo, owner, account);
    const confirmed = await quotaOf(owner, account, 'bandwidth');
    demo.check('state after confirmation', 'overage', confirmed.state);
    demo.check('limit, unchanged', 5 * GB, confirmed.limit, bytes);
    demo.check('remaining confirmed overage', CONFIRMED - GB, confirmed.remaining, bytes);

    await use(demo, account, 'bandwidth', 2_200_000_000);
    const path = `GET /v1/accounts/${account}/overage-confirmations/bandwidth`;
    const { used, estimate } = must(200, await owner.call<Confirmation>(path));
    demo.check('overage used', 3_200_000_000, used, bytes);
    demo.check('estimated charge', 4 * PRICE_PER_GB, estimate.amount, money);
    if (!demo.mayMoveClock()) return;
    const charge = await closeMonth(demo, owner, account, confirmed.period?.end ?? '');
    await pay(demo, owner, account, charge);
  },
};

async function confirm(demo: Demo, owner: ApiClient, account: string): Promise<void> {
  const wish = { meter: 'bandwidth', amount: CONFIRMED };
  const quotes = `POST /v1/accounts/${account}/overage-quotes`;
  const { quoteId, total } = must(201, await owner.call<{ quoteId: string; total: Money }>(quotes, wish));
  demo.check('quote for 4.5 GB, 5 started', 5 * PRICE_PER_GB, total.amount, money);
  const path = `POST /v1/accounts/${account}/overage-confirmations`;
  const preview = must(200, await owner.call<Confirmation>(`${path}?preview=true`, { quoteId }));
  demo.check('cap, as previewed', total.amount, preview.cap.amount, money);
  const { cap } = must(201, await owner.call<Confirmation>(path, { quoteId }, keyed('confirm')));
  demo.check('cap, as confirmed', total.amount, cap.amount, money);
}

/** A period closes a day after its end, so that late events are counted. */
async function closeMonth(demo: Demo, owner: ApiClient, account: string, end: string): Promise<Charge> {
  const closesAt = Date.parse(end) + DAY;
  await demo.moveClock(closesAt - 1_000);
  demo.check('charges a second before the close', 0, (await chargesOf(owner, account)).length);
  await demo.moveClock(closesAt);
  const [charge, ...more] = await chargesOf(owner, account);
  if (!charge) throw new Error(`The close of the month charged nothing to ${account}.`);
  demo.check('further charges at the close', 0, more.length);
  demo.check('charge for 3.2 GB of overage', 4 * PRICE_PER_GB, charge.amount.amount, money);
  const days = (Date.parse(charge.dueAt ?? '') - Date.parse(charge.createdAt)) / DAY;
  demo.check('days until it is due', 14, days);
  const { used } = await quotaOf(owner, account, 'bandwidth');
  demo.check('bandwidth used in the new month', 0, used, bytes);
  return charge;
}

async function pay(demo: Demo, owner: ApiClient, account: string, { chargeId }: Charge): Promise<void> {
  const path = `POST /v1/accounts/${account}/charges/${chargeId}/payments`;
  const order = { paymentMethod: 'sandbox_ok' };
  const { charge } = must(201, await owner.call<{ charge: Charge }>(path, order, keyed('pay')));
  demo.check('status of the charge', 'succeeded', charge.status);
  const again = await owner.call(path, order, keyed('pay-again'));
  demo.check('status of a second payment', 409, again.status);
}
