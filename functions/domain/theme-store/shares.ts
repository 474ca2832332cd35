import { apportion, portionOf } from '../apportion.ts';
import type { Day } from '../time.ts';

/** A range of a creator's net sales in a calendar year, and the creator's rate in it. Minor units. */
export interface Tier {
  /** The end of the range; null for the last. */
  readonly upTo: number | null;
  /** The creator's rate, in basis points. */
  readonly rate: number;
}

/** The terms of creators' shares from a day on. A sale keeps the terms of its day. Minor units of CNY. */
export interface ShareTerms {
  readonly version: number;
  readonly from: Day;
  readonly tiers: readonly Tier[];
  /** The maximum share of one theme, over its lifetime. */
  readonly themeCap: number;
  /** The maximum share of the sales of a calendar year. */
  readonly yearCap: number;
  /** The platform's minimum per sale; the whole price if that is lower. */
  readonly minimumFee: number;
}

/** All versions of the terms, newest last. Add versions and never change one: sales keep the terms of their day. */
export const shareTerms: readonly ShareTerms[] = [
  {
    version: 1,
    from: '2020-01-01' as Day,
    tiers: [
      { upTo: 100_000_00, rate: 7_000 },
      { upTo: 500_000_00, rate: 6_000 },
      { upTo: null, rate: 5_000 },
    ],
    themeCap: 1_000_000_00,
    yearCap: 2_000_000_00,
    minimumFee: 1_00,
  },
];

/** Returns the terms of a day: the latest ones in force. */
export function termsOf(day: Day, table: readonly ShareTerms[] = shareTerms): ShareTerms {
  const terms = table.findLast(({ from }) => from <= day) ?? table[0];
  if (!terms) throw new Error('There are no terms.');
  return terms;
}

/** The part of a sale in one tier. */
export interface TierPart {
  readonly rate: number;
  /** The part of the price in the tier. */
  readonly sales: number;
  /** The creator's share of that part, before cuts. */
  readonly share: number;
}

/** A reduction of the creator's share in favor of the platform. */
export interface Cut {
  readonly kind: 'minimumFee' | 'themeCap' | 'yearCap';
  readonly amount: number;
}

/** The split of a price: `share + platform` is the price. */
export interface Split {
  readonly share: number;
  readonly platform: number;
  readonly tiers: readonly TierPart[];
  readonly cuts: readonly Cut[];
}

/** A creator's totals before a sale. Minor units, net of refunds. */
export interface CreatorTotals {
  /** Sales of the calendar year. */
  readonly netSales: number;
  /** The creator's share of the calendar year's sales. */
  readonly yearShare: number;
  /** The creator's share of all sales of the theme. */
  readonly themeShare: number;
}

/** Splits a price by tiers, then reduces the creator's share to the minimum fee and the caps. */
export function splitSale(price: number, totals: CreatorTotals, terms: ShareTerms): Split {
  const tiers = tierParts(price, totals.netSales, terms.tiers);
  const full = tiers.reduce((sum, part) => sum + part.share, 0);
  const limits: readonly (readonly [Cut['kind'], number])[] = [
    ['minimumFee', price - Math.min(terms.minimumFee, price)],
    ['themeCap', remainingOf(terms.themeCap, totals.themeShare)],
    ['yearCap', remainingOf(terms.yearCap, totals.yearShare)],
  ];
  let share = full;
  const cuts: Cut[] = [];
  for (const [kind, limit] of limits) {
    if (share <= limit) continue;
    cuts.push({ kind, amount: share - limit });
    share = limit;
  }
  return { share, platform: price - share, tiers, cuts };
}

/** Returns what remains of a cap; zero if later terms lowered the cap below the share. */
export const remainingOf = (cap: number, share: number): number => Math.max(0, cap - share);

const FULL_RATE = 10_000;

/** Lists the creator's parts first, so that of two equal remainders in a tier the creator's is rounded up. */
function tierParts(price: number, netSales: number, tiers: readonly Tier[]): TierPart[] {
  const parts = tiers
    .map(({ rate, upTo }, place) => {
      const from = Math.max(netSales, tiers[place - 1]?.upTo ?? 0);
      const to = Math.min(netSales + price, upTo ?? Number.POSITIVE_INFINITY);
      return { rate, sales: Math.max(0, to - from) };
    })
    .filter(({ sales }) => sales > 0);
  const weights = (rateOf: (rate: number) => number) =>
    parts.map(({ rate, sales }) => BigInt(sales) * BigInt(rateOf(rate)));
  const shares = apportion(price, [...weights((rate) => rate), ...weights((rate) => FULL_RATE - rate)]);
  return parts.map((part, place) => ({ ...part, share: shares[place] ?? 0 }));
}

/** Returns the tier of the next sale. */
export function tierAt(netSales: number, { tiers }: ShareTerms): Tier {
  const tier = tiers.find(({ upTo }) => upTo === null || netSales < upTo);
  if (!tier) throw new Error('The last tier of the terms has an end.');
  return tier;
}

/** Returns the share reclaimed for a refunded part of the price; all of it for a full refund. */
export const refundedShare = (share: number, refunded: number, price: number): number =>
  portionOf(share, refunded, price);
