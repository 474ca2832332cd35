import { MAX_PACKAGE_BYTES } from '../domain/theme-store/open-submissions.ts';

/** What a package may weigh, all in bytes unless the name says else. Held on what really comes out of the inflater. */
export const packageLimits = {
  zip: MAX_PACKAGE_BYTES,
  /** Number of entries, folders included. */
  entries: 200,
  unpacked: 20_000_000,
  entry: 5_000_000,
  /** Of a file that is parsed: theme.json, theme.css, README.md, licences, SVG. */
  text: 200_000,
  /** Bytes out for a byte in, of an entry and of the package. Text and images stay below 30. */
  ratio: 100,
  /** Entries that come to less have no ratio: a file of blanks is no bomb. */
  ratioFrom: 1_000,
  /** Characters of a name, with its folder. */
  name: 100,
  /** Brackets within brackets in theme.css and theme.json: a parser that calls itself must come to an end. */
  nesting: 8,
  /** What the checks of theme.css take time for: selectors, widths of queries. */
  selectors: 2_000,
  widths: 12,
} as const;

/** What a theme may cost those who load it. Bytes unless the name says else. */
export const budgets = {
  css: 50_000,
  fonts: 200_000,
  fontFiles: 4,
  images: 500_000,
  image: 200_000,
  /** Pixels a side: what a browser has to hold unpacked. */
  imageSide: 4_096,
  preview: 300_000,
  dataImage: 2_000,
} as const;
