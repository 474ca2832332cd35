import { randomUUID } from 'node:crypto';
import { requireMeter } from '../../../functions/domain/meters.ts';
import { accountNamed } from '../../support/grants.ts';
import { type DirectClient, type HandlersAlone, openHandlers } from '../../support/handlers.ts';
import { someone } from '../../support/local-stack.ts';

const NOON = '2027-03-10T12:00:00Z';
const GB = 1_000_000_000;
const PRICE = 5_000;

let service: HandlersAlone;
let admin: DirectClient;

beforeAll(async () => {
  service = await openHandlers(NOON);
  admin = await service.as({ sub: 'user_admin', groups: ['admin'] });
  await admin('PUT /v1/admin/packs/month_100', {
    name: '100 GB of bandwidth, 10 GB of storage',
    kind: 'capacity',
    grants: { bandwidth: 100 * GB, storage: 10 * GB },
    price: { amount: PRICE, currency: 'CNY' },
    mode: 'subscription',
    durationDays: 30,
  });
});
afterAll(() => service.close());
beforeEach(() => service.setTime(NOON));

/** A pack that was bought and paid, with what its provider's events need. */
async function paidPack() {
  const account = accountNamed(someone());
  const owner = await service.as({ sub: account });
  const { body } = await owner(`POST /v1/accounts/${account}/purchases`, {
    packType: 'month_100',
    paymentMethod: 'sandbox_ok',
  });
  expect(body.state).toBe('active');
  await service.hearProvider();
  const { requireCharge } = await import('../../../functions/store/charges/charges.ts');
  const chargeId = body.charge.chargeId as string;
  const { value } = await requireCharge(account, chargeId);
  const reference = value.payment?.reference as string;
  const facts = { account, chargeId, reference };
  return {
    ...facts,
    owner,
    purchaseId: body.purchaseId as string,
    charge: async () => (await requireCharge(account, chargeId)).value,
    limit: async (meter = 'bandwidth') => {
      const { body: state } = await owner(`GET /v1/accounts/${account}/quotas`);
      return (state.quotas as { meter: string; limit: number }[]).find((quota) => quota.meter === meter)
        ?.limit;
    },
    tell: async (event: Record<string, unknown>) => {
      const { status } = await service.tell({ eventId: randomUUID(), ...facts, ...event });
      expect(status).toBe(200);
    },
    refund: async (amount?: number) => {
      const order = { reason: 'Any', ...(amount ? { amount: { amount, currency: 'CNY' } } : {}) };
      const answer = await admin(`POST /v1/admin/charges/${chargeId}/refunds`, order);
      await service.hearProvider();
      return answer.body.chargeId as string;
    },
    refundTold: (reference: string, state: string, amount: number, refundId: string | null = null) => ({
      type: 'refund.updated',
      refund: {
        reference,
        refundId,
        amount,
        state,
        reason: state === 'failed' ? 'The bank rejected the payment.' : null,
      },
    }),
    purchase: async () => (await owner(`GET /v1/accounts/${account}/purchases/${body.purchaseId}`)).body,
  };
}

const referenceOf = async (account: ReturnType<typeof accountNamed>, refundId: string): Promise<string> => {
  const { requireCharge } = await import('../../../functions/store/charges/charges.ts');
  return (await requireCharge(account, refundId)).value.payment?.reference ?? '';
};

describe('totals of what was refunded', () => {
  it('are recorded once, however their events meet', async () => {
    for (let race = 0; race < 25; race += 1) {
      const pack = await paidPack();
      await Promise.all([
        pack.tell({ type: 'payment.refunded', refunded: 500 }),
        pack.tell({ type: 'payment.refunded', refunded: 1_000 }),
        pack.tell({ type: 'payment.refunded', refunded: 1_000 }),
      ]);
      expect(await pack.charge()).toMatchObject({ refunded: 1_000, refunding: 1_000, status: 'succeeded' });
    }
  });

  it('and refunds that are named later are the same money, in any order', async () => {
    for (const first of ['total', 'named']) {
      const pack = await paidPack();
      const total = () => pack.tell({ type: 'payment.refunded', refunded: 1_000 });
      const named = async () => {
        await Promise.all([
          pack.tell(pack.refundTold('re_1', 'succeeded', 400)),
          pack.tell(pack.refundTold('re_2', 'succeeded', 600)),
        ]);
      };
      await (first === 'total' ? total() : named());
      await (first === 'total' ? named() : total());
      await named();
      expect(await pack.charge()).toMatchObject({ refunded: 1_000, refunding: 1_000 });
    }
  });

  it('of more than was paid are recorded as far as the payment goes, and come to an end', async () => {
    const pack = await paidPack();
    await pack.tell({ type: 'payment.refunded', refunded: PRICE + 1_000 });
    expect(await pack.charge()).toMatchObject({ refunded: PRICE, status: 'refunded' });
    await service.workOff();
  });

  it('do not bring a refund back that has failed since', async () => {
    const pack = await paidPack();
    const refundId = await pack.refund(1_000);
    const reference = await referenceOf(pack.account, refundId);
    await pack.tell(pack.refundTold(reference, 'failed', 1_000, refundId));
    await pack.tell({ type: 'payment.refunded', refunded: 1_000 });
    expect(await pack.charge()).toMatchObject({ refunded: 0, refunding: 0 });
    await pack.tell(pack.refundTold('re_other', 'succeeded', 700));
    expect(await pack.charge()).toMatchObject({ refunded: 700, refunding: 700 });
  });
});

describe('a refund that fails at the provider', () => {
  it('after it succeeded is refundable again, and its pack is back as it was', async () => {
    const pack = await paidPack();
    const before = {
      purchase: await pack.purchase(),
      limits: [await pack.limit(), await pack.limit('storage')],
    };
    const refundId = await pack.refund();
    expect(await pack.charge()).toMatchObject({ status: 'refunded' });
    expect(await pack.limit()).toBe(5 * GB);
    const reference = await referenceOf(pack.account, refundId);
    const failed = pack.refundTold(reference, 'failed', PRICE, refundId);
    await Promise.all([pack.tell(failed), pack.tell(failed)]);
    await pack.tell(pack.refundTold(reference, 'succeeded', PRICE, refundId));
    expect(await pack.charge()).toMatchObject({ status: 'succeeded', refunded: 0, refunding: 0 });
    expect((await pack.purchase()).state).toBe('active');
    expect(await pack.purchase()).toMatchObject({ endsAt: before.purchase.endsAt });
    expect([await pack.limit(), await pack.limit('storage')]).toEqual(before.limits);
    await pack.refund();
    expect(await pack.charge()).toMatchObject({ status: 'refunded', refunded: PRICE, refunding: PRICE });
    expect(await pack.limit()).toBe(5 * GB);
  });

  it('restores no more of a pack than remained of it', async () => {
    const { countUsage } = await import('../../../functions/store/metering/counting.ts');
    const pack = await paidPack();
    const event = { source: 'test', id: randomUUID(), at: service.now(), amount: 45 * GB };
    await countUsage(pack.account, requireMeter('bandwidth'), [event], service.now());
    const refundId = await pack.refund();
    expect(await pack.limit()).toBe(45 * GB);
    await pack.tell(pack.refundTold(await referenceOf(pack.account, refundId), 'failed', PRICE, refundId));
    expect(await pack.limit()).toBe(105 * GB);
  });

  it('gives the term of a renewal back', async () => {
    const pack = await paidPack();
    service.setTime('2027-03-20T12:00:00Z');
    const renewal = await pack.owner(
      `POST /v1/accounts/${pack.account}/purchases/${pack.purchaseId}/renewals`,
      {
        paymentMethod: 'sandbox_ok',
      },
    );
    expect(renewal.status).toBe(201);
    await service.hearProvider();
    const renewed = await pack.purchase();
    const limit = await pack.limit();
    const refundId = await pack.refund();
    expect((await pack.purchase()).endsAt).not.toBe(renewed.endsAt);
    await pack.tell(pack.refundTold(await referenceOf(pack.account, refundId), 'failed', PRICE, refundId));
    expect(await pack.purchase()).toMatchObject({ endsAt: renewed.endsAt, state: 'active' });
    expect(await pack.limit()).toBe(limit);
  });

  it('before it succeeded has failed', async () => {
    const pack = await paidPack();
    await pack.tell(pack.refundTold('re_1', 'pending', 700));
    expect(await pack.charge()).toMatchObject({ refunding: 700, refunded: 0 });
    await pack.tell(pack.refundTold('re_1', 'failed', 700));
    expect(await pack.charge()).toMatchObject({ refunding: 0, refunded: 0 });
    await pack.tell(pack.refundTold('re_1', 'succeeded', 700));
    expect(await pack.charge()).toMatchObject({ refunding: 0, refunded: 0 });
  });
});

describe('a dispute', () => {
  const dispute = { disputeId: 'dp_1', amount: 2_000 };

  it('of a part takes that part, once, and leaves the pack', async () => {
    const pack = await paidPack();
    await pack.tell({ type: 'dispute.opened', ...dispute });
    expect(await pack.charge()).toMatchObject({ disputed: true });
    const lost = { type: 'dispute.closed', won: false, ...dispute };
    await Promise.all([pack.tell(lost), pack.tell(lost)]);
    expect(await pack.charge()).toMatchObject({ disputed: false, refunded: 2_000, status: 'succeeded' });
    expect((await pack.purchase()).state).toBe('active');
    await pack.tell({ type: 'payment.refunded', refunded: 1_000 });
    expect(await pack.charge()).toMatchObject({ refunded: 3_000 });
  });

  it('that is closed does not open again, in whatever order its events come', async () => {
    for (const id of [{}, dispute]) {
      const pack = await paidPack();
      await pack.tell({ type: 'dispute.closed', won: false, ...id });
      await pack.tell({ type: 'dispute.opened', ...id });
      await pack.tell({ type: 'payment.succeeded' });
      expect(await pack.charge()).toMatchObject({
        disputed: false,
        refunded: 'amount' in id ? 2_000 : PRICE,
      });
    }
  });
});

describe('a payment beside the one that paid', () => {
  it('is recorded, refunded by the schedule, and reported to operators and auditors', async () => {
    const pack = await paidPack();
    const again = { reference: 'sbx_pay_again', type: 'payment.succeeded' };
    await Promise.all([pack.tell(again), pack.tell(again)]);
    const surplus = { reference: 'sbx_pay_again', amount: PRICE };
    expect((await pack.charge()).surplus).toMatchObject([{ ...surplus, status: 'pending' }]);
    await service.workOff();
    await service.hearProvider();
    expect((await pack.charge()).surplus).toMatchObject([{ ...surplus, status: 'refunded' }]);
    expect(await pack.charge()).toMatchObject({ status: 'succeeded', refunded: 0, refunding: 0 });
    const { listAuditOf } = await import('../../../functions/store/audit/audit-log.ts');
    const { items } = await listAuditOf(pack.account, { limit: 100, cursor: undefined });
    const actions = items.map(({ action }) => action);
    expect(actions.filter((action) => action.startsWith('charge.surplus'))).toEqual([
      'charge.surplus-refund-succeeded',
      'charge.surplus',
    ]);
  });

  it('is not the first payment, reported again', async () => {
    const pack = await paidPack();
    await pack.tell({ type: 'payment.succeeded' });
    await pack.refund();
    await pack.tell({ type: 'payment.succeeded' });
    expect((await pack.charge()).surplus ?? []).toEqual([]);
  });

  it('whose refund fails is for operators, and may still be refunded by hand', async () => {
    const pack = await paidPack();
    await pack.tell({ reference: 'sbx_pay_again', type: 'payment.succeeded' });
    await service.workOff();
    await service.hearProvider();
    const [made] = (await pack.charge()).surplus ?? [];
    const told = (reference: string, state: string) => ({
      ...pack.refundTold(reference, state, PRICE),
      reference: 'sbx_pay_again',
    });
    await pack.tell(told(made?.refundReference ?? '', 'failed'));
    await pack.tell(told(made?.refundReference ?? '', 'succeeded'));
    expect((await pack.charge()).surplus).toMatchObject([{ status: 'failed' }]);
    await pack.tell(told('re_by_hand', 'succeeded'));
    expect((await pack.charge()).surplus).toMatchObject([{ status: 'refunded' }]);
    expect(await pack.charge()).toMatchObject({ status: 'succeeded', refunded: 0 });
  });
});

describe('an event', () => {
  it('of another amount or currency than the charge settles nothing', async () => {
    const account = accountNamed(someone());
    const owner = await service.as({ sub: account });
    const { body } = await owner(`POST /v1/accounts/${account}/purchases`, {
      packType: 'month_100',
      paymentMethod: 'sandbox_async',
    });
    const { chargeId } = body.charge;
    for (const paid of [
      { amount: 100, currency: 'USD' },
      { amount: PRICE, currency: 'USD' },
      { amount: PRICE - 1, currency: 'CNY' },
    ])
      await service.tell({
        eventId: randomUUID(),
        account,
        chargeId,
        reference: 'pay_1',
        type: 'payment.succeeded',
        paid,
      });
    expect((await owner(`GET /v1/accounts/${account}/charges/${chargeId}`)).body.status).toBe('pending');
  });

  it('of one provider settles no charge of another', async () => {
    const { applyStored } = await import('../../../functions/payments/collection/events.ts');
    const { storePaymentEvent } = await import('../../../functions/store/charges/payment-events.ts');
    const pack = await paidPack();
    const event = {
      eventId: randomUUID(),
      account: pack.account,
      chargeId: pack.chargeId,
      reference: 'pi_1',
      type: 'dispute.closed',
      won: false,
    };
    const { key } = await storePaymentEvent('stripe', event, service.now());
    await applyStored(key, service.now());
    expect(await pack.charge()).toMatchObject({ status: 'succeeded', refunded: 0 });
    await service.workOff();
  });
});

it('leaves every derived figure of everybody as its records have it', async () => {
  service.setTime('2027-04-01T00:00:00Z');
  const { rebuild } = await import('../../../functions/store/rebuild/rebuild.ts');
  expect(await rebuild({ repair: false, now: service.now() })).toEqual([]);
});
