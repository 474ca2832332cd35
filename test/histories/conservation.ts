import { all } from '../support/paying.ts';
import type { Actor } from './actor.ts';
import { COUNTERS, type CounterName, FREE } from './model/terms.ts';

interface ChargeAnswer {
  readonly chargeId: string;
  readonly type: string;
  readonly amount: { readonly amount: number };
  readonly status: string;
  readonly subject: { readonly kind: string; readonly chargeId?: string; readonly purchaseId?: string };
  readonly lines: readonly {
    readonly kind?: string;
    readonly period?: string;
    readonly amount: { readonly amount: number };
  }[];
}

interface QuotaAnswer {
  readonly meter: string;
  readonly used: number;
  readonly limit: number;
}

/**
 * Laws that hold whatever happened, checked on what the API answers alone: the model plays no part. Returns what
 * breaks one, in words.
 */
export async function brokenLaws(actor: Actor): Promise<string[]> {
  const charges = await all<ChargeAnswer>(actor.owner, `${actor.base}/charges`);
  return [
    ...refundsWithinCharges(charges),
    ...creditsWithinCharges(charges),
    ...paymentsAsTaken(actor, charges),
    ...(await grantsAccountedFor(actor, charges)),
  ];
}

const sum = (amounts: readonly number[]): number => amounts.reduce((total, each) => total + each, 0);
const isPaid = ({ status }: ChargeAnswer): boolean => status === 'succeeded' || status === 'refunded';

/** No charge has more refunded, or on its way to be, than was paid for it. */
function refundsWithinCharges(charges: readonly ChargeAnswer[]): string[] {
  const refunds = charges.filter(({ type, status }) => type === 'refund' && status !== 'failed');
  return charges.flatMap((charge) => {
    const amounts = refunds.filter(({ subject }) => subject.chargeId === charge.chargeId);
    const refunded = sum(amounts.map(({ amount }) => amount.amount));
    const paid = isPaid(charge) ? charge.amount.amount : 0;
    return refunded > paid ? [`${refunded} of ${charge.chargeId} refunded, ${paid} paid`] : [];
  });
}

/** All credits, refunds and waivers of use beyond the limit together never exceed what was charged for it. */
function creditsWithinCharges(charges: readonly ChargeAnswer[]): string[] {
  const overage = charges.filter(({ type }) => type === 'overage');
  const ids = new Set(overage.map(({ chargeId }) => chargeId));
  const lines = overage.flatMap((charge) => charge.lines.map((line) => line.amount.amount));
  const charged = sum(lines.filter((amount) => amount > 0));
  const credits = -sum(lines.filter((amount) => amount < 0));
  const waived = sum(overage.filter(({ status }) => status === 'waived').map(({ amount }) => amount.amount));
  const refunded = sum(
    charges
      .filter(
        ({ type, status, subject }) =>
          type === 'refund' && status !== 'failed' && ids.has(subject.chargeId ?? ''),
      )
      .map(({ amount }) => amount.amount),
  );
  return credits + waived + refunded > charged
    ? [`${credits} credited, ${waived} waived and ${refunded} refunded of ${charged} charged for overage`]
    : [];
}

/** What is recorded as paid and refunded is what the provider took and returned. */
function paymentsAsTaken({ books }: Actor, charges: readonly ChargeAnswer[]): string[] {
  const of = (isRefund: boolean) =>
    sum(
      charges
        .filter((charge) => isPaid(charge) && (charge.type === 'refund') === isRefund)
        .map(({ amount }) => amount.amount),
    );
  const [paid, refunded] = [of(false), of(true)];
  return [
    ...(paid === books.taken ? [] : [`${paid} recorded as paid, ${books.taken} taken by the provider`]),
    ...(refunded === books.returned
      ? []
      : [`${refunded} recorded as refunded, ${books.returned} returned by the provider`]),
  ];
}

/**
 * What packs granted of a counter is burnt, left, or lost with packs that expired and terms that were refunded:
 * nothing is lost otherwise, and nothing is there twice.
 */
async function grantsAccountedFor(actor: Actor, charges: readonly ChargeAnswer[]): Promise<string[]> {
  const purchases = await all<{ purchaseId: string; packType: string; state: string }>(
    actor.owner,
    `${actor.base}/purchases`,
  );
  const { body } = await actor.owner.call(`GET ${actor.base}/quotas`);
  const closes = await all<{ kind: string; quotas: readonly QuotaAnswer[] }>(
    actor.owner,
    `${actor.base}/snapshots`,
  );
  const open = openMonthsBefore(actor);
  return COUNTERS.flatMap((meter) => {
    const now: QuotaAnswer = body.quotas.find((each: QuotaAnswer) => each.meter === meter);
    const past = closes.filter(({ kind }) => kind === 'close').flatMap(({ quotas }) => quotas);
    const burnt = sum(past.filter((each) => each.meter === meter).map((each) => burntOf(meter, each)));
    const created = sum(
      charges.filter(isPaid).map(({ subject }) => granted(actor, meter, purchases, subject.purchaseId)),
    );
    const mayBeLost = sum(
      purchases
        .filter(({ state }) => state === 'expired' || state === 'refunded')
        .map(({ purchaseId, packType }) => {
          const terms = charges.filter((each) => isPaid(each) && each.subject.purchaseId === purchaseId);
          return terms.length * amountOf(actor, meter, packType);
        }),
    );
    const returned = sum(
      charges
        .filter(({ status }) => status === 'refunded')
        .map(({ subject }) => granted(actor, meter, purchases, subject.purchaseId)),
    );
    // While the month before is open, what was burnt in it is not in a close yet.
    if (open) return [];
    const lost = created - burnt - (now.limit - FREE[meter]);
    return lost < 0 || lost > mayBeLost + returned
      ? [
          `${meter}: ${created} granted, ${burnt} burnt in closed months, ${now.limit - FREE[meter]} burnt or left in this one: ${lost} lost, at most ${mayBeLost + returned} can be`,
        ]
      : [];
  });
}

const openMonthsBefore = ({ model }: Actor): boolean => model.openMonth < model.month;

/** What was burnt of packs in a month. */
const burntOf = (meter: CounterName, { used, limit }: QuotaAnswer): number =>
  Math.min(Math.max(0, used - FREE[meter]), limit - FREE[meter]);

/** What a term of a pack grants, by the terms under which it was offered. */
const amountOf = ({ model }: Actor, meter: CounterName, packType: string): number =>
  model.packs.find((each) => each.packType === packType)?.terms.grants[meter] ?? 0;

const granted = (
  actor: Actor,
  meter: CounterName,
  purchases: readonly { readonly purchaseId: string; readonly packType: string }[],
  purchaseId: string | undefined,
): number => amountOf(actor, meter, purchases.find((each) => each.purchaseId === purchaseId)?.packType ?? '');
