import { usageEvent } from '../../support/desk.ts';
import { type Actor, expectAnswer, type Operation, oneOf, type Pick } from '../actor.ts';
import { type CounterName, closesAt, countsIn, DAY, GB, HOUR } from '../model/terms.ts';

const amountOf = (meter: CounterName, pick: Pick): number =>
  meter === 'transcoding' ? 1 + pick(3_000) : 1 + pick(6) * GB + pick(GB);

/** Reports one event, several times over if it is said. */
export async function report(actor: Actor, meter: CounterName, amount: number, time: number, copies = 1) {
  const now = actor.now();
  const id = actor.name('event');
  const event = usageEvent({
    subject: actor.account,
    source: `driver/${actor.account}`,
    id,
    type: meter,
    amount,
    time: new Date(time).toISOString(),
  });
  const { status } = await actor.stage.machine.call('POST /v1/usage-events', Array(copies).fill(event));
  expectAnswer('usage event', status, 202);
  const month = countsIn(time, now);
  actor.apply(() => actor.model.use(meter, month, amount));
  actor.model.events.push({ meter, source: event.source, id, time, month, sent: amount, amount });
  return `report ${amount} of ${meter} (${id}) at ${event.time}${copies > 1 ? `, ${copies} times` : ''}`;
}

const meterBy = (pick: Pick): CounterName => (pick(3) === 0 ? 'transcoding' : 'bandwidth');

/** An event of this moment, often sent twice. */
export const use: Operation = (actor, pick) => {
  const meter = meterBy(pick);
  return report(actor, meter, amountOf(meter, pick), actor.now(), 1 + pick(2));
};

/** An event of the past: of the same month, of one in its grace, or of one that is closed. */
export const useLate: Operation = (actor, pick) => {
  const meter = meterBy(pick);
  const age = [HOUR, 5 * HOUR, DAY, 3 * DAY, 20 * DAY, 34 * DAY][pick(6)] ?? HOUR;
  return report(actor, meter, amountOf(meter, pick), actor.now() - age, 1 + pick(2));
};

/** A known event again, unchanged. */
export const repeatEvent: Operation = async (actor, pick) => {
  const now = actor.now();
  const event = oneOf(
    actor.model.events.filter(({ time }) => time > now - 34 * DAY),
    pick,
  );
  if (!event) return null;
  const sent = usageEvent({
    subject: actor.account,
    source: event.source,
    id: event.id,
    type: event.meter,
    amount: event.sent,
    time: new Date(event.time).toISOString(),
  });
  const { status } = await actor.stage.machine.call('POST /v1/usage-events', [sent]);
  expectAnswer('repeated event', status, 202);
  return `report ${event.id} again`;
};

/** Sets what an event of an open month counts for. */
export const correctOpen: Operation = async (actor, pick) => {
  const now = actor.now();
  const event = oneOf(
    actor.model.events.filter(({ month }) => closesAt(month) > now),
    pick,
  );
  if (!event) return null;
  const amount = pick(3) === 0 ? 0 : pick(2 * event.sent + 1);
  const { status, body } = await correct(actor, event, amount);
  const changes = amount !== event.amount;
  expectAnswer('correction', [status, body.closed], [changes ? 201 : 200, false]);
  actor.apply(() => actor.model.use(event.meter, event.month, amount - event.amount));
  event.amount = amount;
  return `correct ${event.id} to ${amount}`;
};

export async function correct(
  actor: Actor,
  event: { readonly meter: string; readonly source: string; readonly id: string; readonly time: number },
  amount: number,
) {
  return actor.stage.machine.call(
    'POST /v1/usage-corrections',
    {
      account: actor.account,
      meter: event.meter,
      source: event.source,
      id: event.id,
      time: new Date(event.time).toISOString(),
      amount,
      reason: 'Counted wrongly',
    },
    { 'idempotency-key': actor.name(actor.account) },
  );
}
