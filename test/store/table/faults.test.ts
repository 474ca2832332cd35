import type { AccountId } from '../../../functions/domain/accounts.ts';
import { limitOf } from '../../../functions/domain/metering/balances.ts';
import { requireMeter, slotMeter, storageMeter } from '../../../functions/domain/meters.ts';
import { periodOf } from '../../../functions/domain/periods.ts';
import { uploadObjectKey } from '../../../functions/domain/storage/objects.ts';
import type { Instant } from '../../../functions/domain/time.ts';
import { type Chooser, Crash, type FaultKind, injectFaults } from '../../support/faults.ts';
import { random } from '../../support/random.ts';
import { openStore, type Store } from '../../support/store.ts';

let store: Store;
beforeAll(async () => {
  store = await openStore();
});
afterAll(() => store.close());

const now = Date.UTC(2026, 10, 23, 10) as Instant;
const bandwidth = requireMeter('bandwidth');
const transcoding = requireMeter('transcoding');
const period = periodOf(now);
let accounts = 0;
const someone = () => `user_f${++accounts}` as AccountId;

const kinds: readonly FaultKind[] = ['throttled', 'server-error', 'lost-reply', 'applied-error', 'conflict'];

/** Runs the work under a fault at its n-th request, for every n that it gets to. */
async function atEachRequest(kind: FaultKind, work: (run: number) => Promise<void>): Promise<number> {
  for (let at = 0; ; at += 1) {
    const choose: Chooser = ({ index }) => (index === at ? kind : undefined);
    const faults = injectFaults(store.dynamo, choose);
    try {
      await work(at);
    } finally {
      faults.stop();
    }
    if (faults.requests() <= at) return at;
  }
}

describe.each(kinds)('a request that is %s', (kind) => {
  it('counts no event twice and loses none', async () => {
    const requests = await atEachRequest(kind, async () => {
      const account = someone();
      for (let batch = 0; batch < 3; batch += 1) {
        const events = Array.from({ length: 60 }, (_, i) => ({
          source: 's',
          id: `${batch * 50 + i}`,
          at: now,
          amount: 1_000_000,
        }));
        await store.countUsage(account, bandwidth, events, now);
      }
      const balance = await store.loadBalance({ account, meter: bandwidth, period });
      expect(balance?.used).toBe(160 * 1_000_000);
      expect(balance && limitOf(balance)).toBe(bandwidth.free);
    });
    expect(requests).toBeGreaterThan(8);
  });

  it('takes one hold, and gives it back once', async () => {
    await atEachRequest(kind, async () => {
      const ref = { account: someone(), meter: transcoding, period };
      expect((await store.takeReservation(ref, 'res_1', 600, 60, now)).kind).not.toBe('refused');
      expect((await store.takeReservation(ref, 'res_2', 3_000, 60, now)).kind).not.toBe('refused');
      expect((await store.takeReservation(ref, 'res_3', 1, 60, now)).kind).toBe('refused');
      await store.dropReservation(ref, 'res_1');
      await store.dropReservation(ref, 'res_1');
      const balance = await store.loadBalance(ref);
      expect([balance?.left, [...(balance?.holds.keys() ?? [])]]).toEqual([600, ['res_2']]);
    });
  });

  it('settles a hold once', async () => {
    await atEachRequest(kind, async () => {
      const ref = { account: someone(), meter: transcoding, period };
      await store.takeReservation(ref, 'res_1', 600, 60, now);
      const event = { source: 'urn:test', id: 'res_1', at: now, amount: 700 };
      await store.countUsage(ref.account, transcoding, [event], now, { settles: 'res_1' });
      await store.countUsage(ref.account, transcoding, [event], now, { settles: 'res_1' });
      const balance = await store.loadBalance(ref);
      expect([balance?.used, balance?.left, balance?.holds.size]).toEqual([700, 2_900, 0]);
    });
  });

  it('takes one slot and answers with it, releases and extends it', async () => {
    await atEachRequest(kind, async () => {
      const account = someone();
      const first = await store.allocateSlot(account, slotMeter(), 'job_1', 60, now);
      expect(first).toMatchObject({ kind: 'allocated', slot: { jobId: 'job_1' } });
      expect(await store.allocateSlot(account, slotMeter(), 'job_2', undefined, now)).toMatchObject({
        kind: 'allocated',
      });
      expect((await store.allocateSlot(account, slotMeter(), 'job_3', undefined, now)).kind).toBe('full');
      expect((await store.extendLease(account, slotMeter(), 'job_1', 90, now)).kind).toBe('extended');
      await store.releaseSlot(account, slotMeter(), 'job_2');
      const slots = await store.loadSlots({ account, meter: slotMeter(), period });
      expect([...slots.held.keys()]).toEqual(['job_1']);
    });
  });

  it('adds a grant once and ends it once', async () => {
    await atEachRequest(kind, async () => {
      const ref = { account: someone(), meter: slotMeter(), period };
      const grant = { grantId: 'p1', packType: 'slots_5', amount: 5, expiresAt: null };
      await store.addGrant(ref, grant);
      await store.addGrant(ref, grant);
      expect((await store.loadSlots(ref)).limit).toBe(7);
      await store.removeGrant(ref, grant);
      expect((await store.loadSlots(ref)).limit).toBe(2);
    });
  });

  it('counts the bytes of an object once', async () => {
    await atEachRequest(kind, async () => {
      const account = someone();
      const ref = { account, meter: storageMeter(), period };
      await store.takeReservation(ref, 'up1', 500, 60, now);
      const upload = {
        uploadId: 'up1',
        key: uploadObjectKey(account, 'up1', 'a.txt'),
        fileName: 'a.txt',
        contentType: 'text/plain',
        bytes: 500,
        createdAt: now,
        expiresAt: now,
      };
      await store.saveUpload(account, upload, account);
      const object = {
        bucket: 'b',
        key: uploadObjectKey(account, 'up1', 'a.txt'),
        version: 'null',
        change: 'created' as const,
        bytes: 400,
        sequencer: '0A',
      };
      await store.recordObject(object, now);
      await store.recordObject(object, now);
      const balance = await store.loadBalance(ref);
      expect([balance?.used, balance && limitOf(balance), balance?.holds.size]).toEqual([
        400, 2_000_000_000, 0,
      ]);
    });
  });
});

it('a process that dies at any request of an upload event leaves nothing half done', async () => {
  const account = someone();
  const ref = { account, meter: storageMeter(), period };
  const key = uploadObjectKey(account, 'up1', 'a.txt');
  const change = (sequencer: string, bytes: number) => ({
    bucket: 'b',
    key,
    version: 'null',
    change: 'created' as const,
    bytes,
    sequencer,
  });
  for (const [sequencer, bytes] of [
    ['0A', 100],
    ['0B', 700],
    ['0C', 50],
  ] as const)
    for (let allowed = 0; ; allowed += 1) {
      const faults = injectFaults(store.dynamo, ({ index }) => (index >= allowed ? 'crash' : undefined));
      const outcome = await store
        .recordObject(change(sequencer, bytes), now)
        .catch((error: unknown) => error);
      faults.stop();
      const balance = await store.loadBalance(ref);
      expect(balance ? limitOf(balance) : 2_000_000_000).toBe(2_000_000_000);
      if (!(outcome instanceof Crash)) break;
    }
  expect((await store.loadBalance(ref))?.used).toBe(50);
});

it('a storm of random faults under random work leaves exact sums', async () => {
  const next = random(11);
  const account = someone();
  const faults = injectFaults(store.dynamo, () => (next(6) === 0 ? kinds[next(kinds.length)] : undefined));
  const truth = new Map<string, number>();
  const worker = async (name: number) => {
    for (let turn = 0; turn < 8; turn += 1) {
      const events = Array.from({ length: 1 + next(40) }, () => {
        const id = String(next(300));
        return { source: 's', id, at: now, amount: 1 + Number(id) };
      });
      for (const event of events) truth.set(event.id, event.amount);
      // A message whose counting failed for good is delivered again.
      for (let delivery = 0; ; delivery += 1) {
        const outcome = await store.countUsage(account, bandwidth, events, now).catch((e: Error) => e);
        if (!(outcome instanceof Error)) break;
        expect(delivery).toBeLessThan(20);
      }
    }
    return name;
  };
  await Promise.all([1, 2, 3, 4].map(worker));
  faults.stop();
  const expected = [...truth.values()].reduce((sum, amount) => sum + amount, 0);
  expect((await store.loadBalance({ account, meter: bandwidth, period }))?.used).toBe(expected);
});
