import * as fc from 'fast-check';
import {
  type Balance,
  planReservation,
  reservedAt,
  untouched,
} from '../../../functions/domain/metering/balances.ts';
import { requireMeter } from '../../../functions/domain/meters.ts';
import {
  heldSlots,
  isExpired,
  packSlot,
  planSlot,
  type Slot,
  type Slots,
  unpackSlot,
} from '../../../functions/domain/slots/slots.ts';
import { aroundNow, holds, NOW } from '../../support/arbitraries.ts';

const named = <T>(items: readonly T[]): Map<string, T> => new Map(items.map((item, i) => [`id${i}`, item]));

const balances: fc.Arbitrary<Balance> = fc
  .record({
    used: fc.nat(500),
    left: fc.integer({ min: -200, max: 200 }),
    holds: fc.array(holds, { maxLength: 60 }).map(named),
  })
  .map((facts) => ({ ...untouched(requireMeter('bandwidth')), ...facts }));

describe('a hold', () => {
  it('is taken only from free and expired slots, and refused only when these are too few', () => {
    fc.assert(
      fc.property(balances, fc.integer({ min: 1, max: 300 }), (balance, amount) => {
        const plan = planReservation(balance, 'mine', amount, NOW);
        const lapsed = [...balance.holds].filter(([, hold]) => hold.until <= NOW);
        if (plan.kind === 'take') {
          const freed = [...plan.clear.values()].reduce((sum, hold) => sum + hold.amount, 0);
          expect(balance.left + freed).toBeGreaterThanOrEqual(amount);
          for (const [id, hold] of plan.clear) expect(lapsed).toContainEqual([id, hold]);
        } else {
          expect(plan.kind).toBe('refused');
          const most = lapsed.slice(0, 40).reduce((sum, [, hold]) => sum + hold.amount, 0);
          expect(balance.left + most).toBeLessThan(amount);
        }
      }),
    );
  });

  it('clears nothing that it does not need', () => {
    fc.assert(
      fc.property(balances, fc.integer({ min: 1, max: 300 }), (balance, amount) => {
        const plan = planReservation(balance, 'mine', amount, NOW);
        if (plan.kind !== 'take') return;
        const cleared = [...plan.clear.values()].map((hold) => hold.amount);
        const butTheLast = cleared.slice(0, -1).reduce((sum, freed) => sum + freed, 0);
        expect(cleared.length === 0 || balance.left + butTheLast < amount).toBe(true);
      }),
    );
  });

  it('that is there already under its id is the caller’s own, until its lease ends', () => {
    fc.assert(
      fc.property(balances, (balance) => {
        for (const [id, hold] of balance.holds)
          if (hold.until > NOW) expect(planReservation(balance, id, 1, NOW)).toEqual({ kind: 'held', hold });
          else expect(planReservation(balance, id, 1, NOW).kind).not.toBe('held');
      }),
    );
  });

  it('counts for nothing from the moment in which its lease ends', () => {
    const of = (until: number) => ({
      ...untouched(requireMeter('bandwidth')),
      holds: new Map([['h', { amount: 5, until: (NOW + until) as typeof NOW }]]),
    });
    expect([reservedAt(of(1), NOW), reservedAt(of(0), NOW), reservedAt(of(-1), NOW)]).toEqual([5, 0, 0]);
  });
});

const slotSets: fc.Arbitrary<Slots> = fc
  .record({
    limit: fc.nat(12),
    leases: fc.array(fc.tuple(aroundNow, fc.option(aroundNow)), { maxLength: 15 }),
  })
  .map(({ limit, leases }) => ({
    limit,
    grants: [],
    isOpen: true,
    blocked: false,
    graces: [],
    held: new Map(
      leases.map(([allocatedAt, leaseExpiresAt], i) => [
        `job${i}`,
        { jobId: `job${i}`, allocatedAt, leaseExpiresAt },
      ]),
    ),
  }));

/** The slots after the plan was carried out. */
function carryOut(slots: Slots, jobId: string, clear: readonly Slot[]): Slots {
  const held = new Map(slots.held);
  for (const slot of clear) held.delete(slot.jobId);
  held.set(jobId, { jobId, allocatedAt: NOW, leaseExpiresAt: null });
  return { ...slots, held };
}

describe('a slot', () => {
  it('is never given beyond the limit, and always while one is free', () => {
    fc.assert(
      fc.property(slotSets, fc.integer({ min: 0, max: 20 }), (slots, number) => {
        const jobId = `job${number}`;
        const live = heldSlots(slots, NOW);
        const plan = planSlot(slots, jobId, NOW);
        if (live.some((slot) => slot.jobId === jobId)) {
          expect(plan).toEqual({ kind: 'held', slot: slots.held.get(jobId) });
        } else if (live.length >= slots.limit) {
          expect(plan).toEqual({ kind: 'full' });
        } else {
          if (plan.kind !== 'take') throw new Error('A free slot was not given.');
          expect(plan.clear.every((slot) => isExpired(slot, NOW))).toBe(true);
          const after = carryOut(slots, jobId, plan.clear);
          expect(after.held.size).toBeLessThanOrEqual(slots.limit);
          expect(heldSlots(after, NOW)).toHaveLength(live.length + 1);
        }
      }),
      { numRuns: 300 },
    );
  });

  it('is read as it was written, in whole seconds', () => {
    fc.assert(
      fc.property(aroundNow, fc.option(aroundNow), (allocatedAt, leaseExpiresAt) => {
        const slot: Slot = { jobId: 'j', allocatedAt, leaseExpiresAt };
        expect(unpackSlot('j', packSlot(slot))).toEqual(slot);
      }),
    );
  });

  it('is listed oldest first', () => {
    fc.assert(
      fc.property(slotSets, (slots) => {
        const times = heldSlots(slots, NOW).map(({ allocatedAt }) => allocatedAt);
        expect(times).toEqual([...times].sort((a, b) => a - b));
      }),
    );
  });
});
