import type { AccountId } from '../accounts.ts';
import type { Charge, ChargeLine } from '../charges/charges.ts';
import { chargeFor, type PaidBy } from '../charges/payments.ts';
import { type Operation, purchaseIdOf } from '../ids.ts';
import type { Money } from '../money.ts';
import { DAY, type Instant, plus } from '../time.ts';
import { isSold, type Theme, type ThemePrice } from './themes.ts';

export const saleStates = ['pendingPayment', 'active', 'failed', 'refunded'] as const;
export type SaleState = (typeof saleStates)[number];

/** One purchase of a theme. Its price is that of the moment at which it was begun. */
export interface Sale {
  readonly purchaseId: string;
  /** The buyer. */
  readonly account: AccountId;
  readonly themeId: string;
  /** As the theme was called then. */
  readonly name: string;
  readonly creator: AccountId;
  readonly price: ThemePrice;
  readonly state: SaleState;
  /** Null for what was free. */
  readonly chargeId: string | null;
  readonly createdAt: Instant;
  /** When it was paid for, or given if it was free. */
  readonly paidAt: Instant | null;
}

/** What one sale gives: a time from when it was paid, or, without a duration, for good. */
export interface Term {
  readonly purchaseId: string;
  readonly paidAt: Instant;
  readonly durationDays: number | null;
}

/** The right of an account to use a theme: one for each theme. It lapses by itself. */
export interface Entitlement {
  readonly account: AccountId;
  readonly themeId: string;
  readonly name: string;
  readonly creator: AccountId;
  /** What was paid for and not given back, in the order in which it was paid. */
  readonly terms: readonly Term[];
  /** When the account first got the theme; null when it never did. */
  readonly since: Instant | null;
  /** The purchase for good that waits for its payment, so that nothing is bought for good twice. */
  readonly buying: string | null;
}

/** What buying a theme would do, to the cent. A quote: what is applied is this. */
export interface SalePlan {
  /** Null when it is free: then nothing is charged. */
  readonly amount: Money | null;
  readonly lines: readonly ChargeLine[];
  readonly reason: string;
  readonly startsAt: Instant;
  /** Until when it may be used then; null for good. */
  readonly endsAt: Instant | null;
}

export type PlannedSale =
  | { readonly kind: 'plan'; readonly plan: SalePlan }
  /** It is the account's for good: there is nothing left to buy. */
  | { readonly kind: 'owned' }
  /** The buyer made it: a share of a sale to oneself would be money moved in a circle. */
  | { readonly kind: 'own-work' }
  | { readonly kind: 'not-on-sale' };

/** What buying the theme now comes to. Bought again, a theme for a time goes on from its end. */
export function planSale(
  theme: Theme,
  buyer: AccountId,
  entitlement: Entitlement | null,
  now: Instant,
): PlannedSale {
  if (!isSold(theme)) return { kind: 'not-on-sale' };
  if (theme.creator === buyer) return { kind: 'own-work' };
  if (entitlement && isForGood(entitlement)) return { kind: 'owned' };
  const amount = amountOf(theme.price);
  const terms = entitlement?.terms ?? [];
  const end = expiryOf(terms);
  return {
    kind: 'plan',
    plan: {
      amount,
      lines: amount === null ? [] : [{ kind: 'theme', description: theme.name, quantity: 1, amount }],
      reason: `${theme.name} (${theme.themeId})`,
      startsAt: end !== null && end > now ? end : now,
      endsAt: expiryOf([...terms, { purchaseId: '', paidAt: now, durationDays: daysOf(theme.price) }]),
    },
  };
}

/** What is to be paid; null when it is free. */
export const amountOf = (price: ThemePrice): Money | null =>
  price.mode === 'free' || price.amount.amount === 0 ? null : price.amount;

const daysOf = (price: ThemePrice): number | null => (price.mode === 'bundle' ? price.durationDays : null);

/** The end of what never began. */
export const NEVER = 0 as Instant;

/**
 * Until when these terms last: null for good, the beginning of time when there are none. Each begins when it was
 * paid, or where the one before ends, so that no day is lost or counted twice, whichever is given back.
 */
export function expiryOf(terms: readonly Term[]): Instant | null {
  let end = NEVER;
  for (const { paidAt, durationDays } of inOrder(terms)) {
    if (durationDays === null) return null;
    end = plus(Math.max(paidAt, end) as Instant, durationDays * DAY);
  }
  return end;
}

const inOrder = (terms: readonly Term[]): Term[] =>
  [...terms].sort((a, b) => a.paidAt - b.paidAt || (a.purchaseId < b.purchaseId ? -1 : 1));

/** Whether the account may use the theme now. */
export function holds({ terms }: Entitlement, now: Instant): boolean {
  const end = expiryOf(terms);
  return end === null || end > now;
}

export const isForGood = ({ terms }: Entitlement): boolean => expiryOf(terms) === null;

/** The right that an account has before it ever bought the theme: none. */
export const noEntitlement = ({ account, themeId, name, creator }: Sale): Entitlement => ({
  account,
  themeId,
  name,
  creator,
  terms: [],
  since: null,
  buying: null,
});

/** The right after a sale was paid. A sale counts once. */
export function withSale(entitlement: Entitlement, sale: Sale, paidAt: Instant): Entitlement {
  const term: Term = { purchaseId: sale.purchaseId, paidAt, durationDays: daysOf(sale.price) };
  const others = entitlement.terms.filter(({ purchaseId }) => purchaseId !== sale.purchaseId);
  return {
    ...withoutWaiting(entitlement, sale.purchaseId),
    name: sale.name,
    terms: inOrder([...others, term]),
    since: entitlement.since ?? paidAt,
  };
}

/** The right after a sale was given back as a whole: what remains moves up. */
export const withoutSale = (entitlement: Entitlement, purchaseId: string): Entitlement => ({
  ...entitlement,
  terms: entitlement.terms.filter((term) => term.purchaseId !== purchaseId),
});

/** The right when a purchase does not wait for its payment any more. */
export const withoutWaiting = (entitlement: Entitlement, purchaseId: string): Entitlement =>
  entitlement.buying === purchaseId ? { ...entitlement, buying: null } : entitlement;

/** A purchase as it begins, by the operation that asks for it. Without a charge it is free. */
export const newSale = (
  { themeId, name, creator, price }: Theme,
  account: AccountId,
  chargeId: string | null,
  operation: Operation,
): Sale => ({
  purchaseId: purchaseIdOf(operation),
  account,
  themeId,
  name,
  creator,
  price,
  state: 'pendingPayment',
  chargeId,
  createdAt: operation.begunAt,
  paidAt: null,
});

/** The charge of a sale that is not free, as planned. */
export const saleCharge = (
  { account, purchaseId, themeId, creator }: Sale,
  { amount, lines, reason }: Pick<Charge, 'amount' | 'lines' | 'reason'>,
  paidBy: PaidBy,
  operation: Operation,
): Charge => {
  const subject = { kind: 'theme', purchaseId, themeId, creator } as const;
  return chargeFor({ account, type: 'theme', subject, amount, lines, reason }, paidBy, operation);
};
