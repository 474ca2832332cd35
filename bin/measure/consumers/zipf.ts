/** Returns a function that draws accounts of this run by Zipf's law: the n-th 1/n as often as the first. */
export function accountsOf(run: string, count: number, random: () => number): () => string {
  const sums: number[] = [];
  for (let rank = 1; rank <= count; rank += 1) sums.push((sums.at(-1) ?? 0) + 1 / rank);
  const whole = sums.at(-1) ?? 1;
  const prefix = `user_${run.replace(/[^a-z0-9]+/gi, '-')}`;
  return () => {
    const point = random() * whole;
    return `${prefix}-${sums.findIndex((sum) => point < sum)}`;
  };
}
