import { all } from '../support/paying.ts';
import type { Actor } from './actor.ts';
import { COUNTERS, type CounterName, FREE } from './model/terms.ts';

interface LineAnswer {
  readonly kind?: string;
  readonly period?: string;
  readonly amount: { readonly amount: number };
}

interface ChargeAnswer {
  readonly chargeId: string;
  readonly type: string;
  readonly amount: { readonly amount: number };
  readonly status: string;
  readonly surplus: readonly { readonly amount: { readonly amount: number }; readonly status: string }[];
  readonly subject: {
    readonly kind: string;
    readonly chargeId?: string;
    readonly purchaseId?: string;
    readonly meter?: string;
    readonly period?: string;
  };
  readonly lines: readonly LineAnswer[];
}

interface AdjustmentAnswer {
  readonly kind: string;
  readonly meter: string;
  readonly period: { readonly start: string };
  readonly amount: { readonly amount: number };
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
  const waiting = await all<AdjustmentAnswer>(actor.owner, `${actor.base}/adjustments`);
  return [
    ...refundsWithinCharges(charges),
    ...refundsWithinLines(charges),
    ...creditsWithinLines(charges, waiting),
    ...(await paymentsAsTaken(actor, charges)),
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

const monthsOf = (charge: ChargeAnswer): Map<string, number> =>
  sumByMonth(charge.lines.filter(({ amount }) => amount.amount > 0));

function sumByMonth(lines: readonly LineAnswer[]): Map<string, number> {
  const months = new Map<string, number>();
  for (const { period = '', amount } of lines)
    months.set(period.slice(0, 7), (months.get(period.slice(0, 7)) ?? 0) + amount.amount);
  return months;
}

const refundsOf = (charges: readonly ChargeAnswer[], { chargeId }: ChargeAnswer): ChargeAnswer[] =>
  charges.filter(
    ({ type, status, subject }) => type === 'refund' && status !== 'failed' && subject.chargeId === chargeId,
  );

/** No line of a charge for overage has more refunded than it asks for. */
function refundsWithinLines(charges: readonly ChargeAnswer[]): string[] {
  return charges
    .filter(({ type }) => type === 'overage')
    .flatMap((charge) => {
      const asked = monthsOf(charge);
      const refunded = sumByMonth(refundsOf(charges, charge).flatMap(({ lines }) => lines));
      return [...refunded]
        .filter(([month, amount]) => amount > (asked.get(month) ?? 0))
        .map(
          ([month, amount]) =>
            `${amount} of ${charge.chargeId} refunded of ${month}, ${asked.get(month)} asked`,
        );
    });
}

/**
 * What was billed for a month of a meter bounds what is returned of it: credits that were billed, refunded or wait, with
 * refunds and waivers, by whatever charges.
 */
function creditsWithinLines(
  charges: readonly ChargeAnswer[],
  waiting: readonly AdjustmentAnswer[],
): string[] {
  const billed = new Map<string, number>();
  const returned = new Map<string, number>();
  const add = (sums: Map<string, number>, name: string, amount: number) =>
    sums.set(name, (sums.get(name) ?? 0) + amount);
  for (const charge of charges.filter(({ type }) => type === 'overage')) {
    const { meter } = charge.subject;
    for (const { period = '', amount } of charge.lines)
      add(amount.amount > 0 ? billed : returned, `${meter} ${period.slice(0, 7)}`, Math.abs(amount.amount));
    for (const { period = '', amount } of refundsOf(charges, charge).flatMap(({ lines }) => lines))
      add(returned, `${meter} ${period.slice(0, 7)}`, amount.amount);
    // A waiver is of the charge's own month first, then of the others in the order of its lines.
    let rest = charge.status === 'waived' ? charge.amount.amount : 0;
    for (const [month, amount] of monthsOf(charge)) {
      add(returned, `${meter} ${month}`, Math.min(rest, amount));
      rest -= Math.min(rest, amount);
    }
  }
  for (const { kind, meter, period, amount } of waiting)
    if (kind === 'credit') add(returned, `${meter} ${period.start.slice(0, 7)}`, amount.amount);
  return [...returned]
    .filter(([name, amount]) => amount > (billed.get(name) ?? 0))
    .map(([name, amount]) => `${amount} returned of ${name}, ${billed.get(name) ?? 0} billed`);
}

interface SentEvent {
  readonly type: string;
  readonly reference: string;
  readonly paid?: { readonly amount: number };
  readonly refund?: {
    readonly reference: string;
    readonly refundId: string | null;
    readonly amount: number;
    readonly state: string;
  };
}

/**
 * What is recorded as paid and refunded is what the provider took and returned. By the sandbox's own record of what it
 * was asked for, and by what the driver did in its place.
 */
async function paymentsAsTaken(
  { books, stage, account }: Actor,
  charges: readonly ChargeAnswer[],
): Promise<string[]> {
  const response = await fetch(`${stage.desk.url}/dev/provider-events/${account}`);
  const { items } = (await response.json()) as { items: readonly SentEvent[] };
  const taken = new Map(books.taken);
  const made = new Map<string, number>();
  for (const { type, reference, paid, refund } of items) {
    if (type === 'payment.succeeded') taken.set(reference, paid?.amount ?? 0);
    // Those without an id of ours were made by the driver.
    if (type === 'refund.updated' && refund?.refundId != null)
      made.set(refund.reference, refund.state === 'succeeded' ? refund.amount : 0);
  }
  const amountsOf = (some: readonly ChargeAnswer[]) => sum(some.map(({ amount }) => amount.amount));
  // A refund that is pending at the provider has begun on both sides.
  const refunds = charges.filter(({ type, status }) => type === 'refund' && status !== 'failed');
  const surplus = charges.flatMap((charge) => charge.surplus);
  const amounts = (parts: typeof surplus) => sum(parts.map(({ amount }) => amount.amount));
  const paid = amountsOf(charges.filter((each) => isPaid(each) && each.type !== 'refund')) + amounts(surplus);
  const refunded = amountsOf(refunds) + amounts(surplus.filter(({ status }) => status === 'refunded'));
  const [took, returned] = [sum([...taken.values()]), sum([...made.values()]) + books.returned];
  return [
    ...(paid === took ? [] : [`${paid} recorded as paid, ${took} taken by the provider`]),
    ...(refunded === returned
      ? []
      : [`${refunded} recorded as refunded, ${returned} returned by the provider`]),
  ];
}

/**
 * What packs granted of a counter is burnt, left, or was lost when packs expired and terms were refunded: the last by
 * the model's record of each loss. Nothing is lost otherwise, and nothing is there twice.
 */
async function grantsAccountedFor(actor: Actor, charges: readonly ChargeAnswer[]): Promise<string[]> {
  // While the month before is open, what was burnt in it is not in a close yet.
  if (openMonthsBefore(actor)) return [];
  const purchases = await all<{ purchaseId: string; packType: string; state: string }>(
    actor.owner,
    `${actor.base}/purchases`,
  );
  const { body } = await actor.owner.call(`GET ${actor.base}/quotas`);
  const closes = await all<{ kind: string; quotas: readonly QuotaAnswer[] }>(
    actor.owner,
    `${actor.base}/snapshots`,
  );
  const past = closes.filter(({ kind }) => kind === 'close').flatMap(({ quotas }) => quotas);
  return COUNTERS.flatMap((meter) => {
    const now: QuotaAnswer = body.quotas.find((each: QuotaAnswer) => each.meter === meter);
    const burnt = sum(past.filter((each) => each.meter === meter).map((each) => burntOf(meter, each)));
    const created = sum(
      charges.filter(isPaid).map(({ subject }) => granted(actor, meter, purchases, subject.purchaseId)),
    );
    const here = now.limit - FREE[meter];
    const lost = actor.model.lost[meter];
    return created === burnt + here + lost
      ? []
      : [
          `${meter}: ${created} granted, ${burnt} burnt in closed months, ${here} burnt or left in this one, ${lost} expired or refunded`,
        ];
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
