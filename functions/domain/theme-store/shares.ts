import { apportion, portionOf } from '../apportion.ts';
import type { Day } from '../time.ts';

/** A stretch of a creator's net sales of a calendar year, and what the creator has of it. Minor units. */
export interface Tier {
  /** Where it ends; null for the last. */
  readonly upTo: number | null;
  /** The creator's part, in basis points. */
  readonly rate: number;
}

/** What creators have of their sales, from a day on. A sale keeps the terms of its day. Minor units of CNY. */
export interface ShareTerms {
  readonly version: number;
  readonly from: Day;
  readonly tiers: readonly Tier[];
  /** The most that a creator has of one theme, for good. */
  readonly themeCap: number;
  /** The most that a creator has of the sales of a calendar year. */
  readonly yearCap: number;
  /** The least that the platform keeps of a sale; all of it where the price is less. */
  readonly minimumFee: number;
}

/** Every version of the terms, the newest last. Add one; change none: sales keep the terms of their day. */
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

/** The terms of a day: the latest that had begun. */
export function termsOf(day: Day, table: readonly ShareTerms[] = shareTerms): ShareTerms {
  const terms = table.findLast(({ from }) => from <= day) ?? table[0];
  if (!terms) throw new Error('There are no terms.');
  return terms;
}

/** A part of a sale that falls into one tier. */
export interface TierPart {
  readonly rate: number;
  /** How much of the price falls into it. */
  readonly sales: number;
  /** What the creator has of that, before any cut. */
  readonly share: number;
}

/** Something that made the creator's part smaller, and by how much: that goes to the platform. */
export interface Cut {
  readonly kind: 'minimumFee' | 'themeCap' | 'yearCap';
  readonly amount: number;
}

/** Who has what of a price: `share + platform` is the price. */
export interface Split {
  readonly share: number;
  readonly platform: number;
  readonly tiers: readonly TierPart[];
  readonly cuts: readonly Cut[];
}

/** Where a creator stands when something is sold. Minor units, net of what was given back. */
export interface Standing {
  /** Sales of the calendar year. */
  readonly netSales: number;
  /** The creator's part of the calendar year's sales. */
  readonly yearShare: number;
  /** The creator's part of all sales of the theme. */
  readonly themeShare: number;
}

/** Splits a price by the tiers that it falls into, then cuts the creator's part down to what the fee and the caps leave. */
export function splitSale(price: number, standing: Standing, terms: ShareTerms): Split {
  const tiers = tierParts(price, standing.netSales, terms.tiers);
  const full = tiers.reduce((sum, part) => sum + part.share, 0);
  const limits: readonly (readonly [Cut['kind'], number])[] = [
    ['minimumFee', price - Math.min(terms.minimumFee, price)],
    ['themeCap', leftOf(terms.themeCap, standing.themeShare)],
    ['yearCap', leftOf(terms.yearCap, standing.yearShare)],
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

/** What is left of a cap. Terms that came later may have made it less than what was had. */
export const leftOf = (cap: number, share: number): number => Math.max(0, cap - share);

const FULL_RATE = 10_000;

/** The creator's parts come first, so that of two equal remainders of one tier the creator's is rounded up. */
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

/** The tier that the next sale falls into. */
export function tierAt(netSales: number, { tiers }: ShareTerms): Tier {
  const tier = tiers.find(({ upTo }) => upTo === null || netSales < upTo);
  if (!tier) throw new Error('The last tier of the terms has an end.');
  return tier;
}

/** What a creator has given back of a share, when so much of its price was given back: all, when that is all. */
export const refundedShare = (share: number, refunded: number, price: number): number =>
  portionOf(share, refunded, price);
