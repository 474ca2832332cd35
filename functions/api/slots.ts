import { ApiError } from '../domain/errors.ts';
import { slotMeter } from '../domain/meters.ts';
import { periodOf } from '../domain/periods.ts';
import { plannedReleases } from '../domain/slots/graces.ts';
import { slotQuotaOf } from '../domain/slots/slot-quota.ts';
import { heldSlots, type Slot, type Slots } from '../domain/slots/slots.ts';
import { type Instant, iso } from '../domain/time.ts';
import { loadSlots } from '../store/balances/balances.ts';
import { allocateSlot, extendLease, releaseSlot } from '../store/slots/slots.ts';
import { slotsContract } from './contract/slots.ts';
import { endpoint } from './kernel/http.ts';
import { hardBlocked, quotaExceeded } from './kernel/refusal.ts';

export const handler = endpoint(slotsContract, {
  'GET /v1/accounts/{account}/job-slots': async ({ params: { account }, now }) => {
    const slots = await loadSlots({ account, meter: slotMeter(), period: periodOf(now) });
    const held = heldSlots(slots, now);
    const planned = plannedReleases(slots, now);
    const [first] = planned;
    const releaseOf = new Map(planned.map(({ slot, at }) => [slot.jobId, { releaseAt: iso(at) }]));
    return {
      status: 200,
      body: {
        active: held.length,
        limit: slots.limit,
        slots: held.map((slot) => ({ ...slotView(slot), ...releaseOf.get(slot.jobId) })),
        ...(first ? { releaseAt: iso(first.at) } : {}),
      },
    };
  },

  'POST /v1/accounts/{account}/job-slots': async ({ params: { account }, body, now }) => {
    const allocation = await allocateSlot(account, slotMeter(), body.jobId, body.leaseSeconds, now);
    if (allocation.kind === 'blocked')
      throw hardBlocked(slotQuotaOf(slotMeter(), allocation.slots, now, false));
    if (allocation.kind === 'full') throw await allTaken(allocation.slots, now);
    const status = allocation.kind === 'allocated' ? 201 : 200;
    return { status, body: withCounts(allocation.slot, allocation.slots, now) };
  },

  'PUT /v1/accounts/{account}/job-slots/{jobId}/lease': async ({ params, body, now }) => {
    const { account, jobId } = params;
    const extension = await extendLease(account, slotMeter(), jobId, body.leaseSeconds, now);
    if (extension.kind === 'not-held')
      throw new ApiError('not-found', `${jobId} has no job slot of ${account}. Allocate one first.`);
    return { status: 200, body: withCounts(extension.slot, extension.slots, now) };
  },

  'DELETE /v1/accounts/{account}/job-slots/{jobId}': async ({ params: { account, jobId } }) => {
    await releaseSlot(account, slotMeter(), jobId);
    return { status: 204 };
  },
});

/** Builds the view of a slot. Leases end at whole seconds. */
const slotView = (slot: Slot) => ({
  jobId: slot.jobId,
  allocatedAt: iso(slot.allocatedAt),
  leaseExpiresAt: slot.leaseExpiresAt === null ? null : iso(slot.leaseExpiresAt),
});

const withCounts = (slot: Slot, slots: Slots, now: Instant) => ({
  ...slotView(slot),
  active: heldSlots(slots, now).length,
  limit: slots.limit,
});

function allTaken(slots: Slots, now: Instant): Promise<ApiError> {
  const meter = slotMeter();
  const held = heldSlots(slots, now);
  const jobs = held.slice(0, 5).map((slot) => slot.jobId);
  const more = held.length > jobs.length ? ` and ${held.length - jobs.length} more` : '';
  const detail = `${held.length} of ${slots.limit} job slots are in use by ${jobs.join(', ')}${more}.`;
  return quotaExceeded(meter, slotQuotaOf(meter, slots, now, false), 1, detail, now);
}
