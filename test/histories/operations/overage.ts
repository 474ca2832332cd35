import { type Actor, expectAnswer, type Operation, oneOf, type Pick } from '../actor.ts';
import { type ChargeModel, shortId } from '../model/ledger.ts';
import { COUNTERS, type CounterName, GB, priceOf } from '../model/terms.ts';
import { METHODS } from './packs.ts';

const amountOf = (meter: CounterName, pick: Pick): number =>
  meter === 'transcoding' ? 1 + pick(1_500) : 1 + pick(3) * GB + pick(GB);

/** Asks for a quote of use beyond the limit and confirms it. */
export async function confirmOverage(actor: Actor, meter: CounterName, amount: number): Promise<string> {
  const now = actor.now();
  const { counters, month } = actor.model;
  const quote = await actor.post('/overage-quotes', { meter, amount });
  expectAnswer('quote', [quote.status, quote.body.total?.amount], [201, priceOf(meter, amount)]);
  const { quoteId } = quote.body;
  const { status, body } = await actor.post('/overage-confirmations', { quoteId });
  actor.apply(() => counters[meter].confirm(month, amount, now));
  const cap = counters[meter].confirmedIn(month).capAt(now);
  expectAnswer('confirmation', [status, body.cap?.amount], [201, cap]);
  return `confirm ${amount} of ${meter}`;
}

export const confirm: Operation = (actor, pick) => {
  const meter = COUNTERS[pick(2)] ?? 'bandwidth';
  return confirmOverage(actor, meter, amountOf(meter, pick));
};

export const withdraw: Operation = async (actor, pick) => {
  const now = actor.now();
  const { counters, month } = actor.model;
  const meter = oneOf(
    COUNTERS.filter((each) => counters[each].confirmedIn(month).isConfirmed(now)),
    pick,
  );
  if (!meter) return null;
  const { status } = await actor.owner.call(`DELETE ${actor.base}/overage-confirmations/${meter}`);
  expectAnswer('withdrawal', status, 204);
  actor.apply(() => actor.model.withdraw(meter));
  return `withdraw the overage of ${meter}`;
};

export async function payCharge(actor: Actor, debt: ChargeModel, method = 'sandbox_ok'): Promise<string> {
  actor.now();
  const { status } = await actor.post(`/charges/${debt.chargeId}/payments`, { paymentMethod: method });
  expectAnswer(`payment of a debt by ${method}`, status, method === 'sandbox_declined' ? 402 : 201);
  actor.apply(() => actor.model.payments.begin(debt, method));
  return `pay a debt of ${debt.amount} by ${method} (${shortId(debt)})`;
}

/** The debts that no payment is under way of, whose ids are known. */
const openDebts = ({ model }: Actor): ChargeModel[] =>
  model.ledger.debts.filter(({ openSince, chargeId }) => openSince === null && isKnown(chargeId));

const isKnown = (chargeId: string): boolean => chargeId.startsWith('chg_');

/** Pays a charge for overage; the payment may be declined, or its outcome may come later. */
export const payDebt: Operation = async (actor, pick) => {
  actor.now();
  const debt = oneOf(openDebts(actor), pick);
  return debt ? payCharge(actor, debt, oneOf(METHODS, pick)) : null;
};

/** A second payment while one is under way is refused. */
export const payTwice: Operation = async (actor, pick) => {
  actor.now();
  const open = actor.model.ledger.debts.filter(({ openSince }) => openSince !== null);
  const debt = oneOf(open.length > 0 ? open : openDebts(actor), pick);
  if (!debt) return null;
  if (debt.openSince === null) await payCharge(actor, debt, 'sandbox_async');
  const { status } = await actor.post(`/charges/${debt.chargeId}/payments`, { paymentMethod: 'sandbox_ok' });
  expectAnswer('second payment of a debt', status, 409);
  return `try to pay a debt twice (${shortId(debt)})`;
};

async function waiveCharge(actor: Actor, debt: ChargeModel): Promise<string> {
  const { status } = await actor.decide(`/charges/${debt.chargeId}/waivers`, { reason: 'Goodwill' });
  expectAnswer('waiver', status, 201);
  actor.apply(() => actor.model.payments.waived(debt));
  return `waive a debt of ${debt.amount} (${shortId(debt)})`;
}

/** Waives a debt, also while a payment of it is under way. */
export const waive: Operation = async (actor, pick) => {
  actor.now();
  const debt = oneOf(
    actor.model.ledger.debts.filter(({ chargeId }) => isKnown(chargeId)),
    pick,
  );
  return debt ? waiveCharge(actor, debt) : null;
};
