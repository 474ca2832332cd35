import type { AccountId } from '../accounts.ts';
import type { Money } from '../money.ts';
import { type Instant, iso } from '../time.ts';
import type { Fingerprint } from './theme-likeness.ts';

/** The price of a theme: free, once without expiry, or for a duration. */
export type ThemePrice =
  | { readonly mode: 'free' }
  | { readonly mode: 'fixed'; readonly amount: Money }
  | { readonly mode: 'bundle'; readonly amount: Money; readonly durationDays: number };

/** A theme in the store. Each package is a version. */
export interface Theme {
  readonly themeId: string;
  readonly creator: AccountId;
  readonly name: string;
  readonly description: string;
  readonly tags: readonly string[];
  readonly price: ThemePrice;
  readonly createdAt: Instant;
  /** The number of the newest version, from 1. */
  readonly latest: number;
  /** The number of the version on sale; null before one was approved. */
  readonly onSale: number | null;
  /** The files of the version on sale. */
  readonly files: ThemeFiles | null;
  /** When the first version was approved. */
  readonly listedAt: Instant | null;
  /** Removed from the store: it cannot be bought any more, but buyers keep it. */
  readonly delisted: boolean;
}

/** The published files of a package that passed. */
export interface ThemeFiles {
  /** The folder in the bucket, with `theme.css` and the previews by path. */
  readonly folder: string;
  readonly previews: readonly {
    readonly path: string;
    readonly scheme: 'light' | 'dark';
    readonly width: number;
    readonly height: number;
  }[];
  /** Absent for packages validated before fingerprints existed. */
  readonly fingerprint?: Fingerprint;
}

/** Returns the key of the stylesheet, which embeds its fonts and images. */
export const stylesheetKey = ({ folder }: ThemeFiles): string => `${folder}theme.css`;

export const isSold = (
  theme: Theme,
): theme is Theme & { readonly onSale: number; readonly files: ThemeFiles; readonly listedAt: Instant } =>
  theme.onSale !== null && theme.files !== null && theme.listedAt !== null && !theme.delisted;

export const themeSorts = ['newest', 'popular', 'rating', 'price'] as const;
export type ThemeSort = (typeof themeSorts)[number];

/** Figures counted per theme. */
export interface ThemeSums {
  readonly installs: number;
  /** The number of ratings, and the sum of their stars. */
  readonly ratings: number;
  readonly stars: number;
}

/** Returns the average in stars with one decimal, rounded half up; null before the first rating. */
export const averageOf = ({ ratings, stars }: Pick<ThemeSums, 'ratings' | 'stars'>): number | null =>
  ratings > 0 ? tenths(stars, ratings) / 10 : null;

const tenths = (stars: number, ratings: number): number => Math.floor((20 * stars + ratings) / (2 * ratings));

const HIGHEST_PRICE = 10 ** 12;

/** Returns the sort key of a theme in a list, highest first. On a tie the newer theme comes first. */
export function rankOf(
  theme: Theme & { readonly listedAt: Instant },
  sums: ThemeSums,
  sort: ThemeSort,
): string {
  const rank = {
    newest: () => iso(theme.listedAt),
    popular: () => padded(sums.installs),
    // With equal stars the theme with more ratings comes first.
    rating: () =>
      `${padded(sums.ratings > 0 ? tenths(sums.stars, sums.ratings) : 0)}.${padded(sums.ratings)}`,
    price: () => padded(HIGHEST_PRICE - priceOf(theme.price)),
  };
  return `${rank[sort]()}#${theme.themeId}`;
}

const padded = (count: number): string => String(count).padStart(13, '0');

const priceOf = (price: ThemePrice): number => (price.mode === 'free' ? 0 : price.amount.amount);

/** The changes that are allowed while a theme is sold. */
export interface ThemeChange {
  readonly description?: string | undefined;
  readonly tags?: readonly string[] | undefined;
  readonly price?: ThemePrice | undefined;
  readonly delisted?: boolean | undefined;
}

export const changed = (theme: Theme, change: ThemeChange): Theme => ({
  ...theme,
  description: change.description ?? theme.description,
  tags: change.tags ?? theme.tags,
  price: change.price ?? theme.price,
  delisted: change.delisted ?? theme.delisted,
});
