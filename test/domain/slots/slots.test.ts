import {
  heldSlots,
  packSlot,
  planSlot,
  type Slot,
  type Slots,
  unpackSlot,
} from '../../../functions/domain/slots/slots.ts';
import { type Instant, plus, SECOND } from '../../../functions/domain/time.ts';
import { NOW } from '../../support/arbitraries.ts';

const slot = (jobId: string, leaseExpiresAt: Instant | null = null, age = 0): Slot => ({
  jobId,
  allocatedAt: plus(NOW, -age),
  leaseExpiresAt,
});
const slotsOf = (limit: number, held: readonly Slot[], parts: Partial<Slots> = {}): Slots => ({
  limit,
  held: new Map(held.map((one) => [one.jobId, one])),
  grants: [],
  isOpen: true,
  blocked: false,
  graces: [],
  ...parts,
});
const later = plus(NOW, SECOND);

describe('the slots in use', () => {
  it('are those whose lease has not ended, the oldest first, then by name', () => {
    const slots = slotsOf(9, [slot('b'), slot('a'), slot('old', later, 5_000), slot('lapsed', NOW)]);
    expect(heldSlots(slots, NOW).map(({ jobId }) => jobId)).toEqual(['old', 'a', 'b']);
  });
});

describe('an allocation', () => {
  it('finds the slot that its job holds, also on a suspended account or beyond the limit', () => {
    const own = slot('job', later);
    expect(planSlot(slotsOf(0, [own], { blocked: true }), 'job', NOW)).toEqual({ kind: 'held', slot: own });
  });

  it('of a suspended account is refused', () => {
    expect(planSlot(slotsOf(5, [], { blocked: true }), 'job', NOW)).toEqual({ kind: 'blocked' });
  });

  it('takes room below the limit, and no more', () => {
    expect(planSlot(slotsOf(2, [slot('a')]), 'job', NOW)).toEqual({ kind: 'take', clear: [] });
    expect(planSlot(slotsOf(2, [slot('a'), slot('b')]), 'job', NOW)).toEqual({ kind: 'full' });
  });

  it('clears as many lapsed slots as it needs', () => {
    const lapsed = [slot('x', NOW), slot('y', NOW)];
    expect(planSlot(slotsOf(3, [slot('a'), ...lapsed]), 'job', NOW)).toEqual({
      kind: 'take',
      clear: lapsed.slice(0, 1),
    });
  });

  it('clears the lapsed slot of its own job in the same write', () => {
    const own = slot('job', NOW);
    expect(planSlot(slotsOf(1, [own]), 'job', NOW)).toEqual({ kind: 'take', clear: [own] });
  });

  it('clears at most 40 slots in a write, where a lowered limit leaves more', () => {
    const lapsed = Array.from({ length: 60 }, (_, at) => slot(`job_${at}`, NOW));
    const plan = planSlot(slotsOf(2, lapsed), 'job', NOW);
    expect(plan).toEqual({ kind: 'clear', clear: lapsed.slice(0, 40) });
  });
});

it('is kept as two numbers that say the same', () => {
  for (const one of [slot('a'), slot('a', later)]) expect(unpackSlot('a', packSlot(one))).toEqual(one);
});
