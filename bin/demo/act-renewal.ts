import { must } from '../api-client.ts';
import { money } from './figures.ts';
import { keyed, mailOf, type Plan, type Purchase, shopOf } from './shop.ts';
import { type Act, quotaOf } from './stage.ts';

const DAY = 86_400_000;
const PACK = 'slots_5_sub';

/** Nothing renews by itself; what is renewed goes on from its old end. */
export const renewal: Act = {
  title: 'Be reminded of a subscription, and renew it',
  movesClock: true,
  play: async (stage) => {
    const account = shopOf(stage);
    const owner = await stage.as({ sub: account });
    const purchases = `/v1/accounts/${account}/purchases`;
    const order = { packType: PACK, paymentMethod: 'sandbox_ok' };
    const bought = must(201, await owner.call<Purchase>(`POST ${purchases}`, order, keyed('subscribe')));
    const end = Date.parse(bought.endsAt);
    await stage.moveTo(end - 7 * DAY);
    const reminders = (await mailOf(stage, account)).filter(({ subject }) =>
      subject.includes(' expires in '),
    );
    stage.expect('reminders a week before the end', 1, reminders.length);

    const path = `POST ${purchases}/${bought.purchaseId}/renewals`;
    const method = { paymentMethod: 'sandbox_ok' };
    const plan = must(200, await owner.call<Plan>(`${path}?preview=true`, method));
    const renewed = must(201, await owner.call<Purchase>(path, method, keyed('renew')));
    stage.expect('price, as the preview said', plan.amount.amount, renewed.charge.amount.amount, money);
    stage.expect('the new term begins at the old end', bought.endsAt, plan.startsAt);
    const next = new Date(end + 30 * DAY).toISOString();
    stage.expect('and ends 30 days after it', next, renewed.endsAt);
    stage.expect('job slots, free and bought', 7, (await quotaOf(owner, account, 'jobSlots')).limit);
  },
};
