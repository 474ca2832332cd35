import type { AccountId } from './accounts.ts';
import type { ChargeLine, ChargeType } from './charges.ts';
import type { Money } from './money.ts';
import type { Pack } from './packs.ts';
import { DAY, HOUR, type Instant, iso, plus } from './time.ts';

export const purchaseStates = [
  'pendingPayment',
  'active',
  'expiring',
  'expired',
  'failed',
  'refunded',
] as const;
export type PurchaseState = (typeof purchaseStates)[number];

/** A pack that was bought: the CapacityPack. Its terms are those of the day on which it was sold. */
export interface Purchase {
  readonly purchaseId: string;
  readonly account: AccountId;
  readonly terms: Pack;
  readonly state: PurchaseState;
  readonly chargeId: string;
  readonly createdAt: Instant;
  readonly startsAt: Instant | null;
  /** Null when it never ends. */
  readonly endsAt: Instant | null;
  /** The renewal that waits for its payment. */
  readonly renewing: string | null;
  /** How many days before the end the latest reminder was; 0 when it has ended. */
  readonly reminded: number | null;
}

/** How long a pack that has ended keeps its capacity. */
export const PACK_GRACE = 72 * HOUR;
/** How long before its end a pack may be renewed. */
export const RENEWAL_WINDOW = 30 * DAY;
/** How many days before the end its owner is reminded. */
export const REMINDER_DAYS = [7, 1] as const;

export const chargeTypeOf = (pack: Pack): ChargeType =>
  pack.kind === 'jobSlots' ? 'jobSlotPack' : 'capacityPack';

/** What buying or renewing a pack would do, to the cent. A quote: what is applied is this. */
export interface PackPlan {
  readonly type: ChargeType;
  readonly amount: Money;
  readonly lines: readonly ChargeLine[];
  readonly reason: string;
  readonly startsAt: Instant;
  readonly endsAt: Instant | null;
}

const linesOf = ({ name, price }: Pack): ChargeLine[] => [
  { kind: 'pack', description: name, quantity: 1, amount: price },
];

const lasting = (pack: Pack): number | null => (pack.durationDays === null ? null : pack.durationDays * DAY);

/** A term of a pack that begins now. */
export function termFrom(pack: Pack, startsAt: Instant): Pick<PackPlan, 'startsAt' | 'endsAt'> {
  const duration = lasting(pack);
  return { startsAt, endsAt: duration === null ? null : plus(startsAt, duration) };
}

export function planPurchase(pack: Pack, now: Instant): PackPlan {
  return {
    type: chargeTypeOf(pack),
    amount: pack.price,
    lines: linesOf(pack),
    reason: `${pack.name} (${pack.packType})`,
    ...termFrom(pack, now),
  };
}

export type RenewalPlan =
  | { readonly kind: 'planned'; readonly plan: PackPlan }
  | { readonly kind: 'too-early'; readonly from: Instant }
  | { readonly kind: 'too-late'; readonly until: Instant }
  | { readonly kind: 'not-renewable'; readonly why: string };

/** A renewal goes on from the old end, so that no day is lost or paid twice. At the price the pack was sold for. */
export function planRenewal(purchase: Purchase, now: Instant): RenewalPlan {
  const { terms, endsAt, state } = purchase;
  const duration = lasting(terms);
  if (endsAt === null || duration === null)
    return { kind: 'not-renewable', why: 'it has no end that a renewal could move' };
  if (state === 'expired' || now >= plus(endsAt, PACK_GRACE))
    return { kind: 'too-late', until: plus(endsAt, PACK_GRACE) };
  if (state !== 'active' && state !== 'expiring') return { kind: 'not-renewable', why: `it is ${state}` };
  if (now < plus(endsAt, -RENEWAL_WINDOW)) return { kind: 'too-early', from: plus(endsAt, -RENEWAL_WINDOW) };
  return {
    kind: 'planned',
    plan: {
      type: chargeTypeOf(terms),
      amount: terms.price,
      lines: linesOf(terms),
      reason: `Renewal of ${terms.name} (${terms.packType})`,
      startsAt: endsAt,
      endsAt: plus(endsAt, duration),
    },
  };
}

/** What time asks of a purchase next, and when. */
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

/** The reminder that is due now: of several that were missed, the latest alone. */
export function remindedAt(endsAt: Instant, now: Instant): number | null {
  const due = REMINDER_DAYS.filter((days) => now >= plus(endsAt, -days * DAY));
  return due.length === 0 ? null : Math.min(...due);
}

/** As the API shows it. */
export const purchaseView = (purchase: Purchase) => ({
  purchaseId: purchase.purchaseId,
  account: purchase.account,
  packType: purchase.terms.packType,
  state: purchase.state,
  createdAt: iso(purchase.createdAt),
  startsAt: purchase.startsAt === null ? null : iso(purchase.startsAt),
  endsAt: purchase.endsAt === null ? null : iso(purchase.endsAt),
  graceEndsAt: purchase.endsAt === null ? null : iso(plus(purchase.endsAt, PACK_GRACE)),
  terms: purchase.terms,
});

const moveEnd = (purchase: Purchase, terms: 1 | -1): Instant | null => {
  const duration = lasting(purchase.terms);
  return purchase.endsAt === null || duration === null ? null : plus(purchase.endsAt, terms * duration);
};

/** How many terms are paid for: one, and one for each renewal. */
function paidTerms({ terms, startsAt, endsAt }: Purchase): number {
  const duration = lasting(terms);
  return startsAt === null || endsAt === null || duration === null
    ? 1
    : Math.round((endsAt - startsAt) / duration);
}

/**
 * The purchase after one of its charges was given back as a whole. Of several terms it loses the last: it ends that
 * much earlier. With its only one it ends now.
 */
export const refundOf = (purchase: Purchase): Purchase =>
  paidTerms(purchase) > 1
    ? { ...purchase, endsAt: moveEnd(purchase, -1), reminded: null }
    : { ...purchase, state: 'refunded' };

/**
 * The purchase after its renewal was paid. The next term follows the one before without a gap; one that was given
 * back meanwhile begins anew.
 */
export const renewed = (purchase: Purchase, now: Instant): Purchase =>
  purchase.state === 'refunded'
    ? { ...purchase, ...termFrom(purchase.terms, now), ...begunAnew }
    : { ...purchase, endsAt: moveEnd(purchase, 1), ...begunAnew };

const begunAnew = { state: 'active', renewing: null, reminded: null } as const;
