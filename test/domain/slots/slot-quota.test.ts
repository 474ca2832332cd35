import { requireMeter } from '../../../functions/domain/meters.ts';
import { slotQuotaOf } from '../../../functions/domain/slots/slot-quota.ts';
import type { Slot, Slots } from '../../../functions/domain/slots/slots.ts';
import { NOW } from '../../support/arbitraries.ts';

const held: readonly Slot[] = [
  { jobId: 'a', allocatedAt: NOW, leaseExpiresAt: null },
  { jobId: 'lapsed', allocatedAt: NOW, leaseExpiresAt: NOW },
];
const slots: Slots = {
  limit: 2,
  held: new Map(held.map((slot) => [slot.jobId, slot])),
  grants: [],
  isOpen: true,
  blocked: false,
  graces: [],
};

it('counts the slots whose lease has not ended, has no period and reserves nothing', () => {
  expect(slotQuotaOf(requireMeter('jobSlots'), slots, NOW, false)).toMatchObject({
    limit: 2,
    used: 1,
    reserved: 0,
    remaining: 1,
    state: 'ok',
    period: null,
  });
});

it('of a suspended account has nothing left', () => {
  expect(slotQuotaOf(requireMeter('jobSlots'), { ...slots, blocked: true }, NOW, false)).toMatchObject({
    remaining: 0,
    state: 'blocked',
  });
});
