import { expectAnswer, type Operation, oneOf } from '../actor.ts';
import { SECOND } from '../model/terms.ts';

/** In seconds; some are not whole hours. */
const LEASES = [null, null, 3_600, 3_607, 86_399, 86_400] as const;

/**
 * When an answered lease ends. It is a whole second, and never shorter than asked for: it is rounded up from the moment
 * of the request, which was between two moments.
 */
function leaseEnd(what: string, answered: string | null, lease: number, from: number, to: number): number {
  const until = Date.parse(answered ?? '');
  const [least, most] = [from + lease * SECOND, Math.ceil(to / SECOND) * SECOND + lease * SECOND];
  expectAnswer(`lease of ${what}`, [until % SECOND, until >= least, until <= most], [0, true, true]);
  return until;
}

export const allocate: Operation = async (actor, pick) => {
  const now = actor.now();
  const { slots, isSuspended } = actor.model;
  const known = oneOf(slots.heldAt(now), pick);
  const jobId = known && pick(5) === 0 ? known.jobId : actor.name('job');
  const lease = LEASES[pick(LEASES.length)] ?? null;
  const { status, body } = await actor.owner.call(`POST ${actor.base}/job-slots`, {
    jobId,
    ...(lease === null ? {} : { leaseSeconds: lease }),
  });
  const held = slots.holder(jobId, now);
  if (held) {
    expectAnswer(`allocation of ${jobId} again`, status, 200);
    return `allocate ${jobId} again`;
  }
  const fits = !isSuspended && slots.heldAt(now).length < slots.limit;
  expectAnswer(`allocation of ${jobId}`, status, fits ? 201 : 402);
  if (fits) {
    const to = actor.stage.desk.clock.now();
    const until = lease === null ? null : leaseEnd(jobId, body.leaseExpiresAt, lease, now, to);
    actor.apply(() => slots.allocate(jobId, Date.parse(body.allocatedAt), until));
  }
  return `allocate ${jobId}${lease === null ? '' : ` for ${lease} s`}${fits ? '' : ': refused'}`;
};

export const extendSlot: Operation = async (actor, pick) => {
  const now = actor.now();
  const slot = oneOf(actor.model.slots.heldAt(now), pick);
  if (!slot) return null;
  const lease = 18_001 + pick(3);
  const { status, body } = await actor.owner.call(`PUT ${actor.base}/job-slots/${slot.jobId}/lease`, {
    leaseSeconds: lease,
  });
  expectAnswer('extension of a slot', status, 200);
  slot.until = leaseEnd(slot.jobId, body.leaseExpiresAt, lease, now, actor.stage.desk.clock.now());
  return `extend ${slot.jobId} for ${lease} s`;
};

export const freeSlot: Operation = async (actor, pick) => {
  const slot = oneOf(actor.model.slots.heldAt(actor.now()), pick);
  if (!slot) return null;
  const { status } = await actor.owner.call(`DELETE ${actor.base}/job-slots/${slot.jobId}`);
  expectAnswer('release of a slot', status, 204);
  actor.apply(() => actor.model.slots.free(slot.jobId));
  return `release ${slot.jobId}`;
};
