/**
 * Splits an integer by weights. Each part is its exact share rounded up or down to an integer, and the parts add up to
 * the total. The remainder goes, one unit each, to the parts with the largest fractions; on a tie, to the first.
 */
export function apportion(total: number, weights: readonly bigint[]): number[] {
  const sum = weights.reduce((all, weight) => all + weight, 0n);
  if (sum === 0n) return weights.map(() => 0);
  const exact = weights.map((weight) => BigInt(total) * weight);
  const parts = exact.map((numerator) => numerator / sum);
  const given = parts.reduce((all, part) => all + part, 0n);
  const byLoss = exact
    .map((numerator, place) => ({ place, loss: numerator % sum }))
    .sort((a, b) => Number(b.loss > a.loss) - Number(b.loss < a.loss) || a.place - b.place);
  const raised = new Set(byLoss.slice(0, total - Number(given)).map(({ place }) => place));
  return parts.map((part, place) => Number(part) + (raised.has(place) ? 1 : 0));
}

/** Returns `amount × part ÷ whole`, rounded down. */
export const portionOf = (amount: number, part: number, whole: number): number =>
  Number((BigInt(amount) * BigInt(part)) / BigInt(whole));
