import type { AccountId } from '../accounts.ts';
import type { Money } from '../money.ts';
import { type Instant, iso } from '../time.ts';
import type { Fingerprint } from './theme-likeness.ts';

/** What a theme costs: nothing, once for good, or for a time. */
export type ThemePrice =
  | { readonly mode: 'free' }
  | { readonly mode: 'fixed'; readonly amount: Money }
  | { readonly mode: 'bundle'; readonly amount: Money; readonly durationDays: number };

/** A theme of the store. Its packages are its versions. */
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
  /** The number of the version that is sold; null before one was approved. */
  readonly onSale: number | null;
  /** Where the files of the version that is sold are. */
  readonly files: ThemeFiles | null;
  /** When the first version was approved. */
  readonly listedAt: Instant | null;
  /** Taken off the store: nobody new may buy it, who has bought it keeps it. */
  readonly delisted: boolean;
}

/** What was made of a package that passed. */
export interface ThemeFiles {
  /** The folder in the bucket: `theme.css`, and the previews by their paths. */
  readonly folder: string;
  readonly previews: readonly {
    readonly path: string;
    readonly scheme: 'light' | 'dark';
    readonly width: number;
    readonly height: number;
  }[];
  /** Left out of what was validated before fingerprints were taken. */
  readonly fingerprint?: Fingerprint;
}

/** The key of the stylesheet, self-contained: fonts and images are in it. */
export const stylesheetKey = ({ folder }: ThemeFiles): string => `${folder}theme.css`;

export const isSold = (
  theme: Theme,
): theme is Theme & { readonly onSale: number; readonly files: ThemeFiles; readonly listedAt: Instant } =>
  theme.onSale !== null && theme.files !== null && theme.listedAt !== null && !theme.delisted;

export const themeSorts = ['newest', 'popular', 'rating', 'price'] as const;
export type ThemeSort = (typeof themeSorts)[number];

/** What is counted of a theme. */
export interface ThemeSums {
  readonly installs: number;
  /** How many ratings there are, and the stars of all of them. */
  readonly ratings: number;
  readonly stars: number;
}

/** Stars with one decimal, rounded half up; null before the first rating. */
export const averageOf = ({ ratings, stars }: Pick<ThemeSums, 'ratings' | 'stars'>): number | null =>
  ratings > 0 ? tenths(stars, ratings) / 10 : null;

const tenths = (stars: number, ratings: number): number => Math.floor((20 * stars + ratings) / (2 * ratings));

const HIGHEST_PRICE = 10 ** 12;

/** Where a theme stands in the order of a list, the greatest first. Among equals the newer one comes first. */
export function rankOf(
  theme: Theme & { readonly listedAt: Instant },
  sums: ThemeSums,
  sort: ThemeSort,
): string {
  const rank = {
    newest: () => iso(theme.listedAt),
    popular: () => padded(sums.installs),
    // At the same stars the one that more people rated comes first.
    rating: () =>
      `${padded(sums.ratings > 0 ? tenths(sums.stars, sums.ratings) : 0)}.${padded(sums.ratings)}`,
    price: () => padded(HIGHEST_PRICE - priceOf(theme.price)),
  };
  return `${rank[sort]()}#${theme.themeId}`;
}

const padded = (count: number): string => String(count).padStart(13, '0');

const priceOf = (price: ThemePrice): number => (price.mode === 'free' ? 0 : price.amount.amount);

/** What of a theme may be changed while it is sold. */
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
