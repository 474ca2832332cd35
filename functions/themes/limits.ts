import { MAX_PACKAGE_BYTES } from '../domain/theme-store/open-submissions.ts';

/** Limits of a package, in bytes unless the name says otherwise. Enforced on the actual output of the inflater. */
export const packageLimits = {
  zip: MAX_PACKAGE_BYTES,
  /** Number of entries, including folders. */
  entries: 200,
  unpacked: 20_000_000,
  entry: 5_000_000,
  /** Size of a parsed file: theme.json, theme.css, README.md, licenses, SVG. */
  text: 200_000,
  /** Unpacked bytes per packed byte, of an entry and of the package. Text and images stay below 30. */
  ratio: 100,
  /** Entries below this size have no ratio limit, because a file of blanks is harmless. */
  ratioFrom: 1_000,
  /** Characters of a name with its folder. */
  name: 100,
  /** Nested brackets in theme.css and theme.json, which limits the recursion of parsers. */
  nesting: 8,
  /** Limits for the duration of the checks of theme.css: selectors, widths in queries. */
  selectors: 2_000,
  widths: 12,
} as const;

/** Performance budgets of a theme. Bytes unless the name says otherwise. */
export const budgets = {
  css: 50_000,
  fonts: 200_000,
  fontFiles: 4,
  images: 500_000,
  image: 200_000,
  /** Pixels per side, which determine a browser's memory. */
  imageSide: 4_096,
  preview: 300_000,
  dataImage: 2_000,
} as const;
