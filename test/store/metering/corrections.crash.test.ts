import { randomUUID } from 'node:crypto';
import { requireMeter } from '../../../functions/domain/meters.ts';
import { parseInstant } from '../../../functions/domain/time.ts';
import { type Operation, type Outcome, underFaults } from '../../support/crashes.ts';
import { faultKinds } from '../../support/faults.ts';
import { type DirectClient, type HandlersAlone, openHandlers } from '../../support/handlers.ts';
import { drawnBy } from '../../support/scope.ts';

const GB = 1_000_000_000;

let service: HandlersAlone;
let machine: DirectClient;
let faults: ReturnType<typeof underFaults>;
let store: typeof import('../../../functions/store/metering/counting.ts') &
  typeof import('../../../functions/store/keys.ts');

beforeAll(async () => {
  service = await openHandlers('2027-03-10T12:00:00Z');
  machine = await service.as({ sub: 'machine', scope: 'usage.write' });
  faults = underFaults(service);
  store = {
    ...(await import('../../../functions/store/metering/counting.ts')),
    ...(await import('../../../functions/store/keys.ts')),
  };
});
afterAll(() => service.close());

type Account = Parameters<Operation<unknown>['run']>[0];

const use = (account: Account, id: string, at: string, amount: number) =>
  store.countUsage(
    account,
    requireMeter('bandwidth'),
    [{ source: 's', id, at: parseInstant(at), amount }],
    service.now(),
  );

/** A month in which 7 GB were used, 2 of them beyond the limit, of 5 that were confirmed. */
async function liveMonth(account: Account, month: string): Promise<void> {
  service.setTime(`${month}-10T12:00:00Z`);
  const owner = await service.as({ sub: account });
  const base = `/v1/accounts/${account}`;
  const { body } = await owner(`POST ${base}/overage-quotes`, { meter: 'bandwidth', amount: 5 * GB });
  await owner(`POST ${base}/overage-confirmations`, { quoteId: body.quoteId });
  await use(account, month, `${month}-10T11:00:00Z`, 7 * GB);
}

const closeAll = (account: Account) => service.dueWork.account(store.accountKey(account), service.now());

/** Pays the account's one charge. */
async function payMarch(account: Account): Promise<void> {
  const owner = await service.as({ sub: account });
  const { body } = await owner(`GET /v1/accounts/${account}/charges`);
  const route = `POST /v1/accounts/${account}/charges/${body.items[0].chargeId}/payments`;
  expect((await owner(route, { paymentMethod: 'sandbox_ok' })).status).toBe(201);
}

interface Request {
  readonly key: string;
}

const correction = (account: Account, amount: number) => ({
  account,
  meter: 'bandwidth',
  source: 's',
  id: '2027-03',
  time: '2027-03-10T11:00:00Z',
  amount,
  reason: 'Any',
});

const correct = (account: Account, { key }: Request, amount: number) =>
  machine('POST /v1/usage-corrections', correction(account, amount), key);

const operations: Readonly<Record<string, Operation<Request>>> = {
  'a correction in an open period': {
    prepare: async (account) => {
      await liveMonth(account, '2027-03');
      return { key: randomUUID() };
    },
    run: (account, request) => correct(account, request, 6 * GB),
    again: async (account, request) => {
      expect(await correct(account, request, 6 * GB)).toMatchObject({
        status: 201,
        body: { before: 7 * GB, after: 6 * GB, closed: false },
      });
      service.setTime('2027-04-02T00:00:30Z');
    },
  },
  'a correction in a closed period': {
    prepare: async (account) => {
      await liveMonth(account, '2027-03');
      service.setTime('2027-04-02T00:00:30Z');
      await closeAll(account);
      await payMarch(account);
      await liveMonth(account, '2027-04');
      return { key: randomUUID() };
    },
    run: (account, request) => correct(account, request, 6 * GB),
    again: async (account, request) => {
      expect(await correct(account, request, 6 * GB)).toMatchObject({
        status: 201,
        body: { closed: true, effect: { kind: 'credit', amount: { amount: 80 } } },
      });
      service.setTime('2027-05-02T00:00:30Z');
    },
  },
  'the close that takes a correction up': {
    prepare: async (account) => {
      await liveMonth(account, '2027-03');
      service.setTime('2027-04-02T00:00:30Z');
      await closeAll(account);
      await payMarch(account);
      await liveMonth(account, '2027-04');
      await correct(account, { key: randomUUID() }, 2 * GB);
      service.setTime('2027-05-02T00:00:30Z');
      return { key: randomUUID() };
    },
    run: closeAll,
  },
  'the close that refunds a credit': {
    prepare: async (account) => {
      await liveMonth(account, '2027-03');
      service.setTime('2027-04-02T00:00:30Z');
      await closeAll(account);
      await payMarch(account);
      service.setTime('2027-04-15T12:00:00Z');
      await correct(account, { key: randomUUID() }, 6 * GB);
      service.setTime('2027-05-02T00:00:30Z');
      return { key: randomUUID() };
    },
    run: closeAll,
  },
};

describe.each(Object.entries(operations))('%s', (name, operation) => {
  let once: Outcome;

  it('comes to what it is for', async () => {
    once = await faults.once(operation);
    expect(once.account).toMatchObject(expected[name] ?? { charges: null });
  });

  it.each(faultKinds)(
    `comes to the same, once, after a %s at any of its requests${drawnBy}`,
    async (kind) => {
      const requests = await faults.atEachRequest(kind, operation, (outcome, at) => {
        expect({ at, ...outcome }).toEqual({ at, ...once });
      });
      expect(requests).toBeGreaterThan(5);
    },
  );

  it('comes to the same when it is done twice at once', async () => {
    expect(await faults.twice(operation)).toEqual(once);
  });
});

it('meets a close at the same time, and is either in its charge or in the next one', async () => {
  const results = new Set<boolean>();
  for (let round = 0; round < 6; round += 1) {
    const outcome = await faults.once({
      prepare: async (account) => {
        await liveMonth(account, '2027-03');
        await liveMonth(account, '2027-04');
        service.setTime('2027-04-02T00:00:30Z');
        return null;
      },
      run: async (account) => {
        const [answer] = await Promise.all([
          correct(account, { key: randomUUID() }, 6 * GB),
          closeAll(account),
        ]);
        results.add(answer.body.closed);
        // Made after the close, it credits what is paid.
        await payMarch(account);
        service.setTime('2027-05-02T00:00:30Z');
      },
    });
    const sum = outcome.account.charges.reduce((total, { amount }) => total + amount, 0);
    // 1 GB of March and 2 GB of April, whichever way.
    expect(sum).toBe(240);
  }
});

it('leaves every derived figure of everybody as its records have it', async () => {
  const { rebuild } = await import('../../../functions/store/rebuild/rebuild.ts');
  expect(await rebuild({ repair: false, now: parseInstant('2027-06-01T00:00:00Z') })).toEqual([]);
});

const CORRECTED = ['usage.corrected', 'Any'];

const expected: Readonly<Record<string, object>> = {
  'a correction in an open period': {
    charges: [{ type: 'overage', amount: 80, lines: [[GB, 80]] }],
    before: [{ meter: 'bandwidth', used: 6 * GB, left: 4 * GB, closed: true }],
    audit: expect.arrayContaining([CORRECTED]),
  },
  'a correction in a closed period': {
    charges: [
      {
        status: 'pending',
        amount: 80,
        lines: [
          [2 * GB, 160],
          [1, -80],
        ],
      },
      { status: 'succeeded', amount: 160, lines: [[2 * GB, 160]] },
    ],
    audit: expect.arrayContaining([CORRECTED, ['overage.adjusted', null]]),
  },
  'the close that takes a correction up': {
    // 160 of credit, 160 owed.
    charges: [{ amount: 160, lines: [[2 * GB, 160]] }],
    audit: expect.arrayContaining([CORRECTED, ['overage.adjusted', null]]),
  },
  'the close that refunds a credit': {
    charges: [
      { type: 'overage', status: 'succeeded', amount: 160, refunds: [80, 80, 1] },
      { type: 'refund', status: 'succeeded', amount: 80, lines: [[1, 80]] },
    ],
    audit: expect.arrayContaining([CORRECTED, ['overage.adjusted', null]]),
  },
};
