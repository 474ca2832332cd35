import { randomBytes } from 'node:crypto';
import { atOnce, buy, chargesOf, cny, GB, limitOf } from './support/business.ts';
import { type Caller, expectProblem, freshKey, newcomer } from './support/caller.ts';
import { promise } from './support/promise.ts';
import { paymentSucceeded } from './support/sandbox.ts';
import { eventually } from './support/time.ts';

let account: string;
let owner: Caller;

beforeEach(async () => {
  ({ account, owner } = await newcomer());
});

const purchase = async (purchaseId: string) =>
  (await owner.call(`GET /v1/accounts/${account}/purchases/${purchaseId}`)).body;

describe('purchases', () => {
  promise('packs are on offer, with what they give and cost', async () => {
    const { body } = await owner.call('GET /v1/packs');
    expect(body.items).toContainEqual(
      expect.objectContaining({
        packType: 'cap_10',
        kind: 'capacity',
        grants: { storage: 10 * GB },
        price: cny(2_900),
        mode: 'oneTime',
      }),
    );
  });

  promise('what is paid at once is there at once, and charged once', async () => {
    const { status, body } = await buy(owner, account, 'cap_10');
    expect({ status, body }).toMatchObject({
      status: 201,
      body: {
        state: 'active',
        charge: { amount: cny(2_900), status: 'succeeded' },
        payment: { provider: 'sandbox' },
      },
    });
    expect(await limitOf(owner, account, 'storage')).toBe(12 * GB);
    expect(await purchase(body.purchaseId)).toMatchObject({ state: 'active', packType: 'cap_10' });
    // The provider's own event comes too, by queue, worker and webhook, and changes nothing.
    await new Promise((resolve) => setTimeout(resolve, 1_500));
    expect(await limitOf(owner, account, 'storage')).toBe(12 * GB);
    expect(await chargesOf(owner, account)).toHaveLength(1);
  });

  promise('what is declined gives nothing, and says why', async () => {
    const { status, body } = await buy(owner, account, 'cap_10', 'sandbox_declined');
    expect({ status, body }).toMatchObject({
      status: 402,
      body: { type: expect.stringMatching(/payment-declined$/), charge: { status: 'failed' } },
    });
    expect(await limitOf(owner, account, 'storage')).toBe(2 * GB);
  });

  promise('what is paid later is given when the provider’s signed event comes, once', async () => {
    const { status, body } = await buy(owner, account, 'slots_5', 'sandbox_async');
    expect({ status, body }).toMatchObject({ status: 201, body: { state: 'pendingPayment' } });
    expect(await limitOf(owner, account, 'jobSlots')).toBe(2);
    const secret = `whsec_${randomBytes(32).toString('base64')}`;
    const forged = await paymentSucceeded(account, body.charge.chargeId, { secret });
    expectProblem(forged, 400, 'webhook-signature-invalid');
    expect(await limitOf(owner, account, 'jobSlots')).toBe(2);
    const told = await atOnce(4, () => paymentSucceeded(account, body.charge.chargeId));
    expect(told.map(({ status }) => status)).toEqual([200, 200, 200, 200]);
    await eventually(async () => expect((await purchase(body.purchaseId)).state).toBe('active'));
    expect(await limitOf(owner, account, 'jobSlots')).toBe(7);
  });

  promise('a preview says to the cent what would be, and does nothing', async () => {
    const order = { packType: 'cap_10', paymentMethod: 'sandbox_ok' };
    const plan = await owner.call(`POST /v1/accounts/${account}/purchases?preview=true`, order);
    expect(plan.status).toBe(200);
    expect(JSON.stringify(plan.body)).toContain('"amount":2900');
    expect(await chargesOf(owner, account)).toEqual([]);
    expect(await limitOf(owner, account, 'storage')).toBe(2 * GB);
  });

  promise('one key buys once, whatever comes at once; another order under it is refused', async () => {
    const key = freshKey();
    const answers = await atOnce(6, () => buy(owner, account, 'cap_10', 'sandbox_ok', key));
    const made = answers.filter(({ status }) => status === 201);
    expect(made.length).toBeGreaterThan(0);
    expect(new Set(made.map(({ body }) => body.purchaseId)).size).toBe(1);
    expect(await chargesOf(owner, account)).toHaveLength(1);
    expect(await limitOf(owner, account, 'storage')).toBe(12 * GB);
    const again = await buy(owner, account, 'cap_10', 'sandbox_ok', key);
    expect(again.headers.get('idempotency-replayed')).toBe('true');
    expect(again.body).toEqual(made[0]?.body);
    expectProblem(await buy(owner, account, 'cap_50', 'sandbox_ok', key), 422, 'idempotency-key-reused');
    expectProblem(await buy(owner, account, 'cap_10', 'sandbox_ok', {}), 400, 'idempotency-key-required', [
      'Idempotency-Key',
    ]);
  });

  promise('a renewal goes on from the old end', async () => {
    const { body } = await buy(owner, account, 'slots_5_sub');
    const renewed = await owner.call(
      `POST /v1/accounts/${account}/purchases/${body.purchaseId}/renewals`,
      { paymentMethod: 'sandbox_ok' },
      freshKey(),
    );
    expect(renewed.status).toBe(201);
    const end = new Date((await purchase(body.purchaseId)).endsAt);
    expect(end.getTime() - new Date(body.endsAt).getTime()).toBe(30 * 86_400_000);
    expect(await limitOf(owner, account, 'jobSlots')).toBe(7);
  });
});
