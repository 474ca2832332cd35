import { type ApiClient, must } from '../api-client.ts';
import { bytes, money } from './figures.ts';
import { keyed, type Money, shopOf, use } from './shop.ts';
import { type Act, quotaOf, type Stage } from './stage.ts';

const GB = 1_000_000_000;
/** The free 5 GB and the pack's 100 GB. */
const LIMIT = 105 * GB;
const CONFIRMED = 4_500_000_000;
/** A price for each started GB: 5 of them are confirmed, 4 of them used in the end. */
const PRICE_A_GB = 80;

interface Confirmation {
  readonly cap: Money;
  readonly used: number;
  readonly estimate: Money;
}

/** Nobody pays for what was not confirmed, and never more than was. */
export const overage: Act = {
  title: 'Run over the limit, ask for the price, confirm it, go beyond',
  play: async (stage) => {
    const account = shopOf(stage);
    const owner = await stage.as({ sub: account });
    await expectBurning(stage, owner, account);
    await use(stage, account, 'bandwidth', 46 * GB);
    stage.expect('state at 106 of 105 GB', 'exceeded', (await quotaOf(owner, account, 'bandwidth')).state);
    await confirm(stage, owner, account);

    const confirmed = await quotaOf(owner, account, 'bandwidth');
    stage.expect('state once it is confirmed', 'overage', confirmed.state);
    stage.expect('left of what is confirmed', CONFIRMED - GB, confirmed.remaining, bytes);
    await use(stage, account, 'bandwidth', 2_200_000_000);
    const path = `GET /v1/accounts/${account}/overage-confirmations/bandwidth`;
    const { used, estimate } = must(200, await owner.call<Confirmation>(path));
    stage.expect('used beyond the limit', 3_200_000_000, used, bytes);
    stage.expect('what that comes to so far', 4 * PRICE_A_GB, estimate.amount, money);
  },
};

/** What is free burns first, then the pack. */
async function expectBurning(stage: Stage, owner: ApiClient, account: string): Promise<void> {
  await use(stage, account, 'bandwidth', 60 * GB);
  const answer = await owner.call<{
    quotas: { meter: string; burn: { source: string; used: number }[] }[];
  }>(`GET /v1/accounts/${account}/quotas?explain=true`);
  const burn = must(200, answer).quotas.find(({ meter }) => meter === 'bandwidth')?.burn ?? [];
  const burnt = burn.map(({ used }) => `${used / GB} GB`).join(' + ');
  stage.expect('60 GB burn what is free, then the pack', '5 GB + 55 GB', burnt);
}

async function confirm(stage: Stage, owner: ApiClient, account: string): Promise<void> {
  const wish = { meter: 'bandwidth', amount: CONFIRMED };
  const quote = must(
    201,
    await owner.call<{ quoteId: string; total: Money }>(`POST /v1/accounts/${account}/overage-quotes`, wish),
  );
  stage.expect('a quote for 4.5 GB: 5 started', 5 * PRICE_A_GB, quote.total.amount, money);
  const path = `POST /v1/accounts/${account}/overage-confirmations`;
  const { quoteId } = quote;
  const preview = must(200, await owner.call<Confirmation>(`${path}?preview=true`, { quoteId }));
  stage.expect('the cap that the preview says', quote.total.amount, preview.cap.amount, money);
  const confirmed = must(201, await owner.call<Confirmation>(path, { quoteId }, keyed('confirm')));
  stage.expect('the cap that was confirmed', preview.cap.amount, confirmed.cap.amount, money);
  const { limit } = await quotaOf(owner, account, 'bandwidth');
  stage.expect('the limit, which it does not move', LIMIT, limit, bytes);
}
