import type { AccountId } from '../accounts.ts';
import type { Charge, ChargeLine } from '../charges/charges.ts';
import type { ChargeType } from '../charges/kinds.ts';
import { chargeFor, type PaidBy } from '../charges/payments.ts';
import { chargeIdOf, type Operation, purchaseIdOf } from '../ids.ts';
import type { Quota } from '../metering/quota.ts';
import { findMeter } from '../meters.ts';
import type { Money } from '../money.ts';
import { DAY, HOUR, type Instant, plus } from '../time.ts';
import { MOST_LIMIT, type Pack } from './packs.ts';

export const purchaseStates = [
  'pendingPayment',
  'active',
  'expiring',
  'expired',
  'failed',
  'refunded',
] as const;
export type PurchaseState = (typeof purchaseStates)[number];

/** The purchase of a pack, with the terms of its day. */
export interface Purchase {
  readonly purchaseId: string;
  readonly account: AccountId;
  readonly terms: Pack;
  readonly state: PurchaseState;
  readonly chargeId: string;
  readonly createdAt: Instant;
  readonly startsAt: Instant | null;
  /** Null if it does not expire. */
  readonly endsAt: Instant | null;
  /** The latest renewal that awaits payment. */
  readonly renewing: string | null;
  /** How many days before expiry the latest reminder was sent; 0 after expiry. */
  readonly reminded: number | null;
}

/** How long an expired pack keeps its capacity, in milliseconds. */
export const PACK_GRACE = 72 * HOUR;
/** How long before expiry a pack can be renewed, in milliseconds. */
const RENEWAL_WINDOW = 30 * DAY;
/** When the owner is reminded, in days before expiry. */
const REMINDER_DAYS = [7, 1] as const;

const chargeTypeOf = (pack: Pack): ChargeType => (pack.kind === 'jobSlots' ? 'jobSlotPack' : 'capacityPack');

/** The plan of a purchase or renewal, with exact amounts. The preview and the purchase use the same plan. */
export interface PackPlan {
  readonly type: ChargeType;
  /** The pack's terms, with the price of this order. */
  readonly terms: Pack;
  /** Meter → the amount that the order adds to its limit, in its unit. */
  readonly grants: Pack['grants'];
  readonly amount: Money;
  readonly lines: readonly ChargeLine[];
  readonly reason: string;
  readonly startsAt: Instant;
  readonly endsAt: Instant | null;
}

const linesOf = ({ name }: Pack, amount: Money): ChargeLine[] => [
  { kind: 'pack', description: name, quantity: 1, amount },
];

const lasting = (pack: Pack): number | null => (pack.durationDays === null ? null : pack.durationDays * DAY);

/** Returns the plan of a term that starts now. */
export function termFrom(pack: Pack, startsAt: Instant): Pick<PackPlan, 'startsAt' | 'endsAt'> {
  const duration = lasting(pack);
  return { startsAt, endsAt: duration === null ? null : plus(startsAt, duration) };
}

export function planPurchase(pack: Pack, now: Instant): PackPlan {
  return {
    type: chargeTypeOf(pack),
    terms: pack,
    grants: pack.grants,
    amount: pack.price,
    lines: linesOf(pack, pack.price),
    reason: `${pack.name} (${pack.packType})`,
    ...termFrom(pack, now),
  };
}

/** Builds a purchase for the operation that requests it. */
export const newPurchase = (account: AccountId, terms: Pack, operation: Operation): Purchase => ({
  purchaseId: purchaseIdOf(operation),
  account,
  terms,
  state: 'pendingPayment',
  chargeId: chargeIdOf(operation),
  createdAt: operation.begunAt,
  startsAt: null,
  endsAt: null,
  renewing: null,
  reminded: null,
});

/** Builds the charge of a purchase or a renewal, as planned. */
export const packCharge = (
  { account, purchaseId, terms }: Purchase,
  { type, amount, lines, reason }: PackPlan,
  kind: 'purchase' | 'renewal',
  method: PaidBy,
  operation: Operation,
): Charge => {
  const subject = { kind, purchaseId, packType: terms.packType };
  return chargeFor({ account, type, subject, amount, lines, reason }, method, operation);
};

export type RenewalPlan =
  | { readonly kind: 'planned'; readonly plan: PackPlan }
  | { readonly kind: 'too-early'; readonly from: Instant }
  | { readonly kind: 'too-late'; readonly until: Instant }
  | { readonly kind: 'not-renewable'; readonly why: string };

/**
 * Plans a renewal. It continues from the old expiry, so that no day is lost or paid twice; if the new term would have
 * passed already, it starts now. The price is the lower one of the purchase's price and the current list price.
 */
export function planRenewal(purchase: Purchase, now: Instant, listed: Pack | null = null): RenewalPlan {
  const { terms, endsAt, state } = purchase;
  const duration = lasting(terms);
  if (endsAt === null || duration === null) return { kind: 'not-renewable', why: 'it does not expire' };
  if (state === 'expired' || now >= plus(endsAt, PACK_GRACE))
    return { kind: 'too-late', until: plus(endsAt, PACK_GRACE) };
  if (state !== 'active' && state !== 'expiring') return { kind: 'not-renewable', why: `it is ${state}` };
  if (now < plus(endsAt, -RENEWAL_WINDOW)) return { kind: 'too-early', from: plus(endsAt, -RENEWAL_WINDOW) };
  const amount = renewalPrice(terms, listed);
  return {
    kind: 'planned',
    plan: {
      type: chargeTypeOf(terms),
      terms: { ...terms, price: amount },
      grants: renewedGrants(terms),
      amount,
      lines: linesOf(terms, amount),
      reason: `Renewal of ${terms.name} (${terms.packType})`,
      ...termFrom(terms, hasPassed(purchase, now) ? now : endsAt),
    },
  };
}

/** A renewal keeps the capacity of gauges and slots. It adds another term's amount to counters. */
const renewedGrants = ({ grants }: Pack): Pack['grants'] =>
  Object.fromEntries(Object.entries(grants).filter(([meter]) => findMeter(meter)?.kind === 'counter'));

/** Maximum active packs per meter. Each is an entry in one item, and items have a size limit. */
export const MOST_PACKS = 500;

export type GrantsCheck =
  | { readonly kind: 'accepted' }
  /** The limit of the quota's meter would exceed the largest exact integer. */
  | { readonly kind: 'limit-too-high'; readonly quota: Quota }
  /** The quota's meter has the maximum number of active packs. */
  | { readonly kind: 'too-many-packs'; readonly quota: Quota };

/** Checks whether an account's quotas can take the grants of an order. A renewal extends its pack and adds no other. */
export function checkGrants(
  quotas: readonly Quota[],
  { grants }: Pick<PackPlan, 'grants'>,
  kind: 'purchase' | 'renewal',
): GrantsCheck {
  const granted = quotas.filter(({ meter }) => grants[meter] !== undefined);
  const high = granted.find(({ meter, limit }) => limit + (grants[meter] ?? 0) > MOST_LIMIT);
  if (high) return { kind: 'limit-too-high', quota: high };
  const full = granted.find((quota) => kind === 'purchase' && quota.grants.length >= MOST_PACKS);
  return full ? { kind: 'too-many-packs', quota: full } : { kind: 'accepted' };
}

/** Returns the lower price. A list price counts only if the listed pack grants no less. */
function renewalPrice(sold: Pack, listed: Pack | null): Money {
  const isAsLong = (sold.durationDays ?? Infinity) <= (listed?.durationDays ?? Infinity);
  const isAsMuch = Object.entries(sold.grants).every(
    ([meter, amount]) => (listed?.grants[meter] ?? 0) >= amount,
  );
  const isLower = listed !== null && listed.price.amount < sold.price.amount;
  return isLower && isAsLong && isAsMuch ? listed.price : sold.price;
}

/** Whether the term after the last one would be over already. */
function hasPassed(purchase: Purchase, now: Instant): boolean {
  const end = moveEnd(purchase, 1);
  return end !== null && end <= now;
}

/** The next scheduled step of a purchase, and its time. */
export type PurchaseStep =
  | { readonly at: Instant; readonly kind: 'remind'; readonly days: number }
  | { readonly at: Instant; readonly kind: 'end' | 'expire' };

export function nextStep(purchase: Purchase): PurchaseStep | null {
  const { state, endsAt, reminded } = purchase;
  if (endsAt === null) return null;
  if (state === 'expiring') return { at: plus(endsAt, PACK_GRACE), kind: 'expire' };
  if (state !== 'active') return null;
  const days = REMINDER_DAYS.find((days) => reminded === null || days < reminded);
  if (days !== undefined) return { at: plus(endsAt, -days * DAY), kind: 'remind', days };
  return { at: endsAt, kind: 'end' };
}

/**
 * Returns the reminder that is due now. Of several missed reminders only the latest is due; after expiry it is that of
 * the expiry.
 */
export function remindedAt(endsAt: Instant, now: Instant): number | null {
  if (now >= endsAt) return 0;
  const due = REMINDER_DAYS.filter((days) => now >= plus(endsAt, -days * DAY));
  return due.length === 0 ? null : Math.min(...due);
}

/** Returns the purchase after a step: reminded, in its grace period, or without its capacity. */
export function afterStep(purchase: Purchase, step: PurchaseStep, now: Instant): Purchase {
  if (step.kind === 'remind')
    return { ...purchase, reminded: (purchase.endsAt && remindedAt(purchase.endsAt, now)) ?? step.days };
  return step.kind === 'end'
    ? { ...purchase, state: 'expiring', reminded: 0 }
    : { ...purchase, state: 'expired' };
}

const moveEnd = (purchase: Purchase, terms: 1 | -1): Instant | null => {
  const duration = lasting(purchase.terms);
  return purchase.endsAt === null || duration === null ? null : plus(purchase.endsAt, terms * duration);
};

/** Returns the number of paid terms: one, and one per renewal. */
function paidTerms({ terms, startsAt, endsAt }: Purchase): number {
  const duration = lasting(terms);
  return startsAt === null || endsAt === null || duration === null
    ? 1
    : Math.round((endsAt - startsAt) / duration);
}

/**
 * Returns the purchase after one of its charges was fully refunded. It loses its last term and ends that much earlier.
 * With a single term it ends now.
 */
export const refundOf = (purchase: Purchase): Purchase =>
  paidTerms(purchase) > 1
    ? { ...purchase, endsAt: moveEnd(purchase, -1), reminded: null }
    : { ...purchase, state: 'refunded' };

/**
 * Returns the purchase after the failure of a refund that had been full, as if the refund had not happened. Its expiry
 * is evaluated again, so an expiry that has passed takes effect.
 */
export function restoredOf(purchase: Purchase, wasRunning: boolean): Purchase {
  const state = wasRunning ? 'active' : purchase.state;
  return purchase.state === 'refunded'
    ? { ...purchase, state: wasRunning ? 'active' : 'expired', reminded: null }
    : { ...purchase, state, endsAt: moveEnd(purchase, 1), reminded: null };
}

/**
 * Returns the purchase after its renewal was paid. The new term follows the last one without a gap. For a purchase
 * refunded meanwhile, or a term that would have passed already, it starts at the payment.
 */
export const renewed = (purchase: Purchase, now: Instant): Purchase =>
  purchase.state === 'refunded' || hasPassed(purchase, now)
    ? { ...purchase, ...termFrom(purchase.terms, now), ...begunAnew }
    : { ...purchase, endsAt: moveEnd(purchase, 1), ...begunAnew };

const begunAnew = { state: 'active', reminded: null } as const;

/** Returns the purchase after one of its renewals has an outcome. Another pending renewal stays pending. */
export const withoutRenewal = (purchase: Purchase, chargeId: string): Purchase =>
  purchase.renewing === chargeId ? { ...purchase, renewing: null } : purchase;
