import { expectAnswer, type Operation, oneOf } from '../actor.ts';
import { closesAt, DAY } from '../model/terms.ts';
import { correct } from './usage.ts';

/** Sets what an event of a closed month counts for: that month keeps its figures, and money waits for the next close. */
export const correctClosed: Operation = async (actor, pick) => {
  const now = actor.now();
  const { adjustments, counters, events } = actor.model;
  const closed = events.filter(({ month, time }) => closesAt(month) <= now && time > now - 34 * DAY);
  // Where nothing was beyond the limit no money moves.
  const beyond = closed.filter(({ meter, month }) => counters[meter].month(month).beyond > 0);
  const event = oneOf(beyond.length > 0 ? beyond : closed, pick);
  if (!event) return null;
  const amount = pick(3) === 0 ? 0 : pick(2 * event.sent + 1);
  const { status, body } = await correct(actor, event, amount);
  let effect = 0;
  actor.apply(() => {
    effect = adjustments.correct(event.meter, event.month, amount - event.amount);
  });
  const moved = { kind: effect > 0 ? 'debit' : 'credit', amount: Math.abs(effect) };
  expectAnswer(
    `correction of ${event.id} from ${event.amount} to ${amount} in a closed month`,
    [status, body.closed, body.effect && { kind: body.effect.kind, amount: body.effect.amount.amount }],
    [amount === event.amount ? 200 : 201, true, effect === 0 ? null : moved],
  );
  event.amount = amount;
  return `correct ${event.id} of the closed ${event.month} to ${amount}: ${effect}`;
};
