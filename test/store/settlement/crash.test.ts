import { randomUUID } from 'node:crypto';
import { type Operation, type Outcome, RACES, underFaults } from '../../support/crashes.ts';
import { faultKinds, retryAtOnce } from '../../support/faults.ts';
import { accountNamed } from '../../support/grants.ts';
import { type Answer, type DirectClient, type HandlersAlone, openHandlers } from '../../support/handlers.ts';
import { someone } from '../../support/local-stack.ts';
import { drawnBy } from '../../support/scope.ts';

const NOON = '2027-03-10T12:00:00Z';

let service: HandlersAlone;
let admin: DirectClient;
let faults: ReturnType<typeof underFaults>;

beforeAll(async () => {
  service = await openHandlers(NOON);
  await retryAtOnce(service.sqs as never);
  admin = await service.as({ sub: 'user_admin', groups: ['admin'] });
  await admin('PUT /v1/admin/packs/month_100', {
    name: '100 GB of bandwidth, 10 GB of storage',
    kind: 'capacity',
    grants: { bandwidth: 100_000_000_000, storage: 10_000_000_000 },
    price: { amount: 5_000, currency: 'CNY' },
    mode: 'subscription',
    durationDays: 30,
  });
  faults = underFaults(service);
});
afterAll(() => service.close());
beforeEach(() => service.setTime(NOON));

interface Request {
  readonly send: () => Promise<Answer>;
}

/** A client's request, which it repeats under the same key when it does not hear of it. */
const request = (
  prepare: (
    account: string,
    owner: DirectClient,
  ) => Promise<{ route: string; body: unknown; by?: DirectClient }>,
): Operation<Request> => ({
  prepare: async (account) => {
    service.setTime(NOON);
    const owner = await service.as({ sub: account });
    const { route, body, by = owner } = await prepare(account, owner);
    const key = randomUUID();
    return { send: () => by(route, body, key) };
  },
  run: (_, { send }) => send(),
  again: async (_, { send }) => {
    const { status, body } = await send();
    expect({ status, body }).toMatchObject({ status: 201 });
  },
});

const order = (packType: string, paymentMethod = 'sandbox_ok') => ({ packType, paymentMethod });

const buy = async (account: string, owner: DirectClient, packType: string) => {
  const { body } = await owner(`POST /v1/accounts/${account}/purchases`, order(packType));
  expect(body.state).toBe('active');
  await service.hearProvider();
  return body;
};

const operations: Readonly<Record<string, Operation<Request>>> = {
  'a purchase of capacity': request(async (account) => ({
    route: `POST /v1/accounts/${account}/purchases`,
    body: order('cap_50'),
  })),
  'a purchase of slots': request(async (account) => ({
    route: `POST /v1/accounts/${account}/purchases`,
    body: order('slots_5'),
  })),
  'a renewal': request(async (account, owner) => {
    const { purchaseId } = await buy(account, owner, 'month_100');
    return {
      route: `POST /v1/accounts/${account}/purchases/${purchaseId}/renewals`,
      body: { paymentMethod: 'sandbox_ok' },
    };
  }),
  'a refund': request(async (account, owner) => {
    const { charge } = await buy(account, owner, 'month_100');
    return { route: `POST /v1/admin/charges/${charge.chargeId}/refunds`, body: { reason: 'Any' }, by: admin };
  }),
};

/** What the provider tells: sent again under its own id until it is applied, by the provider or by the schedule. */
const news = (
  prepare: (account: string, owner: DirectClient) => Promise<Record<string, unknown>>,
): Operation<Record<string, unknown>> => ({
  prepare: async (account) => {
    service.setTime(NOON);
    return {
      eventId: randomUUID(),
      account,
      ...(await prepare(account, await service.as({ sub: account }))),
    };
  },
  run: (_, event) => service.tell(event),
  again: async (_, event) => {
    expect(await service.tell(event)).toMatchObject({ status: 200 });
  },
});

const paymentIn = async (account: string, chargeId: string) => {
  const { requireCharge } = await import('../../../functions/store/charges/charges.ts');
  const { payment } = (await requireCharge(accountNamed(account), chargeId)).value;
  return payment?.reference ?? '';
};

const told: Readonly<Record<string, Operation<Record<string, unknown>>>> = {
  'a refund that fails after it succeeded': news(async (account, owner) => {
    const { charge } = await buy(account, owner, 'month_100');
    const { body } = await admin(`POST /v1/admin/charges/${charge.chargeId}/refunds`, { reason: 'Any' });
    await service.hearProvider();
    const refundId = body.chargeId as string;
    const reference = await paymentIn(account, refundId);
    const refund = { reference, refundId, amount: 5_000, state: 'failed', reason: 'No.' };
    return {
      type: 'refund.updated',
      chargeId: charge.chargeId,
      reference: await paymentIn(account, charge.chargeId),
      refund,
    };
  }),
  'a lost dispute of a part': news(async (account, owner) => {
    const { charge } = await buy(account, owner, 'month_100');
    const reference = await paymentIn(account, charge.chargeId);
    const dispute = { disputeId: randomUUID(), amount: 2_000, won: false };
    return { type: 'dispute.closed', chargeId: charge.chargeId, reference, ...dispute };
  }),
  'a total of refunds': news(async (account, owner) => {
    const { charge } = await buy(account, owner, 'month_100');
    const reference = await paymentIn(account, charge.chargeId);
    return { type: 'payment.refunded', chargeId: charge.chargeId, reference, refunded: 5_000 };
  }),
  'a second payment': news(async (account, owner) => {
    const { charge } = await buy(account, owner, 'month_100');
    return { type: 'payment.succeeded', chargeId: charge.chargeId, reference: randomUUID() };
  }),
};

describe.each(Object.entries(told))('%s', (name, operation) => {
  let once: Outcome;

  it('comes to what it is for', async () => {
    once = await faults.once(operation);
    expect(once.account).toMatchObject(expected[name]?.account ?? { purchases: [] });
    expect(once.takings).toEqual(expected[name]?.takings);
  });

  it.each(faultKinds)(
    `comes to the same, once, after a %s at any of its requests${drawnBy}`,
    async (kind) => {
      const requests = await faults.atEachRequest(kind, operation, (outcome, at) => {
        expect({ at, ...outcome }).toEqual({ at, ...once });
      });
      expect(requests).toBeGreaterThan(3);
    },
  );

  it('has the same result when it is reported twice at once', async () => {
    for (let race = 0; race < RACES; race += 1) expect(await faults.twice(operation)).toEqual(once);
  });
});

describe.each(Object.entries(operations))('%s', (name, operation) => {
  let once: Outcome;

  it('comes to what it is for', async () => {
    once = await faults.once(operation);
    expect(once.account).toMatchObject(expected[name]?.account ?? { purchases: [] });
    expect(once.takings).toEqual(expected[name]?.takings);
  });

  it.each(faultKinds)(
    `comes to the same, once, after a %s at any of its requests${drawnBy}`,
    async (kind) => {
      const requests = await faults.atEachRequest(kind, operation, (outcome, at) => {
        expect({ at, ...outcome }).toEqual({ at, ...once });
      });
      expect(requests).toBeGreaterThan(10);
    },
  );

  it('comes to the same when it is asked for twice at once', async () => {
    for (let race = 0; race < RACES; race += 1) expect(await faults.twice(operation)).toEqual(once);
  });

  it(`is either complete or absent without a retry${drawnBy}`, async () => {
    const { again: _, ...abandoned } = operation;
    const none = await faults.once({ ...abandoned, run: async () => {} });
    await faults.atEachRequest('crash', abandoned, (outcome, at) => {
      const isBegun = outcome.account.charges.length === once.account.charges.length;
      expect({ at, ...outcome }).toEqual({ at, ...(isBegun ? once : { ...none, account: outcome.account }) });
      if (!isBegun) expect(outcome.account.audit).toEqual(none.account.audit);
    });
  });
});

it('a refund that another handler has ended meanwhile is no second refund when it is asked for again', async () => {
  const { makeRefund } = await import('../../../functions/payments/collection/refund.ts');
  const { requireCharge } = await import('../../../functions/store/charges/charges.ts');
  const account = accountNamed(someone());
  const { charge } = await buy(account, await service.as({ sub: account }), 'month_100');
  const { body } = await admin(
    `POST /v1/admin/charges/${charge.chargeId}/refunds`,
    { reason: 'Any' },
    randomUUID(),
  );
  const { value: ended } = await requireCharge(account, body.chargeId);
  if (!ended.payment) throw new Error('It has no payment.');
  const asItBegan = {
    ...ended,
    status: 'pending',
    payment: { ...ended.payment, open: true, reference: null },
  } as const;
  expect(await makeRefund(asItBegan, service.now())).toEqual(ended);
  await service.hearProvider();
  await service.workOff();
  const { value: original } = await requireCharge(account, charge.chargeId);
  expect(original).toMatchObject({ status: 'refunded', refunded: 5_000, refunds: [body.chargeId] });
});

it('leaves every derived figure of everybody as its records have it', async () => {
  const { rebuild } = await import('../../../functions/store/rebuild/rebuild.ts');
  expect(await rebuild({ repair: false, now: service.now() })).toEqual([]);
});

const GB = 1_000_000_000;
const bought = (packType: string, amount: number, state = 'active') => ({
  purchases: [{ packType, state }],
  charges: [{ amount }],
});

const expected: Readonly<Record<string, { account: object; takings: object }>> = {
  'a purchase of capacity': {
    account: {
      ...bought('cap_50', 11_900),
      carried: [
        ['bandwidth', 'cap_50', 100 * GB],
        ['transcoding', 'cap_50', 18_000],
      ],
      audit: [
        ['charge.capacityPack', expect.any(String)],
        ['charge.succeeded', null],
      ],
    },
    takings: { 'capacityPack.gross': 11_900, 'cap_50.sold': 1, 'cap_50.active': 1, 'cap_50.revenue': 11_900 },
  },
  'a purchase of slots': {
    account: { ...bought('slots_5', 9_900), carried: [] },
    takings: { 'jobSlotPack.gross': 9_900, 'slots_5.sold': 1, 'slots_5.active': 1, 'slots_5.revenue': 9_900 },
  },
  'a renewal': {
    account: {
      purchases: [{ packType: 'month_100', state: 'active', renewing: false, days: 60 }],
      charges: [{ amount: 5_000 }, { amount: 5_000 }],
      carried: [['bandwidth', 'month_100', 200 * GB]],
    },
    takings: { 'capacityPack.gross': 5_000, 'month_100.renewed': 1, 'month_100.revenue': 5_000 },
  },
  'a refund that fails after it succeeded': {
    account: {
      purchases: [{ packType: 'month_100', state: 'active' }],
      charges: [
        { type: 'capacityPack', status: 'succeeded', refunds: [0, 0, 1] },
        { type: 'refund', status: 'failed' },
      ],
      carried: [['bandwidth', 'month_100', 100 * GB]],
    },
    takings: {
      'capacityPack.refunds': -5_000,
      'month_100.refunded': -1,
      'month_100.active': 1,
      'month_100.revenue': 5_000,
    },
  },
  'a lost dispute of a part': {
    account: {
      purchases: [{ packType: 'month_100', state: 'active' }],
      charges: [
        { type: 'capacityPack', status: 'succeeded', refunds: [2_000, 2_000, 1] },
        { type: 'refund', status: 'succeeded', amount: 2_000 },
      ],
    },
    takings: { 'capacityPack.refunds': 2_000, 'month_100.revenue': -2_000 },
  },
  'a total of refunds': {
    account: { charges: [{ status: 'refunded', refunds: [5_000, 5_000, 1] }, { type: 'refund' }] },
    takings: {
      'capacityPack.refunds': 5_000,
      'month_100.refunded': 1,
      'month_100.active': -1,
      'month_100.revenue': -5_000,
    },
  },
  'a second payment': {
    account: {
      charges: [{ type: 'capacityPack', status: 'succeeded', surplus: [[5_000, 'refunded']] }],
      purchases: [{ packType: 'month_100', state: 'active' }],
    },
    takings: {},
  },
  'a refund': {
    account: {
      purchases: [{ packType: 'month_100', state: 'refunded' }],
      charges: [
        { type: 'capacityPack', status: 'refunded', refunds: [5_000, 5_000, 1] },
        { type: 'refund', status: 'succeeded' },
      ],
      carried: [],
    },
    takings: {
      'capacityPack.refunds': 5_000,
      'month_100.refunded': 1,
      'month_100.active': -1,
      'month_100.revenue': -5_000,
    },
  },
};
