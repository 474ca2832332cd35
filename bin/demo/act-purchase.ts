import { type ApiClient, must } from '../api-client.ts';
import { bytes, money } from './figures.ts';
import { addressOf, keyed, type Plan, type Purchase, shopOf } from './shop.ts';
import { type Act, quotaOf, type Stage } from './stage.ts';

const PACK = 'cap_50';

/** Capacity is granted when, and only when, it was paid for; once, and for what the preview said. */
export const purchase: Act = {
  title: 'Buy a pack, and one that is declined',
  play: async (stage) => {
    const account = shopOf(stage);
    const owner = await stage.as({ sub: account });
    must(200, await owner.call(`PUT /v1/accounts/${account}/contact`, { email: addressOf(account) }));
    const path = `POST /v1/accounts/${account}/purchases`;
    const plan = must(
      200,
      await owner.call<Plan>(`${path}?preview=true`, { packType: PACK, paymentMethod: 'sandbox_ok' }),
    );
    await beDeclined(stage, owner, account);

    const order = { packType: PACK, paymentMethod: 'sandbox_ok', price: plan.amount };
    const buy = () => owner.call<Purchase>(path, order, keyed('buy'));
    const bought = must(201, await buy());
    stage.expect('state of what was paid for', 'active', bought.state);
    stage.expect('price, as the preview said', plan.amount.amount, bought.charge.amount.amount, money);
    const again = must(201, await buy());
    stage.expect('the same key again: the same charge', bought.charge.chargeId, again.charge.chargeId, short);
    for (const { meter, limitAfter } of plan.quotas.filter((each) => each.meter !== 'transcoding'))
      stage.expect(
        `limit of ${meter}, as the preview said`,
        limitAfter,
        (await quotaOf(owner, account, meter)).limit,
        bytes,
      );
  },
};

async function beDeclined(stage: Stage, owner: ApiClient, account: string): Promise<void> {
  const before = await quotaOf(owner, account, 'storage');
  const order = { packType: PACK, paymentMethod: 'sandbox_declined' };
  const declined = await owner.call<{ detail: string }>(
    `POST /v1/accounts/${account}/purchases`,
    order,
    keyed('be-declined'),
  );
  stage.expect('answer to a payment that is declined', 402, declined.status);
  stage.expect(
    'limit of storage after it',
    before.limit,
    (await quotaOf(owner, account, 'storage')).limit,
    bytes,
  );
  stage.screen.line(`  ${declined.body.detail}`);
}

const short = (id: string): string => `${id.slice(0, 20)}…`;
