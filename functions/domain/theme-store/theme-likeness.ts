/** What the stylesheet of a theme is made of, as hashes of 32 bits: enough to see how much of it another theme has, too. */
export interface Fingerprint {
  /** SHA-256 of the stylesheet as the store hands it on. */
  readonly whole: string;
  /** One for each declaration of theme.css, with its selector and query; the smallest of them when there are many. */
  readonly rules: readonly number[];
  /** One for each token, with its path. */
  readonly tokens: readonly number[];
}

/** How much two themes have in common, in whole percent of what either has. */
export interface Likeness {
  readonly sameFile: boolean;
  readonly rules: number;
  readonly tokens: number;
}

/** Hashes that are kept of each kind: of more, a share of this many stands for the share of all. */
export const MOST_HASHES = 128;

/** From so many percent of the rules, or of the tokens, on a theme is pointed out to its reviewer. */
const ALIKE = 80;
/** Rules that a stylesheet must have for their share to say something. */
const FEWEST = 10;

/** How alike two themes are; null when it is not worth a word. */
export function likenessOf(one: Fingerprint, other: Fingerprint): Likeness | null {
  const sameFile = one.whole === other.whole;
  const rules = sharedPercent(one.rules, other.rules);
  const tokens = sharedPercent(one.tokens, other.tokens);
  const hasRules = Math.min(one.rules.length, other.rules.length) >= FEWEST;
  const isAlike = sameFile || tokens >= ALIKE || (hasRules && rules >= ALIKE);
  return isAlike ? { sameFile, rules, tokens } : null;
}

/** What both have, of the smallest hashes of what either has: rounded down. */
function sharedPercent(one: readonly number[], other: readonly number[]): number {
  const [a, b] = [new Set(one), new Set(other)];
  const either = [...new Set([...one, ...other])].sort((x, y) => x - y);
  const looked = either.slice(
    0,
    Math.max(one.length, other.length) < MOST_HASHES ? either.length : MOST_HASHES,
  );
  if (looked.length === 0) return 100;
  return Math.floor((100 * looked.filter((hash) => a.has(hash) && b.has(hash)).length) / looked.length);
}
