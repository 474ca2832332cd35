/** What one account adds to the figures of a day. Amounts in the meter's unit. */
export interface MeterFigures {
  /** What a counter grew by that day; what a gauge or the slots came to at its end. */
  readonly amount: number;
  readonly used: number;
  readonly limit: number;
}

/** The figures of many accounts on a day, by meter. */
export type DayFigures = Readonly<Record<string, MeterDay>>;

export interface MeterDay {
  readonly total: number;
  readonly accounts: number;
  /** How many accounts had used how much of their limit, by the bands below. */
  readonly bands: readonly number[];
  /** Who used most, the most first. */
  readonly top: readonly (readonly [account: string, used: number])[];
}

/** Percent of the limit: nothing, below a half, below the warning, below the limit, at it or beyond. */
export const BANDS = ['0', '1-49', '50-79', '80-99', '100+'] as const;
export const TOP_ACCOUNTS = 10;

const nothing: MeterDay = { total: 0, accounts: 0, bands: BANDS.map(() => 0), top: [] };

/** In integers: no share is ever rounded. */
function bandOf({ used, limit }: MeterFigures): number {
  if (used === 0) return 0;
  if (used >= limit) return 4;
  const [parts, whole] = [BigInt(used) * 100n, BigInt(limit)];
  return parts >= whole * 80n ? 3 : parts >= whole * 50n ? 2 : 1;
}

const byUse = (a: readonly [string, number], b: readonly [string, number]): number =>
  b[1] - a[1] || (a[0] < b[0] ? -1 : 1);

/** The figures with one more account in them. */
export function figuresAfter(
  figures: DayFigures,
  account: string,
  usage: Readonly<Record<string, MeterFigures>>,
): DayFigures {
  const added = Object.entries(usage).map(([meter, own]) => {
    const { total, accounts, bands, top } = figures[meter] ?? nothing;
    const band = bandOf(own);
    const entry = [account, own.used] as const;
    return [
      meter,
      {
        total: total + own.amount,
        accounts: accounts + 1,
        bands: bands.map((count, index) => (index === band ? count + 1 : count)),
        top: own.used > 0 ? [...top, entry].sort(byUse).slice(0, TOP_ACCOUNTS) : top,
      },
    ];
  });
  return { ...figures, ...Object.fromEntries(added) };
}

/** The figures of several shards together. */
export function sumOfFigures(all: readonly DayFigures[]): DayFigures {
  const sum: Record<string, MeterDay> = {};
  for (const figures of all)
    for (const [meter, day] of Object.entries(figures)) {
      const known = sum[meter] ?? nothing;
      sum[meter] = {
        total: known.total + day.total,
        accounts: known.accounts + day.accounts,
        bands: known.bands.map((count, index) => count + (day.bands[index] ?? 0)),
        top: [...known.top, ...day.top].sort(byUse).slice(0, TOP_ACCOUNTS),
      };
    }
  return sum;
}
