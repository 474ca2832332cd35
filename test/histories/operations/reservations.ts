import { expectAnswer, type Operation, oneOf } from '../actor.ts';
import { countsIn, HOUR, monthOf } from '../model/terms.ts';

const LEASES = [HOUR, 3 * HOUR, 24 * HOUR] as const;

/** Reserves some of a counter: taken when it fits, refused when not. */
export const reserve: Operation = async (actor, pick) => {
  const meter = pick(2) === 0 ? 'transcoding' : 'bandwidth';
  const now = actor.now();
  const { model } = actor;
  const month = monthOf(now);
  const { limit, used } = model.counters[meter].month(month);
  const free = limit + model.counters[meter].confirmedIn(month).room - used - model.reserved(meter);
  const amount =
    pick(4) === 0 ? Math.max(1, free + pick(2)) : 1 + pick(meter === 'transcoding' ? 2_000 : 3e9);
  const lease = LEASES[pick(LEASES.length)] ?? HOUR;
  const { status, body } = await actor.post('/reservations', { meter, amount, leaseSeconds: lease / 1_000 });
  const fits = !model.isSuspended && amount <= free;
  expectAnswer(`reserve ${amount} of ${meter}, ${free} free`, status, fits ? 201 : 402);
  if (fits) {
    model.counters[meter].begin(month);
    model.reservations.push({
      id: body.reservationId,
      meter,
      amount,
      until: now + lease,
      madeAt: now,
      state: 'held',
    });
  }
  return `reserve ${amount} of ${meter} for ${lease / HOUR} h${fits ? '' : ': refused'}`;
};

/** Settles a reservation, lapsed ones too, with less or more than was reserved. */
export const settle: Operation = async (actor, pick) => {
  const now = actor.now();
  const held = oneOf(
    actor.model.reservations.filter(({ state }) => state === 'held'),
    pick,
  );
  if (!held) return null;
  const amount = pick(Math.floor(held.amount * 1.3) + 1);
  const path = `/reservations/${held.id}/settlement`;
  const { status } = await actor.post(path, { amount });
  expectAnswer('settlement', status, 200);
  if (pick(2) === 0) expectAnswer('second settlement', (await actor.post(path, { amount })).status, 200);
  actor.apply(() => actor.model.settle(held, countsIn(held.madeAt, now), amount));
  return `settle a reservation of ${held.amount} of ${held.meter} with ${amount}`;
};

/** Releases a reservation. */
export const release: Operation = async (actor, pick) => {
  actor.now();
  const held = oneOf(
    actor.model.reservations.filter(({ state }) => state === 'held'),
    pick,
  );
  if (!held) return null;
  const { status } = await actor.owner.call(`DELETE ${actor.base}/reservations/${held.id}`);
  expectAnswer('release of a reservation', status, 204);
  held.state = 'settled';
  return `release a reservation of ${held.amount} of ${held.meter}`;
};
