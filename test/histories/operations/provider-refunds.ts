import { all } from '../../support/paying.ts';
import { type Actor, type Operation, oneOf, type Pick } from '../actor.ts';
import { type ChargeModel, shortId } from '../model/ledger.ts';
import { PACKS } from '../model/terms.ts';
import { type News, payingReference, post, referenceOf, tell, took } from '../provider.ts';
import { buyPack } from './packs.ts';

/** Refunds that the provider makes by itself, or that fail there. */

const refundables = ({ model }: Actor): ChargeModel[] =>
  model.ledger.charges.filter((charge) => model.payments.refundable(charge) > 1);

/** Charges whose refunds can be told as a total: one of before may still have in it what has failed since. */
const countable = (actor: Actor): ChargeModel[] =>
  refundables(actor).filter((charge) =>
    actor.model.ledger.refundsOf(charge).every(({ status }) => status === 'succeeded'),
  );

/** Whether a refund of the charge is known by a total alone: one that the provider names may be that one. */
const hasUnnamed = ({ model }: Actor, charge: ChargeModel): boolean =>
  model.ledger.refundsOf(charge).some(({ cause, reference }) => cause === 'provider' && reference === null);

const named = (id: string, amount: number, state: string): News => ({
  type: 'refund.updated',
  refund: { reference: id, refundId: null, amount, state, reason: state === 'failed' ? 'No account.' : null },
});

/** What the provider has refunded of a charge, disputes aside. */
const totalOf = ({ model }: Actor, charge: ChargeModel): number =>
  model.ledger
    .refundsOf(charge)
    .filter(({ cause }) => cause !== 'dispute')
    .reduce((sum, { amount }) => sum + amount, 0);

/** Records in the model what came in at once, as one refund. */
function record(actor: Actor, charge: ChargeModel, amount: number): void {
  actor.books.returned += amount;
  actor.apply(() =>
    actor.model.payments.refunded(charge, { chargeId: 'chg_of_provider', amount, cause: 'provider' }),
  );
}

/** Chooses a charge, and two amounts that more is refunded of it in all, the smaller first. */
function twoTotals(actor: Actor, pick: Pick) {
  actor.now();
  const charge = oneOf(countable(actor), pick);
  if (!charge) return null;
  const [before, left] = [totalOf(actor, charge), actor.model.payments.refundable(charge)];
  const first = 1 + pick(left - 1);
  return { charge, before, first, last: first + 1 + pick(left - first) };
}

/** Refunds made at the provider: what it reports is the sum so far, once or several times, and old sums after it. */
export const foreignRefund: Operation = async (actor, pick) => {
  const chosen = twoTotals(actor, pick);
  if (!chosen) return null;
  const { charge, before, first, last } = chosen;
  const isReversed = pick(2) === 0;
  const totals = isReversed ? [last, first] : [first, last];
  for (const more of [...totals, ...totals.slice(0, pick(3))]) await total(actor, charge, before + more);
  const steps = isReversed ? [last] : [first, last - first];
  for (const step of steps) record(actor, charge, step);
  return `the provider reports totals of ${totals.map((more) => before + more)} refunded of ${charge.amount} (${shortId(charge)})`;
};

const total = async (actor: Actor, charge: ChargeModel, refunded: number): Promise<void> =>
  post(actor, charge, await payingReference(charge), { type: 'payment.refunded', refunded });

/** The same at once: however the events meet, the last sum is recorded, in one refund or in several. */
export const parallelRefunds: Operation = async (actor, pick) => {
  const chosen = twoTotals(actor, pick);
  if (!chosen) return null;
  const { charge, before, first, last } = chosen;
  await Promise.all([first, last, last].map((more) => total(actor, charge, before + more)));
  for (const step of await newRefunds(actor, charge)) record(actor, charge, step);
  const refunded = totalOf(actor, charge) - before;
  if (refunded !== last) throw new Error(`Totals of ${first} and ${last} at once recorded ${refunded}.`);
  return `the provider reports totals of ${before + first} and ${before + last} at once (${shortId(charge)})`;
};

/** The amounts of a charge's refunds that the model does not know. */
async function newRefunds({ owner, base, model }: Actor, charge: ChargeModel): Promise<number[]> {
  const items = await all<{ amount: { amount: number }; subject: { chargeId?: string } }>(
    owner,
    `${base}/charges`,
  );
  const amounts = items
    .filter(({ subject }) => subject.chargeId === charge.chargeId)
    .map(({ amount }) => amount.amount);
  for (const { amount } of model.ledger.refundsOf(charge)) amounts.splice(amounts.indexOf(amount), 1);
  return amounts;
}

/** A refund that the provider names, and tells of as a part of the total, too: in any order the same money. */
export const namedRefund: Operation = async (actor, pick: Pick) => {
  actor.now();
  const counted = countable(actor);
  const charge = oneOf(
    refundables(actor).filter((each) => counted.includes(each) || !hasUnnamed(actor, each)),
    pick,
  );
  if (!charge) return null;
  const amount = 1 + pick(actor.model.payments.refundable(charge));
  const id = `${actor.account}.${actor.name('refund')}`;
  const reference = await payingReference(charge);
  // Beside one that is known by a total alone it may be taken for that: it has no name then.
  const isNamed = !hasUnnamed(actor, charge);
  if (isNamed && pick(3) === 0) {
    await beginRefund(actor, charge, amount);
    return `the provider reports a refund of ${amount} of ${charge.amount}, pending (${shortId(charge)})`;
  }
  const isCounted = counted.includes(charge);
  const sum = totalOf(actor, charge) + amount;
  const isFirst = isCounted && pick(3) === 0;
  if (isFirst) await total(actor, charge, sum);
  await post(actor, charge, reference, named(id, amount, 'succeeded'));
  if (isCounted && !isFirst) await total(actor, charge, sum);
  const own = isFirst || !isNamed ? null : id;
  actor.books.returned += amount;
  actor.apply(() =>
    actor.model.payments.refunded(charge, {
      chargeId: 'chg_of_provider',
      amount,
      cause: 'provider',
      reference: own,
    }),
  );
  return `the provider reports a refund of ${amount} of ${charge.amount} (${shortId(charge)})`;
};

/** A refund that the provider tells of as pending. */
async function beginRefund(actor: Actor, charge: ChargeModel, amount: number): Promise<ChargeModel> {
  const reference = `${actor.account}.${actor.name('refund')}`;
  await post(actor, charge, await payingReference(charge), named(reference, amount, 'pending'));
  actor.books.returned += amount;
  const parts = { chargeId: 'chg_of_provider', amount, cause: 'provider' as const, reference };
  return actor.model.payments.refundBegun(charge, parts);
}

/** A refund that the provider had told of as pending ends, perhaps at once. */
export const refundEnds: Operation = async (actor, pick) => {
  actor.now();
  const { ledger, payments } = actor.model;
  const pending = ledger.charges.filter(
    ({ type, openSince, reference }) => type === 'refund' && openSince !== null && reference !== null,
  );
  const charge = oneOf(
    refundables(actor).filter((each) => !hasUnnamed(actor, each)),
    pick,
  );
  const known = oneOf(pending, pick);
  const begun =
    known ?? (charge && (await beginRefund(actor, charge, 1 + pick(payments.refundable(charge)))));
  if (!begun?.of) return null;
  const state = pick(2) === 0 ? 'failed' : 'succeeded';
  const { of, reference, amount } = begun;
  await post(actor, of, await payingReference(of), named(reference ?? '', amount, state));
  if (state === 'failed') actor.books.returned -= amount;
  actor.apply(() => (state === 'failed' ? payments.refundFailed(begun) : payments.refundSucceeded(begun)));
  return `a pending refund of ${amount} has ${state} (${shortId(of)})`;
};

/** A refund that had succeeded fails at the provider: one of ours, or one that it had named. */
export const refundFails: Operation = async (actor, pick) => {
  actor.now();
  const { ledger, payments } = actor.model;
  const isOurs = ({ cause, chargeId }: ChargeModel) =>
    (cause === 'request' || cause === 'credit') && chargeId.startsWith('chg_');
  const refund = oneOf(
    ledger.charges.filter(
      (each) => each.type === 'refund' && each.status === 'succeeded' && (isOurs(each) || each.reference),
    ),
    pick,
  );
  if (!refund?.of) return null;
  const times = 1 + pick(2);
  for (let i = 0; i < times; i += 1)
    if (refund.reference === null) await tell(actor, refund, 'refundFailed');
    else
      await post(
        actor,
        refund.of,
        await payingReference(refund.of),
        named(refund.reference, refund.amount, 'failed'),
      );
  if (refund.reference !== null) actor.books.returned -= refund.amount;
  actor.apply(() => payments.refundFailed(refund));
  return `a refund of ${refund.amount} of ${refund.of.type} failed (${shortId(refund.of)})`;
};

/** A total that comes before the payment's success: the money was taken, or nothing could have been refunded. */
export const refundBeforeSuccess: Operation = async (actor, pick) => {
  actor.now();
  const { ledger, packs, payments } = actor.model;
  const open = () => ledger.charges.filter(({ type, openSince }) => type !== 'refund' && openSince !== null);
  const terms = oneOf(PACKS, pick);
  const isPending = packs.some((pack) => pack.terms === terms && pack.state === 'pendingPayment');
  if (open().length === 0 && terms && !isPending) await buyPack(actor, terms, 'sandbox_async');
  const charge = oneOf(open(), pick);
  if (!charge) return null;
  const amount = 1 + pick(charge.amount);
  const reference = await payingReference(charge);
  took(actor, reference, charge.amount);
  await total(actor, charge, amount);
  actor.apply(() => payments.succeeded(charge));
  record(actor, charge, amount);
  await post(actor, charge, reference, { type: 'payment.succeeded' });
  return `the provider reports ${amount} of ${charge.amount} refunded before the payment (${shortId(charge)})`;
};

/** The refund of a surplus payment fails at the provider. Then operators may refund it by hand. */
export const surplusRefundFails: Operation = async (actor, pick) => {
  actor.now();
  const refunded = actor.model.ledger.charges.flatMap((charge) =>
    charge.surplus.filter(({ status }) => status === 'refunded').map((surplus) => ({ charge, surplus })),
  );
  const found = oneOf(refunded, pick);
  if (!found) return null;
  const { charge, surplus } = found;
  if (surplus.isByHand) return null;
  const { sandboxRefund } = await import('../../../functions/payments/providers/sandbox.ts');
  const reference = await referenceOf(charge, surplus.reference);
  const refundId = `${charge.chargeId}.surplus.${reference}`;
  const told = (id: string, own: string | null, state: string): News => ({
    type: 'refund.updated',
    refund: { reference: id, refundId: own, amount: surplus.amount, state, reason: null },
  });
  await post(actor, charge, reference, told(sandboxRefund(refundId), refundId, 'failed'));
  surplus.status = 'failed';
  actor.books.returned -= surplus.amount;
  if (pick(2) === 0) return `the refund of a surplus payment failed (${shortId(charge)})`;
  await post(actor, charge, reference, told(`${actor.account}.${actor.name('hand')}`, null, 'succeeded'));
  surplus.status = 'refunded';
  surplus.isByHand = true;
  actor.books.returned += surplus.amount;
  return `the refund of a surplus payment failed, and was made by hand (${shortId(charge)})`;
};
