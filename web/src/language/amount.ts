/** A unit that people count in, and how many of the meter's own it is. */
export interface CountingUnit {
  readonly name: 'gigabyte' | 'megabyte' | 'minute' | 'hour' | 'one';
  readonly size: number;
  /** Amounts to choose at one press. */
  readonly suggested: readonly number[];
}

const one: CountingUnit = { name: 'one', size: 1, suggested: [1, 5, 10] };
const units: Readonly<Record<string, readonly [CountingUnit, ...CountingUnit[]]>> = {
  byte: [
    { name: 'gigabyte', size: 1_000_000_000, suggested: [1, 5, 20] },
    { name: 'megabyte', size: 1_000_000, suggested: [100, 250, 500] },
  ],
  second: [
    { name: 'minute', size: 60, suggested: [10, 30, 60] },
    { name: 'hour', size: 3_600, suggested: [1, 2, 5] },
  ],
};

/** The units to count a meter's unit in, the usual one first. */
export const countingUnits = (unit: string): readonly [CountingUnit, ...CountingUnit[]] =>
  units[unit] ?? [one];

const WRITTEN = /^(\d{1,15})(?:[.,](\d{1,9}))?$/;

/**
 * What was written, in the meter's own unit; null when it is no amount, finer than that unit, or more than can be
 * counted exactly. In whole numbers throughout: no part of a byte is lost on the way.
 */
export function amountIn(text: string, { size }: CountingUnit): number | null {
  const [, whole, part = ''] = WRITTEN.exec(text.trim()) ?? [];
  if (whole === undefined) return null;
  const scale = 10n ** BigInt(part.length);
  const product = (BigInt(whole) * scale + BigInt(part || '0')) * BigInt(size);
  if (product % scale !== 0n) return null;
  const amount = product / scale;
  return amount > 0n && amount <= BigInt(Number.MAX_SAFE_INTEGER) ? Number(amount) : null;
}
