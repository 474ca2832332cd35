/** The content of a theme's stylesheet as 32-bit hashes, enough to measure how much of it another theme shares. */
export interface Fingerprint {
  /** SHA-256 of the published stylesheet. */
  readonly whole: string;
  /** One hash per declaration of theme.css, with its selector and query; the smallest hashes if there are many. */
  readonly rules: readonly number[];
  /** One hash per token, with its path. */
  readonly tokens: readonly number[];
}

/** The overlap of two themes, in whole percent of their union. */
export interface Likeness {
  readonly sameFile: boolean;
  readonly rules: number;
  readonly tokens: number;
}

/** Maximum hashes stored per kind. The overlap of the smallest hashes estimates that of all. */
export const MOST_HASHES = 128;

/** The overlap of rules or tokens, in percent, from which the reviewer is informed. */
const ALIKE = 80;
/** Minimum rules for a meaningful overlap. */
const FEWEST = 10;

/** Returns the likeness of two themes; null if it is insignificant. */
export function likenessOf(one: Fingerprint, other: Fingerprint): Likeness | null {
  const sameFile = one.whole === other.whole;
  const rules = sharedPercent(one.rules, other.rules);
  const tokens = sharedPercent(one.tokens, other.tokens);
  const hasRules = Math.min(one.rules.length, other.rules.length) >= FEWEST;
  const isAlike = sameFile || tokens >= ALIKE || (hasRules && rules >= ALIKE);
  return isAlike ? { sameFile, rules, tokens } : null;
}

/** Returns the percentage of the union's smallest hashes that both contain, rounded down. */
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
