import { dayAt } from '../domain/calendar.ts';
import { cny } from '../domain/money.ts';
import {
  afterHoldPeriod,
  type EarningLine,
  type EarningState,
  type Ledger,
  onHoldIn,
  yearIn,
  yearOf,
} from '../domain/theme-store/earnings.ts';
import type { Payout, PayoutAccount } from '../domain/theme-store/payouts.ts';
import { remainingOf, type ShareTerms, termsOf, tierAt } from '../domain/theme-store/shares.ts';
import { type Instant, iso } from '../domain/time.ts';

/** Builds the view of a creator's balance, by how soon it can be paid out. */
export function balanceView(ledger: Ledger, now: Instant) {
  const current = afterHoldPeriod(ledger, now);
  return {
    available: cny(current.available),
    maturing: cny(onHoldIn(current)),
    paying: cny(current.paying),
    paid: cny(current.paid),
    nextPayoutAt: current.payoutAt === null ? null : iso(current.payoutAt),
  };
}

/** Builds the view of the calendar year: the tier of the next sale and the remaining cap. */
export function yearView(ledger: Ledger, now: Instant) {
  const day = dayAt(now);
  const { netSales, share } = yearIn(ledger, day);
  const terms = termsOf(day);
  const { rate, upTo } = tierAt(netSales, terms);
  return {
    year: Number(yearOf(day)),
    netSales: cny(netSales),
    share: cny(share),
    tier: { rate, upTo: upTo === null ? null : cny(upTo) },
    yearCap: { cap: cny(terms.yearCap), left: cny(remainingOf(terms.yearCap, share)) },
  };
}

/** Builds the view of a theme's cap. `share`: the creator's share of all its sales so far, in minor units. */
export function themeCapView(themeId: string, share: number, now: Instant) {
  const { themeCap } = termsOf(dayAt(now));
  return { themeId, share: cny(share), cap: cny(themeCap), left: cny(remainingOf(themeCap, share)) };
}

/** Builds the view of the share terms; rates are in basis points. */
export const termsView = ({ version, from, tiers, themeCap, yearCap, minimumFee }: ShareTerms) => ({
  version,
  from,
  tiers: tiers.map(({ upTo, rate }) => ({ upTo: upTo === null ? null : cny(upTo), rate })),
  themeCap: cny(themeCap),
  yearCap: cny(yearCap),
  minimumFee: cny(minimumFee),
});

/** Builds the view of a ledger entry. */
export const earningView = (line: EarningLine, state: EarningState) => ({
  lineId: line.lineId,
  kind: line.kind,
  state,
  at: iso(line.at),
  day: dayAt(line.at),
  purchaseId: line.purchaseId,
  refundId: line.kind === 'refund' ? line.refundId : null,
  themeId: line.themeId,
  name: line.name,
  net: cny(line.net),
  share: cny(line.share),
  platform: cny(line.platform),
  terms: line.terms,
  tiers:
    line.kind === 'refund'
      ? []
      : line.tiers.map(({ rate, sales, share }) => ({ rate, sales: cny(sales), share: cny(share) })),
  cuts: line.kind === 'refund' ? [] : line.cuts.map(({ kind, amount }) => ({ kind, amount: cny(amount) })),
  maturesAt: iso(line.maturesAt),
});

/** Builds the view of a payout, with its destination masked. */
export const payoutView = (payout: Payout) => ({
  payoutId: payout.payoutId,
  state: payout.state,
  amount: cny(payout.amount),
  createdAt: iso(payout.createdAt),
  settledAt: payout.settledAt === null ? null : iso(payout.settledAt),
  failure: payout.failure,
  provider: payout.provider,
  destination: masked(payout.destination),
});

/** Builds the view of a payout account, with its destination masked. */
export const payoutAccountView = ({ provider, destination, updatedAt }: PayoutAccount) => ({
  provider,
  destination: masked(destination),
  updatedAt: iso(updatedAt),
});

/** Keeps the last 4 characters, enough to recognize the account. */
const masked = (destination: string): string => `…${destination.slice(-4)}`;
