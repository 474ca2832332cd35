import type { AccountId } from '../accounts.ts';
import { DAY, type Day, type Instant, parseInstant, plus } from '../time.ts';
import type { Split } from './shares.ts';

/** An unallocated sale or refund. It is allocated after its day ends. */
export type UnallocatedEntry = UnallocatedSale | UnallocatedRefund;

interface OpenFacts {
  readonly creator: AccountId;
  readonly purchaseId: string;
  readonly themeId: string;
  readonly name: string;
  /** The paid or refunded amount in minor units. */
  readonly amount: number;
  /** When it was paid or refunded. Its day counts. */
  readonly at: Instant;
}

export interface UnallocatedSale extends OpenFacts {
  readonly kind: 'sale';
}

export interface UnallocatedRefund extends OpenFacts {
  readonly kind: 'refund';
  readonly refundId: string;
  /** When the refunded sale was paid. */
  readonly soldAt: Instant;
  /** The refund failed at the provider: its amount, less than nothing, undoes it. */
  readonly returned?: true;
}

/** A ledger entry: the creator's share of a sale or refund. Never deleted. */
export type EarningLine = SaleLine | RefundLine;

interface LineFacts {
  readonly lineId: string;
  readonly creator: AccountId;
  readonly purchaseId: string;
  readonly themeId: string;
  readonly name: string;
  readonly at: Instant;
  /** The price, negative for a refund: `share + platform`. Minor units. */
  readonly net: number;
  readonly share: number;
  readonly platform: number;
  /** The version of the terms of the sale's day. */
  readonly terms: number;
  /** From when on its share may be paid out. */
  readonly maturesAt: Instant;
}

export interface SaleLine extends LineFacts, Pick<Split, 'tiers' | 'cuts'> {
  readonly kind: 'sale';
  /** Minor units of the price that were given back, and what that took of the share. */
  readonly refunded: number;
  readonly takenBack: number;
}

export interface RefundLine extends LineFacts {
  readonly kind: 'refund';
  readonly refundId: string;
}

/** Of one calendar year, by the day of the sale; net of refunds. Minor units. */
export interface YearSums {
  readonly netSales: number;
  readonly share: number;
}

/** A creator's account. `available + maturing + paying + paid` is the sum of the shares of all lines. Minor units. */
export interface Ledger {
  readonly creator: AccountId;
  readonly years: Readonly<Record<string, YearSums>>;
  /** Less than nothing when more was given back than there was: carried against what comes. */
  readonly available: number;
  /** The moment of maturing, as ISO 8601 → shares. What has matured since it was written counts as available. */
  readonly maturing: Readonly<Record<string, number>>;
  readonly paying: number;
  readonly paid: number;
  /** When payouts are next seen to; null while there is nothing to pay. */
  readonly payoutAt: Instant | null;
}

export const emptyLedger = (creator: AccountId): Ledger => ({
  creator,
  years: {},
  available: 0,
  maturing: {},
  paying: 0,
  paid: 0,
  payoutAt: null,
});

/** How long a sale may be given back before its share can be paid out. */
export const HOLD_PERIOD = 14 * DAY;

/** The first midnight (UTC) that is at least 14 days after the payment: few moments, whatever is sold. */
export const maturesAt = (paidAt: Instant): Instant =>
  (Math.ceil(plus(paidAt, HOLD_PERIOD) / DAY) * DAY) as Instant;

export const yearOf = (day: Day): string => day.slice(0, 4);
export const noSales: YearSums = { netSales: 0, share: 0 };
export const yearIn = (ledger: Ledger, day: Day): YearSums => ledger.years[yearOf(day)] ?? noSales;

/** The ledger with all that has matured by now among what is available. */
export function afterHoldPeriod(ledger: Ledger, now: Instant): Ledger {
  const all = Object.entries(ledger.maturing);
  const ripe = all.filter(([at]) => parseInstant(at) <= now);
  return {
    ...ledger,
    available: ripe.reduce((sum, [, share]) => sum + share, ledger.available),
    maturing: Object.fromEntries(all.filter(([at, share]) => parseInstant(at) > now && share !== 0)),
  };
}

export const onHoldIn = ({ maturing }: Ledger): number =>
  Object.values(maturing).reduce((sum, share) => sum + share, 0);

/** All that a creator has, had and will have: the sum of the shares of all lines. */
export const earnedIn = (ledger: Ledger): number =>
  ledger.available + onHoldIn(ledger) + ledger.paying + ledger.paid;

export const earningStates = ['provisional', 'maturing', 'available'] as const;
export type EarningState = (typeof earningStates)[number];

/** `provisional`: as if its day ended now. `available` once it has matured: paid out with the next payout, or before. */
export const stateOfLine = (line: EarningLine, now: Instant): EarningState =>
  line.maturesAt <= now ? 'available' : 'maturing';
