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
  /** When it was paid or refunded. Its day determines the allocation. */
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
  /** The refund failed at the provider. Its amount is negative and reverses the refund. */
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
  /** When its share can be paid out. */
  readonly maturesAt: Instant;
}

export interface SaleLine extends LineFacts, Pick<Split, 'tiers' | 'cuts'> {
  readonly kind: 'sale';
  /** The refunded minor units of the price, and the share reclaimed for them. */
  readonly refunded: number;
  readonly takenBack: number;
}

export interface RefundLine extends LineFacts {
  readonly kind: 'refund';
  readonly refundId: string;
}

/** The sums of a calendar year, by the day of sale; net of refunds. Minor units. */
export interface YearSums {
  readonly netSales: number;
  readonly share: number;
}

/** A creator's account. `available + maturing + paying + paid` is the sum of the shares of all entries. Minor units. */
export interface Ledger {
  readonly creator: AccountId;
  readonly years: Readonly<Record<string, YearSums>>;
  /** Negative if refunds exceeded the earnings. Later earnings offset it. */
  readonly available: number;
  /** The end of the hold, as ISO 8601 → shares. Shares whose hold has ended since the last write count as available. */
  readonly maturing: Readonly<Record<string, number>>;
  readonly paying: number;
  readonly paid: number;
  /** When the next payout is due; null if there is nothing to pay. */
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

/** How long a share is on hold, because its sale can be refunded. */
const HOLD_PERIOD = 14 * DAY;

/**
 * Returns the first midnight (UTC) at least 14 days after the payment. Rounding up keeps the number of distinct times
 * small.
 */
export const maturesAt = (paidAt: Instant): Instant =>
  (Math.ceil(plus(paidAt, HOLD_PERIOD) / DAY) * DAY) as Instant;

export const yearOf = (day: Day): string => day.slice(0, 4);
const noSales: YearSums = { netSales: 0, share: 0 };
export const yearIn = (ledger: Ledger, day: Day): YearSums => ledger.years[yearOf(day)] ?? noSales;

/** Moves shares whose hold has ended to the available amount. */
export function afterHoldPeriod(ledger: Ledger, now: Instant): Ledger {
  const all = Object.entries(ledger.maturing);
  const releasable = all.filter(([at]) => parseInstant(at) <= now);
  return {
    ...ledger,
    available: releasable.reduce((sum, [, share]) => sum + share, ledger.available),
    maturing: Object.fromEntries(all.filter(([at, share]) => parseInstant(at) > now && share !== 0)),
  };
}

export const onHoldIn = ({ maturing }: Ledger): number =>
  Object.values(maturing).reduce((sum, share) => sum + share, 0);

/** Returns a creator's total: the sum of the shares of all entries. */
export const earnedIn = (ledger: Ledger): number =>
  ledger.available + onHoldIn(ledger) + ledger.paying + ledger.paid;

export const earningStates = ['provisional', 'maturing', 'available'] as const;
export type EarningState = (typeof earningStates)[number];

/**
 * `provisional`: as if its day ended now. `available`: the hold has ended; it is paid out with the next payout, or was
 * already.
 */
export const stateOfLine = (line: EarningLine, now: Instant): EarningState =>
  line.maturesAt <= now ? 'available' : 'maturing';
