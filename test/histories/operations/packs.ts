import { type Actor, expectAnswer, type Operation, oneOf, type Pick } from '../actor.ts';
import { type ChargeModel, shortId } from '../model/ledger.ts';
import { mayRenew, type PackModel } from '../model/packs.ts';
import { DAY, PACKS, type PackTerms } from '../model/terms.ts';

const METHODS = ['sandbox_ok', 'sandbox_ok', 'sandbox_ok', 'sandbox_declined', 'sandbox_async'] as const;

/** What the charge of a purchase or renewal becomes by the payment method. */
function settleBy(actor: Actor, charge: ChargeModel, method: string): void {
  if (method === 'sandbox_ok') {
    actor.books.taken += charge.amount;
    actor.model.paymentSucceeded(charge);
  } else if (method === 'sandbox_declined') actor.model.paymentFailed(charge);
  else charge.openSince = actor.model.now;
}

const OUTCOMES: Readonly<Record<string, readonly [number, string | undefined]>> = {
  sandbox_ok: [201, 'active'],
  sandbox_declined: [402, undefined],
  sandbox_async: [201, 'pendingPayment'],
};

/** Buys a pack of a type that has no other purchase pending. */
export async function buyPack(actor: Actor, terms: PackTerms, method: string): Promise<string> {
  const now = actor.now();
  const { model } = actor;
  const { packType, kind, price } = terms;
  const { status, body } = await actor.post('/purchases', { packType, paymentMethod: method });
  expectAnswer(`purchase of ${packType} by ${method}`, [status, body.state], OUTCOMES[method]);
  const pack: PackModel = {
    id: body.purchaseId ?? `declined ${body.charge.chargeId}`,
    packType,
    terms,
    state: 'pendingPayment',
    startsAt: now,
    endsAt: now + terms.days * DAY,
    paid: 0,
    renewing: null,
    reminded: null,
  };
  model.packs.push(pack);
  const charge = model.ledger.add({
    chargeId: body.charge.chargeId,
    type: kind === 'jobSlots' ? 'jobSlotPack' : 'capacityPack',
    amount: price,
    createdAt: now,
    packId: pack.id,
  });
  actor.apply(() => settleBy(actor, charge, method));
  return `buy ${packType} by ${method} (${shortId(charge)})`;
}

export const buy: Operation = async (actor, pick) => {
  const terms = oneOf(PACKS, pick);
  const method = METHODS[pick(METHODS.length)] ?? 'sandbox_ok';
  const isPending = actor.model.packs.some(
    ({ packType, state }) => packType === terms?.packType && state === 'pendingPayment',
  );
  if (!terms || isPending) return null;
  return buyPack(actor, terms, method);
};

export async function renewPack(actor: Actor, pack: PackModel, method: string): Promise<string> {
  const now = actor.now();
  const { status, body } = await actor.post(`/purchases/${pack.id}/renewals`, { paymentMethod: method });
  expectAnswer(`renewal of ${pack.packType} by ${method}`, status, OUTCOMES[method]?.[0]);
  const charge = actor.model.ledger.add({
    chargeId: body.charge.chargeId,
    type: pack.terms.kind === 'jobSlots' ? 'jobSlotPack' : 'capacityPack',
    amount: pack.terms.price,
    createdAt: now,
    packId: pack.id,
  });
  pack.renewing = charge.chargeId;
  actor.apply(() => settleBy(actor, charge, method));
  return `renew ${pack.packType} by ${method} (${shortId(charge)})`;
}

export const renew: Operation = async (actor, pick) => {
  const now = actor.now();
  const pack = oneOf(
    actor.model.packs.filter((each) => mayRenew(each, now)),
    pick,
  );
  if (!pack) return null;
  return renewPack(actor, pack, METHODS[pick(METHODS.length)] ?? 'sandbox_ok');
};

/** The charges that can be refunded. */
const refundables = (actor: Actor): ChargeModel[] =>
  actor.model.ledger.charges.filter(
    (charge) => actor.model.ledger.refundable(charge) > 0 && mayUndo(actor, charge),
  );

/** Whether a whole refund of the charge takes back a term that has begun, or none. */
export function mayUndo({ model }: Actor, charge: ChargeModel): boolean {
  const pack = model.packs.find(({ id }) => id === charge.packId);
  if (!pack || pack.paid <= 1) return true;
  return pack.endsAt - pack.terms.days * DAY > model.now;
}

/** Refunds a part of a charge, or all that is left of it. */
export async function refundCharge(actor: Actor, charge: ChargeModel, part: number | null): Promise<string> {
  actor.now();
  const amount = part ?? actor.model.ledger.refundable(charge);
  const { status, body } = await actor.decide(`/charges/${charge.chargeId}/refunds`, {
    reason: 'Asked for',
    ...(part === null ? {} : { amount: { amount: part, currency: 'CNY' } }),
  });
  expectAnswer(`refund of ${amount} of ${charge.type}`, [status, body.amount?.amount], [201, amount]);
  actor.books.returned += amount;
  actor.apply(() => actor.model.refunded(charge, body.chargeId, amount));
  return `refund ${amount} of ${charge.amount} of ${charge.type} (${shortId(charge)})`;
}

export const refundPart: Operation = async (actor, pick: Pick) => {
  actor.now();
  const charge = oneOf(refundables(actor), pick);
  if (!charge) return null;
  return refundCharge(actor, charge, 1 + pick(actor.model.ledger.refundable(charge)));
};

export const refundWhole: Operation = async (actor, pick) => {
  actor.now();
  const charge = oneOf(refundables(actor), pick);
  return charge ? refundCharge(actor, charge, null) : null;
};

/** A refund of more than is left is refused. */
export const refundTooMuch: Operation = async (actor, pick) => {
  actor.now();
  const charge = oneOf(refundables(actor), pick);
  if (!charge) return null;
  const { status } = await actor.decide(`/charges/${charge.chargeId}/refunds`, {
    reason: 'Asked for',
    amount: { amount: actor.model.ledger.refundable(charge) + 1, currency: 'CNY' },
  });
  expectAnswer('refund of too much', status, 422);
  return 'try to refund more than was paid';
};
