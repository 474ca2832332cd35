import { expectAnswer, type Operation, oneOf } from '../actor.ts';
import { type ChargeModel, shortId } from '../model/ledger.ts';
import { DAY } from '../model/terms.ts';
import { mayUndo } from './packs.ts';

type News = { readonly type: string } & Readonly<Record<string, unknown>>;

/** Sends an event as the sandbox provider does: of the charge's own payment, signed, to the public webhook. */
async function providerSends(account: string, { chargeId }: ChargeModel, news: News): Promise<void> {
  const { enqueueSandboxEvent } = await import('../../../functions/queue/sandbox.ts');
  const { loadCharge } = await import('../../../functions/store/charges.ts');
  const charge = await loadCharge(account as Parameters<typeof loadCharge>[0], chargeId);
  const event = { account, chargeId, reference: charge?.value.payment?.reference, ...news };
  await enqueueSandboxEvent(event as unknown as Parameters<typeof enqueueSandboxEvent>[0]);
}

async function outcome(url: string, charge: ChargeModel, said: string): Promise<void> {
  const response = await fetch(`${url}/dev/payments/${charge.chargeId}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ outcome: said }),
  });
  // Unread, it would keep its connection.
  await response.arrayBuffer();
  expectAnswer(`payment event ${said}`, response.status, 200);
}

/** A payment that waits for its outcome succeeds; its event may come twice. */
export const paymentSucceeds: Operation = async (actor, pick) => {
  const now = actor.now();
  const { ledger, packs } = actor.model;
  // A renewal whose whole term would have passed belongs to another rule.
  const isWorth = ({ packId }: ChargeModel) => {
    const pack = packs.find(({ id }) => id === packId);
    return !pack || pack.paid === 0 || pack.endsAt + pack.terms.days * DAY > now;
  };
  const charge = oneOf(
    ledger.charges.filter((each) => each.openSince !== null && isWorth(each)),
    pick,
  );
  if (!charge) return null;
  for (let i = 0; i < 1 + pick(2); i += 1) await outcome(actor.stage.desk.url, charge, 'succeeded');
  actor.books.taken += charge.amount;
  actor.apply(() => actor.model.paymentSucceeded(charge));
  return `the provider reports a success (${shortId(charge)})`;
};

export const paymentFails: Operation = async (actor, pick) => {
  actor.now();
  const charge = oneOf(
    actor.model.ledger.charges.filter((each) => each.openSince !== null),
    pick,
  );
  if (!charge) return null;
  await outcome(actor.stage.desk.url, charge, 'failed');
  actor.apply(() => actor.model.paymentFailed(charge));
  return `the provider reports a failure (${shortId(charge)})`;
};

/** A failure that comes after the success: old news. */
export const failureAfterSuccess: Operation = async (actor, pick) => {
  actor.now();
  const charge = oneOf(
    actor.model.ledger.charges.filter((each) => each.type !== 'refund' && each.status === 'succeeded'),
    pick,
  );
  if (!charge) return null;
  await outcome(actor.stage.desk.url, charge, 'failed');
  return `the provider reports a failure after the success (${shortId(charge)})`;
};

/** Disputes are opened, and won or lost; with the loss what is left of the charge is refunded. */
export const dispute: Operation = async (actor, pick) => {
  actor.now();
  const { model } = actor;
  const charge = oneOf(
    model.ledger.charges.filter(
      (each) => each.type !== 'refund' && each.status === 'succeeded' && !each.wasDisputed,
    ),
    pick,
  );
  if (!charge) return null;
  await outcome(actor.stage.desk.url, charge, 'disputed');
  charge.disputed = true;
  charge.wasDisputed = true;
  return `a dispute is opened (${shortId(charge)})`;
};

export const disputeWon: Operation = async (actor, pick) => {
  actor.now();
  const charge = oneOf(
    actor.model.ledger.charges.filter((each) => each.disputed && each.status === 'succeeded'),
    pick,
  );
  if (!charge) return null;
  await providerSends(actor.account, charge, { type: 'dispute.closed', won: true });
  charge.disputed = false;
  return `a dispute is won (${shortId(charge)})`;
};

export const disputeLost: Operation = async (actor, pick) => {
  actor.now();
  const { model } = actor;
  const charge = oneOf(
    model.ledger.charges.filter(
      (each) =>
        each.disputed && each.status === 'succeeded' && each.type !== 'overage' && mayUndo(actor, each),
    ),
    pick,
  );
  if (!charge) return null;
  await providerSends(actor.account, charge, { type: 'dispute.closed', won: false });
  charge.disputed = false;
  const left = charge.amount - charge.refunded;
  actor.books.returned += left;
  actor.apply(() => model.refunded(charge, 'chg_of_provider', left));
  return `a dispute is lost (${shortId(charge)})`;
};

/** Refunds that were made at the provider: what it reports is the sum so far, also late and repeated. */
export const foreignRefund: Operation = async (actor, pick) => {
  actor.now();
  const { model } = actor;
  const charge = oneOf(
    model.ledger.charges.filter(
      (each) => model.ledger.refundable(each) > 1 && each.type !== 'overage' && mayUndo(actor, each),
    ),
    pick,
  );
  if (!charge) return null;
  const more = 1 + pick(model.ledger.refundable(charge));
  const refunded = charge.refunded + more;
  const event = { type: 'payment.refunded', refunded };
  await providerSends(actor.account, charge, event);
  actor.books.returned += more;
  actor.apply(() => model.refunded(charge, 'chg_of_provider', more));
  return `the provider reports ${refunded} refunded of ${charge.amount} (${shortId(charge)})`;
};
