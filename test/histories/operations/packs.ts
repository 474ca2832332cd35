import { type Actor, expectAnswer, type Operation, oneOf, type Pick } from '../actor.ts';
import { type ChargeModel, shortId } from '../model/ledger.ts';
import { isRenewable, mayRenew, type PackModel } from '../model/packs.ts';
import { DAY, PACKS, type PackTerms } from '../model/terms.ts';

/** How payments are asked for: most succeed at once. */
export const METHODS: readonly string[] = [
  'sandbox_ok',
  'sandbox_ok',
  'sandbox_ok',
  'sandbox_declined',
  'sandbox_async',
  'sandbox_async',
];

const OUTCOMES: Readonly<Record<string, readonly [number, string | undefined]>> = {
  sandbox_ok: [201, 'active'],
  sandbox_declined: [402, undefined],
  sandbox_async: [201, 'pendingPayment'],
};

/** Buys a pack. A purchase of its type that is pending refuses it, unless `options` allow that. */
export async function buyPack(
  actor: Actor,
  terms: PackTerms,
  method: string,
  options: object = {},
): Promise<string> {
  const now = actor.now();
  const { model } = actor;
  const { packType, kind, price } = terms;
  const { status, body } = await actor.post('/purchases', {
    packType,
    paymentMethod: method,
    ...options,
  });
  expectAnswer(`purchase of ${packType} by ${method}`, [status, body.state], OUTCOMES[method]);
  const pack: PackModel = {
    id: body.charge.subject.purchaseId,
    packType,
    terms,
    state: 'pendingPayment',
    startsAt: now,
    endsAt: now + terms.days * DAY,
    paid: 0,
    renewing: new Set(),
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
  actor.apply(() => model.payments.begin(charge, method));
  return `buy ${packType} by ${method} (${shortId(charge)})`;
}

export const buy: Operation = async (actor, pick) => {
  const terms = oneOf(PACKS, pick);
  const method = oneOf(METHODS, pick) ?? 'sandbox_ok';
  const isPending = actor.model.packs.some(
    ({ packType, state }) => packType === terms?.packType && state === 'pendingPayment',
  );
  if (!terms || isPending) return null;
  return buyPack(actor, terms, method);
};

/** Buys a pack of which another purchase is pending: that is refused, and then allowed. */
export const buyWhilePending: Operation = async (actor, pick) => {
  actor.now();
  const pending = actor.model.packs.filter(({ state }) => state === 'pendingPayment');
  const terms = oneOf(pending, pick)?.terms;
  if (!terms) return null;
  const { packType } = terms;
  const { status, body } = await actor.post('/purchases', { packType, paymentMethod: 'sandbox_ok' });
  const ids = pending.filter((pack) => pack.packType === packType).map(({ id }) => id);
  expectAnswer('purchase while one is pending', [status, ids.includes(body.purchaseId)], [409, true]);
  return `${await buyPack(actor, terms, oneOf(METHODS, pick) ?? '', { allowPending: true })}, beside a pending one`;
};

/** Renews a pack of which another renewal is pending: that is refused, and then allowed. */
export const renewWhilePending: Operation = async (actor, pick) => {
  const now = actor.now();
  const pack = oneOf(
    actor.model.packs.filter((each) => isRenewable(each, now) && each.renewing.size > 0),
    pick,
  );
  if (!pack) return null;
  const { status, body } = await actor.post(`/purchases/${pack.id}/renewals`, {
    paymentMethod: 'sandbox_ok',
  });
  expectAnswer('renewal while one is pending', [status, body.purchaseId], [409, pack.id]);
  return `${await renewPack(actor, pack, oneOf(METHODS, pick) ?? '', { allowPending: true })}, beside a pending one`;
};

/** A renewal is declined, and the next one is paid. */
export const renewAfterDecline: Operation = async (actor, pick) => {
  const now = actor.now();
  const pack = oneOf(
    actor.model.packs.filter((each) => mayRenew(each, now)),
    pick,
  );
  if (!pack) return null;
  const declined = await renewPack(actor, pack, 'sandbox_declined');
  return `${declined}, ${await renewPack(actor, pack, 'sandbox_ok')}`;
};

export async function renewPack(
  actor: Actor,
  pack: PackModel,
  method: string,
  options: object = {},
): Promise<string> {
  const now = actor.now();
  const { status, body } = await actor.post(`/purchases/${pack.id}/renewals`, {
    paymentMethod: method,
    ...options,
  });
  expectAnswer(`renewal of ${pack.packType} by ${method}`, status, OUTCOMES[method]?.[0]);
  const charge = actor.model.ledger.add({
    chargeId: body.charge.chargeId,
    type: pack.terms.kind === 'jobSlots' ? 'jobSlotPack' : 'capacityPack',
    amount: pack.terms.price,
    createdAt: now,
    packId: pack.id,
    isRenewal: true,
  });
  pack.renewing.add(charge.chargeId);
  actor.apply(() => actor.model.payments.begin(charge, method));
  return `renew ${pack.packType} by ${method} (${shortId(charge)})`;
}

export const renew: Operation = async (actor, pick) => {
  const now = actor.now();
  const pack = oneOf(
    actor.model.packs.filter((each) => mayRenew(each, now)),
    pick,
  );
  if (!pack) return null;
  return renewPack(actor, pack, oneOf(METHODS, pick) ?? 'sandbox_ok');
};

/** The charges that can be refunded. */
const refundables = (actor: Actor): ChargeModel[] =>
  actor.model.ledger.charges.filter((charge) => actor.model.payments.refundable(charge) > 0);

/** Refunds a part of a charge, or all that is left of it. */
export async function refundCharge(actor: Actor, charge: ChargeModel, part: number | null): Promise<string> {
  actor.now();
  const amount = part ?? actor.model.payments.refundable(charge);
  const { status, body } = await actor.decide(`/charges/${charge.chargeId}/refunds`, {
    reason: 'Asked for',
    ...(part === null ? {} : { amount: { amount: part, currency: 'CNY' } }),
  });
  expectAnswer(`refund of ${amount} of ${charge.type}`, [status, body.amount?.amount], [201, amount]);
  actor.apply(() =>
    actor.model.payments.refunded(charge, { chargeId: body.chargeId, amount, cause: 'request' }),
  );
  return `refund ${amount} of ${charge.amount} of ${charge.type} (${shortId(charge)})`;
}

export const refundPart: Operation = async (actor, pick: Pick) => {
  actor.now();
  const charge = oneOf(refundables(actor), pick);
  if (!charge) return null;
  return refundCharge(actor, charge, 1 + pick(actor.model.payments.refundable(charge)));
};

/** Often of a term that is running and follows another: the pack has ended then. */
export const refundWhole: Operation = async (actor, pick) => {
  const now = actor.now();
  const all = refundables(actor);
  const running = all.filter(({ packId }) => {
    const pack = actor.model.packs.find(({ id }) => id === packId);
    return pack !== undefined && pack.paid > 1 && pack.endsAt - pack.terms.days * DAY <= now;
  });
  const charge = oneOf(running.length > 0 && pick(2) === 0 ? running : all, pick);
  return charge ? refundCharge(actor, charge, null) : null;
};

/** A refund of more than is left is refused. */
export const refundTooMuch: Operation = async (actor, pick) => {
  actor.now();
  const charge = oneOf(refundables(actor), pick);
  if (!charge) return null;
  const { status } = await actor.decide(`/charges/${charge.chargeId}/refunds`, {
    reason: 'Asked for',
    amount: { amount: actor.model.payments.refundable(charge) + 1, currency: 'CNY' },
  });
  expectAnswer('refund of too much', status, 422);
  return 'try to refund more than was paid';
};
