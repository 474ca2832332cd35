import type { DynamoDBRecord } from 'aws-lambda';
import type { AccountId } from '../../../functions/domain/accounts.ts';
import { requireMeter, slotMeter, storageMeter } from '../../../functions/domain/meters.ts';
import { periodOf } from '../../../functions/domain/periods.ts';
import { uploadObjectKey } from '../../../functions/domain/storage/objects.ts';
import { type Instant, plus } from '../../../functions/domain/time.ts';
import { accountNamed, grantOf } from '../../support/grants.ts';
import { someone } from '../../support/local-stack.ts';
import { random } from '../../support/random.ts';
import { onceEach, openRelay, type Relay } from '../../support/relayed.ts';

const GB = 1_000_000_000;
/** The relay goes by the wall clock. */
const now = Date.now() as Instant;
const period = periodOf(now);
const bandwidth = requireMeter('bandwidth');
const WARNING = 'quota.warning';
const EXCEEDED = 'quota.exceeded';
const CONFIRM = 'overage.confirmation-required';

let relay: Relay;
let account: AccountId;

beforeAll(async () => {
  relay = await openRelay();
});
afterAll(() => relay.close());
beforeEach(async () => {
  account = accountNamed(someone());
  await relay.changes();
});

let events = 0;
const use = (gb: number) =>
  relay.countUsage(
    account,
    bandwidth,
    [{ source: 's', id: `${++events}`, at: now, amount: Math.round(gb * GB) }],
    now,
  );
const give = (gb: number, grantId: string) =>
  relay.addGrant({ account, meter: bandwidth, period }, grantOf(grantId, 'cap_50', gb * GB));

let sequence = 16;
/** Makes one file that size; 0 deletes it. */
const keep = (gb: number) =>
  relay.recordObject(
    {
      bucket: 'uploads',
      key: uploadObjectKey(account, 'a'.repeat(32), 'film'),
      version: 'null',
      change: gb > 0 ? 'created' : 'removed',
      bytes: Math.round(gb * GB),
      sequencer: (++sequence).toString(16),
    },
    now,
  );

const confirm = async (gb: number): Promise<void> => {
  const { confirmOverage, saveQuote } = await import('../../../functions/store/overage/overage.ts');
  if (!bandwidth.overage) throw new Error('Bandwidth cannot be had beyond the limit.');
  const quote = {
    quoteId: `quo_${account}`,
    account,
    meter: bandwidth.name,
    amount: gb * GB,
    unitPrice: bandwidth.overage,
    expiresAt: plus(now, 60_000),
    confirmedBy: null,
  };
  await saveQuote(quote);
  await confirmOverage(quote, bandwidth, 'operation', account, now);
};

/** The alerts of the account, which must be the same whatever the batching, and known by their ids when replayed. */
async function alerts(records?: readonly DynamoDBRecord[]): Promise<string[]> {
  const changes = records ?? (await relay.changes());
  const [first, second, third] = [
    await relay.relay(changes, 1),
    await relay.relay(changes, 3),
    await relay.relay(changes, 1_000),
  ];
  const ids = (facts: readonly { id: string }[]) => facts.map(({ id }) => id).sort();
  expect(ids(second)).toEqual(ids(first));
  expect(ids(third)).toEqual(ids(first));
  const told = onceEach([...first, ...third, ...second]);
  expect(told).toHaveLength(first.length);
  return told
    .filter(({ subject, type }) => subject === account && [WARNING, EXCEEDED, CONFIRM].includes(type))
    .map(({ type }) => type);
}

describe('an alert', () => {
  it('comes once at 80 % and once at 100 %, however many events lead there and go on', async () => {
    for (const gb of [0.5, 2, 1.4, 0.09, 0.01, 0.1, 0.1, 0.7, 0.1, 0.5, 3]) await use(gb);
    expect(await alerts()).toEqual([WARNING, EXCEEDED, CONFIRM]);
  });

  it('comes at exactly the mark, not a byte before', async () => {
    await use(3.999999999);
    expect(await alerts()).toEqual([]);
    await use(0.000000001);
    expect(await alerts()).toEqual([WARNING]);
    await use(0.999999999);
    expect(await alerts()).toEqual([]);
    await use(0.000000001);
    expect(await alerts()).toEqual([EXCEEDED, CONFIRM]);
  });

  it('is both when one event jumps from 10 % to 150 %', async () => {
    await use(0.5);
    expect(await alerts()).toEqual([]);
    await use(7);
    expect(await alerts()).toEqual([WARNING, EXCEEDED, CONFIRM]);
  });

  it('is all of them when the very first event is more than there is', async () => {
    await use(7);
    expect(await alerts()).toEqual([WARNING, EXCEEDED, CONFIRM]);
  });

  it('fires again when a purchase has lowered the percentage and usage crosses it again', async () => {
    await use(6);
    expect(await alerts()).toEqual([WARNING, EXCEEDED, CONFIRM]);
    await give(5, 'pur_1');
    expect(await alerts()).toEqual([]);
    await use(1.9);
    expect(await alerts()).toEqual([]);
    await use(0.1);
    expect(await alerts()).toEqual([WARNING]);
    await use(3);
    expect(await alerts()).toEqual([EXCEEDED, CONFIRM]);
  });

  it('comes when it is the limit that falls below the use', async () => {
    await give(5, 'pur_1');
    await use(6);
    expect(await alerts()).toEqual([]);
    await relay.removeGrant({ account, meter: storageMeter(), period }, grantOf('pur_1', 'cap_50', 0));
    await relay.addGrant({ account, meter: storageMeter(), period }, grantOf('pur_2', 'cap_10', 2 * GB));
    await keep(3);
    expect(await alerts()).toEqual([]);
    await relay.removeGrant({ account, meter: storageMeter(), period }, grantOf('pur_2', 'cap_10', 2 * GB));
    expect(await alerts()).toEqual([WARNING, EXCEEDED, CONFIRM]);
  });

  it('of storage comes again each time that it grows over the mark again', async () => {
    const steps = [
      [1, []],
      [1.7, [WARNING]],
      [1.9, []],
      [1.7, []],
      [1, []],
      [1.6, [WARNING]],
      [2, [EXCEEDED, CONFIRM]],
      [1.8, []],
      [2.5, [EXCEEDED, CONFIRM]],
      [0, []],
      [2.5, [WARNING, EXCEEDED, CONFIRM]],
    ] as const;
    for (const [gb, told] of steps) {
      await keep(gb);
      expect({ gb, told: await alerts() }).toEqual({ gb, told });
    }
  });

  it('comes again only after the share fell five points below the threshold', async () => {
    const steps = [
      [1.6, [WARNING]],
      [1.599999999, []],
      [1.6, []],
      [1.5, []],
      [1.6, []],
      [1.499999999, []],
      [1.5, []],
      [1.599999999, []],
      [1.6, [WARNING]],
      [2, [EXCEEDED, CONFIRM]],
      [1.9, []],
      [2.1, []],
      [1.899999999, []],
      [1.95, []],
      [2, [EXCEEDED, CONFIRM]],
      [1.5, []],
      [2, [EXCEEDED, CONFIRM]],
    ] as const;
    for (const [gb, told] of steps) {
      await keep(gb);
      expect({ gb, told: await alerts() }).toEqual({ gb, told });
    }
  });

  it('of job slots comes when the last is taken', async () => {
    const take = (jobId: string) => relay.allocateSlot(account, slotMeter(), jobId, undefined, now);
    await take('a');
    expect(await alerts()).toEqual([]);
    await take('b');
    expect(await alerts()).toEqual([WARNING, EXCEEDED]);
  });

  it('comes of no change that has moved neither use nor limit', async () => {
    await use(4.5);
    expect(await alerts()).toEqual([WARNING]);
    const ref = { account, meter: bandwidth, period };
    await relay.takeReservation(ref, 'res_1', 500_000_000, 60, now);
    await relay.dropReservation(ref, 'res_1');
    const { scheduleAccount } = await import('../../../functions/store/accounts/accounts.ts');
    await scheduleAccount(account, now);
    await relay.takeReservation({ ...ref, meter: requireMeter('transcoding') }, 'res_2', 3_600, 60, now);
    expect(await alerts()).toEqual([]);
  });

  it('asks for a confirmation once, and not where one was given', async () => {
    await use(4.9);
    await use(0.2);
    await use(1);
    expect(await alerts()).toEqual([WARNING, EXCEEDED, CONFIRM]);
    await confirm(3);
    await use(1);
    expect(await alerts()).toEqual([]);
    account = accountNamed(someone());
    await confirm(3);
    await use(6);
    expect(await alerts()).toEqual([WARNING, EXCEEDED]);
  });
});

/** One threshold, followed as the rule reads: re-armed by the lowest share since it alerted last. */
function threshold(percent: number) {
  let lowest = Number.NEGATIVE_INFINITY;
  let last = 0;
  return (hundredths: number): boolean => {
    const isReached = last < percent * 100 && hundredths >= percent * 100;
    lowest = Math.min(lowest, hundredths);
    last = hundredths;
    if (!isReached || lowest >= (percent - 5) * 100) return false;
    lowest = Number.POSITIVE_INFINITY;
    return true;
  };
}

describe('alerts of any history', () => {
  it.each([1, 2, 3])(
    'of storage follow the lower mark, and a replay doubles none (seed %d)',
    async (seed) => {
      const pick = random(seed);
      const [warns, exceeds] = [threshold(80), threshold(100)];
      const expected: string[] = [];
      for (let step = 0; step < 60; step += 1) {
        const hundredths = 7_000 + 100 * pick(36);
        await keep((hundredths * 2) / 10_000);
        if (warns(hundredths)) expected.push(WARNING);
        if (exceeds(hundredths)) expected.push(EXCEEDED, CONFIRM);
      }
      const history = await relay.changes();
      expect(expected.length).toBeGreaterThan(3);
      await Promise.all([relay.relay(history.slice(0, 40), 7), relay.relay(history.slice(0, 30), 30)]);
      const early = new Set((await relay.relay(history.slice(0, 40), 1)).map(({ id }) => id));
      expect(await alerts(history)).toEqual(expected);
      const all = new Set((await relay.relay(history, 1)).map(({ id }) => id));
      expect([...early].filter((id) => !all.has(id))).toEqual([]);
    },
  );

  it.each([1, 2, 3])('are one for each crossing, none besides (seed %d)', async (seed) => {
    const pick = random(seed);
    const rank = (used: number, limit: number) => (used >= limit ? 2 : used * 5 >= limit * 4 ? 1 : 0);
    let [used, limit, grants] = [0, 5, 0];
    const expected: string[] = [];
    for (let step = 0; step < 40; step += 1) {
      const before = rank(used, limit);
      const amount = 1 + pick(4);
      if (pick(4) === 0) {
        await give(amount, `pur_${++grants}`);
        limit += amount;
      } else {
        await use(amount);
        used += amount;
      }
      const after = rank(used, limit);
      if (before < 1 && after >= 1) expected.push(WARNING);
      if (before < 2 && after >= 2) expected.push(EXCEEDED, CONFIRM);
    }
    expect(await alerts()).toEqual(expected);
  });
});
