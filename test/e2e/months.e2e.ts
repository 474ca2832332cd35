import { buy, chargesOf, cny, GB, limitOf, use } from './support/business.ts';
import { administrator, type Caller, expectProblem, freshKey, machine, newcomer } from './support/caller.ts';
import { promise } from './support/promise.ts';
import { buyTheme, publish } from './support/themes.ts';
import { DAY, eventually, pass } from './support/time.ts';

let account: string;
let owner: Caller;

beforeEach(async () => {
  ({ account, owner } = await newcomer());
});

const quote = async () => {
  const order = { meter: 'bandwidth', amount: 3 * GB };
  return (await owner.call(`POST /v1/accounts/${account}/overage-quotes`, order)).body.quoteId;
};
const confirm = (quoteId: string) =>
  owner.call(`POST /v1/accounts/${account}/overage-confirmations`, { quoteId }, freshKey());

/** A debt of CNY 0.80: a GB beyond the limit, and the period closed. */
async function owe(): Promise<string> {
  expect((await confirm(await quote())).status).toBe(201);
  await use(await machine(), account, 6 * GB);
  await pass(35 * DAY);
  return eventually(async () => {
    const [charge] = await chargesOf(owner, account);
    expect(charge).toMatchObject({ type: 'overage', amount: cny(80), status: 'pending' });
    return charge.chargeId;
  });
}

describe('what takes longer than a test may', () => {
  promise('a quote is good for fifteen minutes', async () => {
    const quoteId = await quote();
    await pass(15 * 60 + 1);
    expectProblem(await confirm(quoteId), 410, 'quote-expired');
  });

  promise('an unpaid purchase is given up after a day', async () => {
    const { body } = await buy(owner, account, 'cap_10', 'sandbox_async');
    await pass(DAY + 60);
    await eventually(async () => {
      const route = `GET /v1/accounts/${account}/purchases/${body.purchaseId}`;
      expect((await owner.call(route)).body.state).toBe('failed');
    });
  });

  promise('a pack ends after its days, and its capacity with it', async () => {
    const { body } = await buy(owner, account, 'slots_5_sub');
    expect(await limitOf(owner, account, 'jobSlots')).toBe(7);
    // Thirty days, and whatever grace follows them.
    await pass(60 * DAY);
    await eventually(async () => expect(await limitOf(owner, account, 'jobSlots')).toBe(2));
    const route = `GET /v1/accounts/${account}/purchases/${body.purchaseId}`;
    expect((await owner.call(route)).body.state).toBe('expired');
  });

  promise('overage is charged once, for what was really used, when its period closes', async () => {
    const chargeId = await owe();
    const paid = await owner.call(
      `POST /v1/accounts/${account}/charges/${chargeId}/payments`,
      { paymentMethod: 'sandbox_ok' },
      freshKey(),
    );
    expect(paid.status).toBeLessThan(300);
    await pass(35 * DAY);
    await eventually(async () =>
      expect(await chargesOf(owner, account)).toMatchObject([{ chargeId, status: 'succeeded' }]),
    );
  });

  promise('a debt can be let go by an administrator', async () => {
    const chargeId = await owe();
    const admin = await administrator();
    const waived = await admin.call(
      `POST /v1/admin/charges/${chargeId}/waivers`,
      { reason: 'Our error' },
      freshKey(),
    );
    expect(waived.status).toBeLessThan(300);
    expect(await chargesOf(owner, account)).toMatchObject([{ chargeId, status: 'waived' }]);
  });

  promise('a day’s sales are shared out after its end, mature, and are paid out', async () => {
    const creator = { account, owner };
    const { body } = await buyTheme(await newcomer(), await publish(creator));
    expect(body.state).toBe('active');
    const payTo = `PUT /v1/accounts/${account}/payout-account`;
    expect((await owner.call(payTo, { destination: 'sandbox_ok' })).status).toBe(200);
    const earnings = async () => (await owner.call(`GET /v1/accounts/${account}/earnings`)).body;
    await pass(2 * DAY);
    await eventually(async () =>
      expect((await earnings()).balance).toMatchObject({ maturing: cny(13_930), available: cny(0) }),
    );
    // Two weeks, and whatever is left of the month.
    await pass(50 * DAY);
    await eventually(async () =>
      expect(await earnings()).toMatchObject({
        items: [{ state: 'available', share: cny(13_930) }],
        balance: { available: cny(0), maturing: cny(0), paid: cny(13_930) },
        payouts: [{ state: 'paid', amount: cny(13_930) }],
      }),
    );
  });
});
