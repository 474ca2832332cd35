import type { AccountId } from '../../../functions/domain/accounts.ts';
import { limitOf, reservedAt } from '../../../functions/domain/metering/balances.ts';
import { requireMeter, storageMeter } from '../../../functions/domain/meters.ts';
import { periodOf } from '../../../functions/domain/periods.ts';
import type { Instant } from '../../../functions/domain/time.ts';
import { random } from '../../support/random.ts';
import { openStore, type Store } from '../../support/store.ts';

let store: Store;
beforeAll(async () => {
  store = await openStore();
});
afterAll(() => store.close());

const start = Date.UTC(2026, 10, 23, 10) as Instant;
const transcoding = requireMeter('transcoding');
let users = 0;
const refOf = (meter = transcoding) => ({
  account: `user_${++users}` as AccountId,
  meter,
  period: periodOf(start),
});

describe('two hundred reservations at once', () => {
  it.each([
    [transcoding, 600, 6],
    [storageMeter(), 300_000_000, 6],
    [transcoding, 3_600, 1],
  ])('of %p never take more than there is (%i each: %i fit)', async (meter, amount, fit) => {
    const ref = refOf(meter);
    const outcomes = await Promise.all(
      Array.from({ length: 200 }, (_, i) => store.takeReservation(ref, `res_${i}`, amount, 60, start)),
    );
    expect(outcomes.filter((outcome) => outcome.kind === 'taken')).toHaveLength(fit);
    const balance = await store.loadBalance(ref);
    expect(balance && reservedAt(balance, start)).toBe(fit * amount);
    expect(balance?.left).toBe(meter.free - fit * amount);
  });

  it('by equal ids take one hold each', async () => {
    const ref = refOf();
    const outcomes = await Promise.all(
      Array.from({ length: 200 }, (_, i) => store.takeReservation(ref, `res_${i % 4}`, 500, 60, start)),
    );
    expect(outcomes.filter((outcome) => outcome.kind === 'taken')).toHaveLength(4);
    expect(outcomes.filter((outcome) => outcome.kind === 'held')).toHaveLength(196);
    expect((await store.loadBalance(ref))?.left).toBe(1_600);
  });

  it('take over the capacity of expired leases, and no more', async () => {
    const ref = refOf();
    for (let i = 0; i < 60; i += 1) await store.takeReservation(ref, `old_${i}`, 60, 30, start);
    const later = (start + 30_000) as Instant;
    const outcomes = await Promise.all(
      Array.from({ length: 200 }, (_, i) => store.takeReservation(ref, `new_${i}`, 360, 60, later)),
    );
    expect(outcomes.filter((outcome) => outcome.kind === 'taken')).toHaveLength(10);
    const balance = await store.loadBalance(ref);
    expect(balance && [limitOf(balance), reservedAt(balance, later)]).toEqual([3_600, 3_600]);
  });
});

it('the capacity of many expired reservations is available to one that needs all of it', async () => {
  const ref = refOf(storageMeter());
  for (let i = 0; i < 100; i += 1) await store.takeReservation(ref, `h${i}`, 20_000_000, 3_600, start);
  const later = (start + 7_200_000) as Instant;
  expect((await store.takeReservation(ref, 'big', 2_000_000_000, 3_600, later)).kind).toBe('taken');
  const balance = await store.loadBalance(ref);
  expect([balance?.left, [...(balance?.holds.keys() ?? [])]]).toEqual([0, ['big']]);
});

it('a reservation that expired before its retry is made again', async () => {
  const ref = refOf();
  await store.takeReservation(ref, 'mine', 3_600, 60, start);
  const later = (start + 120_000) as Instant;
  expect(await store.takeReservation(ref, 'mine', 3_600, 60, later)).toEqual({
    kind: 'taken',
    hold: { amount: 3_600, until: later + 60_000 },
  });
  expect((await store.loadBalance(ref))?.left).toBe(0);
});

it('reservations, settlements, releases and usage at once leave a balance that adds up', async () => {
  const ref = refOf();
  const next = random(7);
  let counted = 0;
  const worker = async (name: number) => {
    for (let turn = 0; turn < 15; turn += 1) {
      const id = `res_${name}_${turn}`;
      const outcome = await store.takeReservation(ref, id, 20 + next(100), 600, start);
      if (outcome.kind === 'refused') {
        expect(outcome.balance.left).toBeLessThan(120);
        continue;
      }
      const settled = next(3);
      if (settled === 0) await store.dropReservation(ref, id);
      if (settled === 1) {
        const amount = 1 + next(40);
        counted += amount;
        const event = { source: 'urn:test', id, at: start, amount };
        await Promise.all([
          store.countUsage(ref.account, ref.meter, [event], start, { settles: id }),
          store.countUsage(ref.account, ref.meter, [event], start, { settles: id }),
        ]);
      }
    }
  };
  await Promise.all(Array.from({ length: 12 }, (_, name) => worker(name)));
  const balance = await store.loadBalance(ref);
  expect(balance?.used).toBe(counted);
  expect(balance && limitOf(balance)).toBe(transcoding.free);
  expect(balance && reservedAt(balance, start)).toBeLessThanOrEqual(transcoding.free);
});
