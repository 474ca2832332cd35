import { type Actor, type Operation, oneOf, type Pick } from '../actor.ts';
import { type ChargeModel, shortId } from '../model/ledger.ts';
import { post, referenceOf, tell, took } from '../provider.ts';

const isPaid = ({ type, status }: ChargeModel): boolean =>
  type !== 'refund' && (status === 'succeeded' || status === 'refunded');

/** Charges whose payment awaits its outcome. */
const open = ({ model }: Actor): ChargeModel[] =>
  model.ledger.charges.filter(({ type, openSince }) => type !== 'refund' && openSince !== null);

/** A payment that waits for its outcome succeeds; its event may come twice. */
export const paymentSucceeds: Operation = async (actor, pick) => {
  actor.now();
  const charge = oneOf(open(actor), pick);
  if (!charge) return null;
  for (let i = 0; i < 1 + pick(2); i += 1) await tell(actor, charge, 'succeeded');
  actor.apply(() => actor.model.payments.succeeded(charge));
  return `the provider reports a success (${shortId(charge)})`;
};

export const paymentFails: Operation = async (actor, pick) => {
  actor.now();
  const charge = oneOf(open(actor), pick);
  if (!charge) return null;
  await tell(actor, charge, 'failed');
  actor.apply(() => actor.model.payments.failed(charge));
  return `the provider reports a failure (${shortId(charge)})`;
};

/** A failure that comes after the success: old news. */
export const failureAfterSuccess: Operation = async (actor, pick) => {
  actor.now();
  const charge = oneOf(actor.model.ledger.charges.filter(isPaid), pick);
  if (!charge) return null;
  await tell(actor, charge, 'failed');
  return `the provider reports a failure after the success (${shortId(charge)})`;
};

/** A success of an attempt that had failed or was canceled, of a debt that was waived, or of an earlier attempt. */
export const lateSuccess: Operation = async (actor, pick) => {
  actor.now();
  const charge = oneOf(
    actor.model.ledger.charges.filter(
      ({ type, attempts, status, openSince }) =>
        type !== 'refund' &&
        attempts > 0 &&
        openSince === null &&
        !['succeeded', 'refunded'].includes(status),
    ),
    pick,
  );
  return charge ? succeedsLate(actor, charge, 1 + pick(charge.attempts)) : null;
};

/** A second payment of a charge that another attempt has paid, or of one whose latest attempt is open. */
export const secondPayment: Operation = async (actor, pick) => {
  actor.now();
  const charge = oneOf(
    actor.model.ledger.charges.filter(
      (each) => each.attempts > 1 && (isPaid(each) || each.openSince !== null),
    ),
    pick,
  );
  return charge ? succeedsLate(actor, charge, 1 + pick(charge.attempts)) : null;
};

/** Reports a success of one attempt: it pays the charge, or it is surplus, or known. */
async function succeedsLate(actor: Actor, charge: ChargeModel, attempt: number): Promise<string> {
  const reference = await referenceOf(charge, String(attempt));
  const paid = { amount: charge.amount, currency: 'CNY' };
  await post(actor, charge, reference, { type: 'payment.succeeded', paid });
  took(actor, reference, charge.amount);
  actor.apply(() => actor.model.payments.succeeded(charge, String(attempt)));
  return `the provider reports late that attempt ${attempt} succeeded (${shortId(charge)})`;
}

/** A payment that was never asked for comes in beside the one that paid the charge. */
export const paidAgain: Operation = async (actor, pick) => {
  actor.now();
  const charge = oneOf(
    actor.model.ledger.charges.filter((each) => isPaid(each) && each.surplus.length < 2),
    pick,
  );
  if (!charge) return null;
  const payment = `${charge.paidBy}_again`;
  const reference = await referenceOf(charge, payment);
  const paid = pick(2) === 0 ? {} : { paid: { amount: charge.amount, currency: 'CNY' } };
  for (let i = 0; i < 1 + pick(2); i += 1)
    await post(actor, charge, reference, { type: 'payment.succeeded', ...paid });
  took(actor, reference, charge.amount);
  actor.apply(() => actor.model.payments.succeeded(charge, payment));
  return `the provider reports a second payment (${shortId(charge)})`;
};

/** A debt is paid by its second attempt, and then the first one succeeds, too. */
export const payAfterDecline: Operation = async (actor, pick: Pick) => {
  actor.now();
  const { payments, ledger } = actor.model;
  const debt = oneOf(
    ledger.debts.filter(({ openSince, chargeId }) => openSince === null && chargeId.startsWith('chg_')),
    pick,
  );
  if (!debt) return null;
  for (const paymentMethod of ['sandbox_declined', 'sandbox_ok']) {
    await actor.post(`/charges/${debt.chargeId}/payments`, { paymentMethod });
    actor.apply(() => payments.begin(debt, paymentMethod));
  }
  const late = pick(2) === 0 ? '' : `, ${await succeedsLate(actor, debt, debt.attempts - 1)}`;
  return `pay a debt of ${debt.amount} after a decline${late} (${shortId(debt)})`;
};
