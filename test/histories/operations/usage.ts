import { usageEvent } from '../../support/local-stack.ts';
import { type Actor, expectAnswer, type Operation, oneOf, type Pick } from '../actor.ts';
import type { CountedEvent } from '../model/account.ts';
import {
  type CounterName,
  closesAt,
  countsIn,
  DAY,
  GB,
  HOUR,
  MINUTE,
  monthOf,
  SECOND,
} from '../model/terms.ts';

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

/** An event of the next minutes: late in the last evening of a month it is one of the next month. */
export const useEarly: Operation = (actor, pick) => {
  const meter = meterBy(pick);
  const ahead = MINUTE / 2 + pick(9 * MINUTE);
  return report(actor, meter, amountOf(meter, pick), actor.now() + ahead, 1 + pick(2));
};

/** A known event again, unchanged. */
export const repeatEvent: Operation = async (actor, pick) => {
  const now = actor.now();
  const event = oneOf(
    actor.model.events.filter(({ time }) => time > now - 34 * DAY),
    pick,
  );
  if (!event) return null;
  await send(actor, event, event.time);
  return `report ${event.id} again`;
};

/** A retry that was given another time: it counts once while the service promises that. */
export const restamp: Operation = async (actor, pick) => {
  actor.now();
  const event = oneOf(actor.model.events, pick);
  const time = event && anotherTime(actor, event, pick);
  if (!event || time === undefined) return null;
  await send(actor, event, time);
  return `report ${event.id} again, at ${new Date(time).toISOString()}`;
};

async function send(actor: Actor, event: CountedEvent, time: number): Promise<void> {
  const sent = usageEvent({
    subject: actor.account,
    source: event.source,
    id: event.id,
    type: event.meter,
    amount: event.sent,
    time: new Date(time).toISOString(),
  });
  const { status } = await actor.stage.machine.call('POST /v1/usage-events', [sent]);
  expectAnswer('repeated event', status, 202);
}

const SHIFTS = [2 * SECOND, 5 * MINUTE, HOUR, 5 * HOUR, DAY, 3 * DAY];

/**
 * Another time under which an event is recognised: one that is counted in the same open month, of which the log has all
 * events of such a short history, or one of the same day. Undefined when there is none.
 */
function anotherTime({ model }: Actor, event: CountedEvent, pick: Pick): number | undefined {
  const dayOf = (time: number) => Math.floor(time / DAY);
  const times = SHIFTS.flatMap((shift) => [event.time - shift, event.time + shift]).filter((time) => {
    if (time > model.now + 9 * MINUTE || time < model.now - 34 * DAY) return false;
    const isInLog = closesAt(event.month) > model.now && countsIn(time, model.now) === event.month;
    return isInLog || dayOf(time) === dayOf(event.time);
  });
  return oneOf(times, pick);
}

/** What became of an event, asked for by its own time or by another one under which it is recognised. */
export const lookUp: Operation = async (actor, pick) => {
  const now = actor.now();
  const event = oneOf(
    actor.model.events.filter(({ time }) => time > now - 34 * DAY),
    pick,
  );
  if (!event) return null;
  const time = (pick(2) === 0 ? anotherTime(actor, event, pick) : undefined) ?? event.time;
  const query = new URLSearchParams({
    source: event.source,
    id: event.id,
    time: new Date(time).toISOString(),
  });
  const { status, body } = await actor.owner.call(`GET ${actor.base}/usage-events?${query}`);
  expectAnswer(
    `look-up of ${event.id}`,
    [status, body.state, body.meter, body.amount, body.period?.start.slice(0, 7), body.late],
    [200, 'counted', event.meter, event.amount, event.month, event.month !== monthOf(event.time)],
  );
  return `look ${event.id} up`;
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
  const time = (pick(3) === 0 ? anotherTime(actor, event, pick) : undefined) ?? event.time;
  const { status, body } = await correct(actor, { ...event, time }, amount);
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
