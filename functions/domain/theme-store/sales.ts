import type { AccountId } from '../accounts.ts';
import type { Charge, ChargeLine } from '../charges/charges.ts';
import { chargeFor, type PaidBy } from '../charges/payments.ts';
import { type Operation, purchaseIdOf } from '../ids.ts';
import type { Money } from '../money.ts';
import { DAY, type Instant, plus } from '../time.ts';
import { isSold, type Theme, type ThemePrice } from './themes.ts';

export const saleStates = ['pendingPayment', 'active', 'failed', 'refunded'] as const;
export type SaleState = (typeof saleStates)[number];

/** A purchase of a theme, at the price of the time when it started. */
export interface Sale {
  readonly purchaseId: string;
  /** The buyer. */
  readonly account: AccountId;
  readonly themeId: string;
  /** The theme's name at that time. */
  readonly name: string;
  readonly creator: AccountId;
  readonly price: ThemePrice;
  readonly state: SaleState;
  /** Null if it was free. */
  readonly chargeId: string | null;
  readonly createdAt: Instant;
  /** When it was paid, or granted if it was free. */
  readonly paidAt: Instant | null;
}

/** What one sale grants: a duration from its payment, or unlimited use if there is none. */
export interface Term {
  readonly purchaseId: string;
  readonly paidAt: Instant;
  readonly durationDays: number | null;
}

/** The right of an account to use a theme, one per theme. It expires automatically. */
export interface Entitlement {
  readonly account: AccountId;
  readonly themeId: string;
  readonly name: string;
  readonly creator: AccountId;
  /** Paid and not refunded terms, in the order of payment. */
  readonly terms: readonly Term[];
  /** When the account first got the theme; null if it never did. */
  readonly since: Instant | null;
  /** The pending purchase without expiry. It prevents buying unlimited use twice. */
  readonly buying: string | null;
}

/** The plan of buying a theme, with exact amounts. The preview and the purchase use the same plan. */
export interface SalePlan {
  /** Null if it is free; nothing is charged. */
  readonly amount: Money | null;
  readonly lines: readonly ChargeLine[];
  readonly reason: string;
  readonly startsAt: Instant;
  /** When the entitlement then expires; null if it does not. */
  readonly endsAt: Instant | null;
}

export type PlannedSale =
  | { readonly kind: 'plan'; readonly plan: SalePlan }
  /** The account owns the theme without expiry, so there is nothing to buy. */
  | { readonly kind: 'owned' }
  /** The buyer is the creator. Sharing a sale with oneself would move money in a circle. */
  | { readonly kind: 'own-work' }
  | { readonly kind: 'not-on-sale' };

/** Plans buying the theme now. Buying a theme with a duration again continues from its expiry. */
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

/** Returns the amount to pay; null if the theme is free. */
export const amountOf = (price: ThemePrice): Money | null =>
  price.mode === 'free' || price.amount.amount === 0 ? null : price.amount;

const daysOf = (price: ThemePrice): number | null => (price.mode === 'bundle' ? price.durationDays : null);

/** The expiry of an entitlement that never started. */
export const NEVER = 0 as Instant;

/**
 * Returns when these terms expire: null if never, `NEVER` if there are none. Each starts at its payment or at the end
 * of the previous one, so that no day is lost or counted twice, whichever is refunded.
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
export function mayUse({ terms }: Entitlement, now: Instant): boolean {
  const end = expiryOf(terms);
  return end === null || end > now;
}

export const isForGood = ({ terms }: Entitlement): boolean => expiryOf(terms) === null;

/** Returns the empty entitlement of an account that never bought the theme. */
export const noEntitlement = ({ account, themeId, name, creator }: Sale): Entitlement => ({
  account,
  themeId,
  name,
  creator,
  terms: [],
  since: null,
  buying: null,
});

/** Adds a paid sale to the entitlement, once. */
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

/** Removes a fully refunded sale from the entitlement. Later terms move forward. */
export const withoutSale = (entitlement: Entitlement, purchaseId: string): Entitlement => ({
  ...entitlement,
  terms: entitlement.terms.filter((term) => term.purchaseId !== purchaseId),
});

/** Returns the entitlement after a purchase stopped waiting for its payment. */
export const withoutWaiting = (entitlement: Entitlement, purchaseId: string): Entitlement =>
  entitlement.buying === purchaseId ? { ...entitlement, buying: null } : entitlement;

/** Builds a sale for the operation that requests it. Without a charge it is free. */
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

/** Builds the charge of a sale that is not free, as planned. */
export const saleCharge = (
  { account, purchaseId, themeId, creator }: Sale,
  { amount, lines, reason }: Pick<Charge, 'amount' | 'lines' | 'reason'>,
  paidBy: PaidBy,
  operation: Operation,
): Charge => {
  const subject = { kind: 'theme', purchaseId, themeId, creator } as const;
  return chargeFor({ account, type: 'theme', subject, amount, lines, reason }, paidBy, operation);
};
