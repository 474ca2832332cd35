import { expectAnswer, type Operation, oneOf } from '../actor.ts';
import { HOUR } from '../model/terms.ts';

const LEASES = [null, HOUR, 24 * HOUR] as const;

export const allocate: Operation = async (actor, pick) => {
  const now = actor.now();
  const { slots, isSuspended, packs } = actor.model;
  // Slots that are taken while an ended pack keeps its capacity have a grace of their own: not in the model.
  if (packs.some(({ terms, state }) => terms.kind === 'jobSlots' && state === 'expiring')) return null;
  const known = oneOf(slots.heldAt(now), pick);
  const jobId = known && pick(5) === 0 ? known.jobId : actor.name('job');
  const lease = LEASES[pick(LEASES.length)] ?? null;
  const { status, body } = await actor.owner.call(`POST ${actor.base}/job-slots`, {
    jobId,
    ...(lease === null ? {} : { leaseSeconds: lease / 1_000 }),
  });
  const held = slots.holder(jobId, now);
  if (held) {
    expectAnswer(`allocation of ${jobId} again`, status, 200);
    return `allocate ${jobId} again`;
  }
  const fits = !isSuspended && slots.heldAt(now).length < slots.limit;
  expectAnswer(`allocation of ${jobId}`, status, fits ? 201 : 402);
  if (fits)
    actor.apply(() => slots.take(jobId, Date.parse(body.allocatedAt), lease === null ? null : now + lease));
  return `allocate ${jobId}${lease === null ? '' : ` for ${lease / HOUR} h`}${fits ? '' : ': refused'}`;
};

export const extendSlot: Operation = async (actor, pick) => {
  const now = actor.now();
  const slot = oneOf(actor.model.slots.heldAt(now), pick);
  if (!slot) return null;
  const { status } = await actor.owner.call(`PUT ${actor.base}/job-slots/${slot.jobId}/lease`, {
    leaseSeconds: (5 * HOUR) / 1_000,
  });
  expectAnswer('extension of a slot', status, 200);
  slot.until = now + 5 * HOUR;
  return `extend ${slot.jobId} for 5 h`;
};

export const freeSlot: Operation = async (actor, pick) => {
  const slot = oneOf(actor.model.slots.heldAt(actor.now()), pick);
  if (!slot) return null;
  const { status } = await actor.owner.call(`DELETE ${actor.base}/job-slots/${slot.jobId}`);
  expectAnswer('release of a slot', status, 204);
  actor.apply(() => actor.model.slots.free(slot.jobId));
  return `release ${slot.jobId}`;
};
