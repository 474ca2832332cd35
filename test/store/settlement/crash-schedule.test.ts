import { requireMeter } from '../../../functions/domain/meters.ts';
import { uploadObjectKey } from '../../../functions/domain/storage/objects.ts';
import { type Instant, parseInstant } from '../../../functions/domain/time.ts';
import { type Operation, type Outcome, underFaults } from '../../support/crashes.ts';
import { faultKinds } from '../../support/faults.ts';
import { type DirectClient, type HandlersAlone, openHandlers } from '../../support/handlers.ts';
import { drawnBy } from '../../support/scope.ts';

const GB = 1_000_000_000;

let service: HandlersAlone;
let faults: ReturnType<typeof underFaults>;
let store: typeof import('../../../functions/store/metering/counting.ts') &
  typeof import('../../../functions/store/storage/objects.ts') &
  typeof import('../../../functions/store/keys.ts');

beforeAll(async () => {
  service = await openHandlers('2027-03-10T12:00:00Z');
  faults = underFaults(service);
  store = {
    ...(await import('../../../functions/store/metering/counting.ts')),
    ...(await import('../../../functions/store/storage/objects.ts')),
    ...(await import('../../../functions/store/keys.ts')),
  };
});
afterAll(() => service.close());

type Account = Parameters<Operation<unknown>['run']>[0];

let events = 0;
const use = (account: Account, meter: string, at: string, amount: number) =>
  store.countUsage(
    account,
    requireMeter(meter),
    [{ source: 's', id: `${++events}`, at: parseInstant(at), amount }],
    service.now(),
  );

const store_ = (account: Account, bytes: number) =>
  store.recordObject(
    {
      bucket: 'uploads',
      key: uploadObjectKey(account, 'a'.repeat(32), 'film'),
      version: 'null',
      change: 'created',
      bytes,
      sequencer: '01',
    },
    service.now(),
  );

const confirm = async (owner: DirectClient, account: Account, meter: string, amount: number) => {
  const { body } = await owner(`POST /v1/accounts/${account}/overage-quotes`, { meter, amount });
  const answer = await owner(`POST /v1/accounts/${account}/overage-confirmations`, { quoteId: body.quoteId });
  expect(answer.status).toBe(201);
};

const buy = async (owner: DirectClient, account: Account, packType: string, paymentMethod = 'sandbox_ok') => {
  const { body } = await owner(`POST /v1/accounts/${account}/purchases`, { packType, paymentMethod });
  await service.hearProvider();
  return body;
};

/** A month with a pack of two counters, use beyond the limits of a counter and the gauge, and late use; in April. */
const liveMarch = async (account: Account): Promise<void> => {
  service.setTime('2027-03-10T12:00:00Z');
  const owner = await service.as({ sub: account });
  await buy(owner, account, 'cap_50');
  await confirm(owner, account, 'bandwidth', 5 * GB);
  await confirm(owner, account, 'storage', 2 * GB);
  await use(account, 'bandwidth', '2027-03-10T11:00:00Z', 106 * GB);
  await use(account, 'transcoding', '2027-03-10T11:00:00Z', 4_000);
  await store_(account, 53 * GB);
  service.setTime('2027-04-01T08:00:00Z');
  await use(account, 'transcoding', '2027-04-01T07:00:00Z', 4_000);
  await use(account, 'transcoding', '2027-03-31T22:00:00Z', 600);
  await use(account, 'bandwidth', '2027-03-31T22:00:00Z', 1 * GB);
};

const dueAccount = (account: Account) => service.dueWork.account(store.accountKey(account), service.now());

const schedule: Readonly<Record<string, Operation<unknown>>> = {
  // First: what the others leave would fall due in its months.
  'the end of a pack': {
    prepare: async (account) => {
      service.setTime('2027-05-10T12:00:00Z');
      const owner = await service.as({ sub: account });
      const { purchaseId } = await buy(owner, account, 'slots_5_sub');
      for (const jobId of ['a', 'b', 'c', 'd'])
        await owner(`POST /v1/accounts/${account}/job-slots`, { jobId });
      service.setTime('2027-06-12T12:00:30Z');
      return purchaseId as string;
    },
    run: (account, purchaseId) =>
      service.dueWork.purchase(store.purchaseKey(account, String(purchaseId)), service.now()),
  },
  'the close of a month': {
    prepare: async (account) => {
      await liveMarch(account);
      service.setTime('2027-04-02T00:00:30Z');
    },
    run: dueAccount,
  },
  'news of a payment': {
    prepare: async (account) => {
      service.setTime('2027-03-10T12:00:00Z');
      const { charge } = await buy(await service.as({ sub: account }), account, 'cap_50', 'sandbox_async');
      return {
        eventId: `evt_${account}`,
        account,
        chargeId: charge.chargeId,
        reference: 'sbx_pay_1',
        type: 'payment.succeeded',
      };
    },
    run: (_, event) => service.tell(event as Record<string, unknown>),
    // Whoever was not answered tells it again.
    again: async (_, event) => {
      expect((await service.tell(event as Record<string, unknown>)).status).toBe(200);
    },
  },
};

describe.each(Object.entries(schedule))('%s', (name, operation) => {
  let once: Outcome;

  it('comes to what it is for', async () => {
    once = await faults.once(operation);
    expect(once).toMatchObject(expected[name] ?? { account: null });
  });

  it.each(faultKinds)(
    `comes to the same, once, after a %s at any of its requests${drawnBy}`,
    async (kind) => {
      const requests = await faults.atEachRequest(kind, operation, (outcome, at) => {
        expect({ at, ...outcome }).toEqual({ at, ...once });
      });
      expect(requests).toBeGreaterThan(8);
    },
  );

  it('comes to the same when it is done twice at once', async () => {
    expect(await faults.twice(operation)).toEqual(once);
  });
});

it('leaves every derived figure of everybody as its records have it', async () => {
  const { rebuild } = await import('../../../functions/store/rebuild/rebuild.ts');
  const now = parseInstant('2027-07-01T00:00:00Z') as Instant;
  expect(await rebuild({ repair: false, now })).toEqual([]);
});

const expected: Readonly<Record<string, object>> = {
  'the close of a month': {
    account: {
      charges: [
        { type: 'capacityPack', status: 'succeeded' },
        { type: 'overage', status: 'pending', amount: 160, lines: [[2 * GB, 160]] },
        { type: 'overage', status: 'pending', amount: 350, lines: [[1 * GB, 350]] },
      ],
      // 4,600 of March less 3,600 that are free: the pack keeps 17,000, of which April has burnt 400.
      carried: [
        ['bandwidth', 'cap_50', 0],
        ['transcoding', 'cap_50', 17_000],
      ],
      before: [
        { meter: 'bandwidth', used: 107 * GB, closed: true },
        { meter: 'transcoding', used: 4_600, closed: true },
      ],
      closes: [
        [
          ['bandwidth', 107 * GB, 105 * GB],
          ['transcoding', 4_600, 21_600],
        ],
      ],
    },
    takings: {},
  },
  'the end of a pack': {
    account: { purchases: [{ packType: 'slots_5_sub', state: 'expired' }] },
    takings: { 'slots_5_sub.expired': 1, 'slots_5_sub.active': -1 },
  },
  'news of a payment': {
    account: { purchases: [{ packType: 'cap_50', state: 'active' }] },
    takings: { 'capacityPack.gross': 11_900, 'cap_50.sold': 1 },
  },
};
