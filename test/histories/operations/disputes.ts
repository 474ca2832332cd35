import { all } from '../../support/paying.ts';
import { type Actor, type Operation, oneOf, type Pick } from '../actor.ts';
import { type ChargeModel, shortId } from '../model/ledger.ts';
import { payingReference, post, took } from '../provider.ts';

const disputable = ({ model }: Actor): ChargeModel[] =>
  model.ledger.charges.filter(
    (charge) => charge.disputes.size < 2 && charge.type !== 'refund' && model.payments.refundable(charge) > 0,
  );

/** A dispute of a payment, or of a part of it. */
interface Dispute {
  readonly id: string;
  /** Minor units; undefined for all of the payment. */
  readonly amount: number | undefined;
}

function disputeBy(actor: Actor, charge: ChargeModel, pick: Pick): Dispute {
  const amount = pick(2) === 0 ? undefined : 1 + pick(charge.amount);
  return { id: `${actor.account}.${actor.name('dispute')}`, amount };
}

async function opened(actor: Actor, charge: ChargeModel, { id, amount }: Dispute): Promise<void> {
  await post(actor, charge, await payingReference(charge), { type: 'dispute.opened', disputeId: id, amount });
  if (!charge.disputes.has(id)) charge.disputes.set(id, 'open');
}

async function closed(actor: Actor, charge: ChargeModel, { id, amount }: Dispute, won: boolean) {
  const reference = await payingReference(charge);
  await post(actor, charge, reference, { type: 'dispute.closed', disputeId: id, amount, won });
  if (charge.disputes.get(id) === 'won' || charge.disputes.get(id) === 'lost') return;
  charge.disputes.set(id, won ? 'won' : 'lost');
  if (!won) await lose(actor, charge, amount ?? charge.amount);
}

/** Records what a lost dispute takes: never more than is left. Of overage the charge that it makes is found. */
async function lose(actor: Actor, charge: ChargeModel, amount: number): Promise<void> {
  const { ledger, payments } = actor.model;
  const taken = Math.min(amount, ledger.left(charge));
  if (taken === 0) return;
  actor.books.returned += taken;
  let reopened: ChargeModel | null = null;
  actor.apply(() => {
    reopened = payments.disputeLost(charge, 'chg_of_dispute', taken);
  });
  if (reopened) await learn(actor, reopened);
}

/** Finds the id of a charge that the service has made. */
async function learn(actor: Actor, reopened: ChargeModel): Promise<void> {
  const known = new Set(actor.model.ledger.charges.map(({ chargeId }) => chargeId));
  const items = await all<{ chargeId: string; type: string; amount: { amount: number }; reason: string }>(
    actor.owner,
    `${actor.base}/charges`,
  );
  const found = items.find(
    ({ chargeId, type, amount, reason }) =>
      !known.has(chargeId) &&
      type === 'overage' &&
      amount.amount === reopened.amount &&
      reason.endsWith('payment reversed by a dispute'),
  );
  if (!found) throw new Error(`A lost dispute of overage made no charge of ${reopened.amount}.`);
  reopened.chargeId = found.chargeId;
}

/** A dispute is opened, of a payment or of a part of it. */
export const dispute: Operation = async (actor, pick) => {
  actor.now();
  const charge = oneOf(disputable(actor), pick);
  if (!charge) return null;
  const made = disputeBy(actor, charge, pick);
  await opened(actor, charge, made);
  actor.disputes.push({ charge, ...made });
  return `a dispute is opened of ${made.amount ?? 'all'} (${shortId(charge)})`;
};

/** A dispute that is open is won or lost, then told again as opened. */
const close =
  (won: boolean): Operation =>
  async (actor, pick) => {
    actor.now();
    const open = actor.disputes.filter(({ charge, id }) => charge.disputes.get(id) === 'open');
    const found = oneOf(open, pick);
    if (!found) return null;
    await closed(actor, found.charge, found, won);
    if (pick(2) === 0) await opened(actor, found.charge, found);
    if (pick(3) === 0) await closed(actor, found.charge, found, won);
    return `a dispute is ${won ? 'won' : 'lost'} (${shortId(found.charge)})`;
  };

export const disputeWon = close(true);
export const disputeLost = close(false);

/** The end of a dispute comes before its beginning, of a payment whose success was perhaps not heard of either. */
export const disputeReversed: Operation = async (actor, pick) => {
  actor.now();
  const { model } = actor;
  const open = model.ledger.charges.filter(({ type, openSince }) => type !== 'refund' && openSince !== null);
  const charge = oneOf([...open, ...disputable(actor)], pick);
  if (!charge) return null;
  const wasOpen = charge.openSince !== null;
  const made = disputeBy(actor, charge, pick);
  const won = pick(2) === 0;
  if (wasOpen) {
    took(actor, await payingReference(charge), charge.amount);
    actor.apply(() => model.payments.succeeded(charge));
  }
  await closed(actor, charge, made, won);
  await opened(actor, charge, made);
  if (pick(2) === 0) await closed(actor, charge, made, won);
  await post(actor, charge, await payingReference(charge), { type: 'payment.succeeded' });
  return `a dispute of ${made.amount ?? 'all'} is ${won ? 'won' : 'lost'}, then opened, then paid (${shortId(charge)})`;
};
