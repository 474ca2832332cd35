import type { AccountId } from '../../../functions/domain/accounts.ts';
import { slotMeter } from '../../../functions/domain/meters.ts';
import { periodOf } from '../../../functions/domain/periods.ts';
import { heldSlots } from '../../../functions/domain/slots/slots.ts';
import type { Instant } from '../../../functions/domain/time.ts';
import { random } from '../../support/random.ts';
import { isFull } from '../../support/scope.ts';
import { openStore, type Store } from '../../support/store.ts';

let store: Store;
beforeAll(async () => {
  store = await openStore();
});
afterAll(() => store.close());

const meter = slotMeter();
const start = Date.UTC(2026, 10, 23) as Instant;
const later = (secondsLater: number) => (start + secondsLater * 1_000) as Instant;
let companies = 0;
const someCompany = () => `company_${++companies}` as AccountId;

async function withLimit(limit: number): Promise<AccountId> {
  const account = someCompany();
  const ref = { account, meter, period: periodOf(start) };
  const amount = limit - meter.free;
  if (amount > 0) await store.addGrant(ref, { grantId: 'g', packType: 'slots_100', amount, expiresAt: null });
  return account;
}

const held = async (account: AccountId, at: Instant) =>
  heldSlots(await store.loadSlots({ account, meter, period: periodOf(at) }), at);

const MANY = isFull ? 200 : 120;

describe(`${MANY} allocations at once`, () => {
  it.each([2, 5, 100])('never hold more than a limit of %i, and fill it', async (limit) => {
    const account = await withLimit(limit);
    const outcomes = await Promise.all(
      Array.from({ length: MANY }, (_, i) =>
        store.allocateSlot(account, meter, `job_${i}`, undefined, start),
      ),
    );
    const won = outcomes.filter((outcome) => outcome.kind === 'allocated');
    expect(won).toHaveLength(limit);
    expect(outcomes.filter((outcome) => outcome.kind === 'full')).toHaveLength(MANY - limit);
    for (const outcome of outcomes) expect(heldSlots(outcome.slots, start).length).toBeLessThanOrEqual(limit);
    const names = (await held(account, start)).map((slot) => slot.jobId).sort();
    expect(names).toEqual(won.map((outcome) => ('slot' in outcome ? outcome.slot.jobId : '')).sort());
  });

  it.each([2, 5, 100])('by equal names take one slot each, with a limit of %i', async (limit) => {
    const account = await withLimit(limit);
    const names = Math.min(limit, 10);
    const outcomes = await Promise.all(
      Array.from({ length: MANY }, (_, i) =>
        store.allocateSlot(account, meter, `job_${i % names}`, undefined, start),
      ),
    );
    expect(outcomes.filter((outcome) => outcome.kind === 'allocated')).toHaveLength(names);
    expect(outcomes.filter((outcome) => outcome.kind === 'held')).toHaveLength(MANY - names);
    expect(await held(account, start)).toHaveLength(names);
  });

  it('share the capacity of expired leases, to the last slot', async () => {
    const account = await withLimit(5);
    for (let i = 0; i < 5; i += 1) await store.allocateSlot(account, meter, `old_${i}`, 60, start);
    const outcomes = await Promise.all(
      Array.from({ length: MANY }, (_, i) =>
        store.allocateSlot(account, meter, `new_${i}`, undefined, later(60)),
      ),
    );
    expect(outcomes.filter((outcome) => outcome.kind === 'allocated')).toHaveLength(5);
    expect(await held(account, later(60))).toHaveLength(5);
  });
});

describe('allocations, releases, lapsing leases and limit changes, all at once', () => {
  it.each([2, 5, 100])('keep held ≤ limit at every moment seen, from a limit of %i', async (limit) => {
    const account = await withLimit(limit);
    const ref = { account, meter, period: periodOf(start) };
    const next = random(limit);
    let clock = start;
    // A limit that falls below what is held evicts nobody: only then may more be held than the limit.
    let highest = limit;
    const mine = new Map<string, number>();
    const step = async (worker: number) => {
      for (let turn = 0; turn < 12; turn += 1) {
        const jobId = `job_${next(limit * 3)}`;
        const dice = next(10);
        if (dice === 0) clock = (clock + 20_000) as Instant;
        if (dice === 1) await store.releaseSlot(account, meter, jobId);
        else if (dice === 2) {
          const grant = { grantId: `w${worker}t${turn}`, packType: 'slots_5', amount: 3, expiresAt: null };
          highest += 3;
          await store.addGrant(ref, grant);
        } else if (dice === 3) await store.extendLease(account, meter, jobId, 60, clock);
        else {
          const lease = next(2) === 0 ? 30 : undefined;
          const outcome = await store.allocateSlot(account, meter, jobId, lease, clock);
          expect(outcome.slots.held.size).toBeLessThanOrEqual(outcome.slots.limit);
          expect(outcome.slots.limit).toBeLessThanOrEqual(highest);
          if (outcome.kind === 'allocated' || outcome.kind === 'held') {
            expect(outcome.slot.jobId).toBe(jobId);
            mine.set(jobId, (mine.get(jobId) ?? 0) + 1);
          }
        }
      }
    };
    await Promise.all(Array.from({ length: 40 }, (_, worker) => step(worker)));
    const slots = await store.loadSlots(ref);
    expect(slots.held.size).toBeLessThanOrEqual(slots.limit);
    for (const jobId of slots.held.keys()) expect(mine.has(jobId)).toBe(true);
  });

  it('a limit that fell far below expired slots allocates its slots again', async () => {
    const account = await withLimit(100);
    const ref = { account, meter, period: periodOf(start) };
    for (let i = 0; i < 100; i += 1) await store.allocateSlot(account, meter, `job_${i}`, 60, start);
    await store.removeGrant(ref, { grantId: 'g', packType: 'slots_100', amount: 98, expiresAt: null });
    const outcomes = await Promise.all(
      ['a', 'b', 'c'].map((job) => store.allocateSlot(account, meter, job, undefined, later(3_600))),
    );
    expect(outcomes.map(({ kind }) => kind).sort()).toEqual(['allocated', 'allocated', 'full']);
    expect(await held(account, later(3_600))).toHaveLength(2);
  });

  it('a lowered limit releases no slot and allocates none until fewer are in use', async () => {
    const account = await withLimit(5);
    const ref = { account, meter, period: periodOf(start) };
    for (let i = 0; i < 5; i += 1) await store.allocateSlot(account, meter, `job_${i}`, undefined, start);
    const grant = { grantId: 'g', packType: 'slots_100', amount: 3, expiresAt: null };
    await Promise.all([
      store.removeGrant(ref, grant),
      store.removeGrant(ref, grant),
      store.removeGrant(ref, grant),
    ]);
    expect(await store.loadSlots(ref)).toMatchObject({ limit: 2, grants: [] });
    expect(await held(account, start)).toHaveLength(5);
    for (let i = 0; i < 3; i += 1) {
      expect(await store.allocateSlot(account, meter, 'late', undefined, start)).toMatchObject({
        kind: 'full',
      });
      await store.releaseSlot(account, meter, `job_${i}`);
    }
    expect(await store.allocateSlot(account, meter, 'late', undefined, start)).toMatchObject({
      kind: 'full',
    });
    await store.releaseSlot(account, meter, 'job_3');
    expect(await store.allocateSlot(account, meter, 'late', undefined, start)).toMatchObject({
      kind: 'allocated',
    });
  });
});
