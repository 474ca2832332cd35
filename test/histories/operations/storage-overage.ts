import { expectAnswer, type Operation } from '../actor.ts';
import { GB, priceOf } from '../model/terms.ts';

/** Confirms storage beyond the limit for the running month. */
export const confirmStorage: Operation = async (actor, pick) => {
  const now = actor.now();
  const { storage } = actor.model;
  const amount = 1 + pick(3) * GB + pick(GB);
  const quote = await actor.post('/overage-quotes', { meter: 'storage', amount });
  expectAnswer(
    'quote of storage',
    [quote.status, quote.body.total?.amount, quote.body.pricedPer],
    [201, priceOf('storage', amount), 'month'],
  );
  const { status, body } = await actor.post('/overage-confirmations', { quoteId: quote.body.quoteId });
  actor.apply(() => storage.confirm(amount, now));
  expectAnswer(
    'confirmation of storage',
    [status, body.cap?.amount, body.estimate?.amount],
    [201, storage.confirmed.capAt(now), storage.confirmed.costOf(storage.beyond)],
  );
  return `confirm ${amount} of storage`;
};

/** Withdraws it. What reservations use that are open stays confirmed for them. */
export const withdrawStorage: Operation = async (actor) => {
  const now = actor.now();
  const { storage } = actor.model;
  if (!storage.confirmed.isConfirmed(now)) return null;
  const { status } = await actor.owner.call(`DELETE ${actor.base}/overage-confirmations/storage`);
  expectAnswer('withdrawal of storage', status, 204);
  actor.apply(() => storage.withdraw(now));
  return 'withdraw the overage of storage';
};
