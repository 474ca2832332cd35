export type Step = 'hour' | 'day' | 'month';

/** A figure at a moment; null where there is none. */
export interface Point {
  readonly at: string;
  readonly value: number | null;
}

export interface Series {
  readonly name: string;
  readonly points: readonly Point[];
}

/** The most that may be: one figure, or one for each point of the first series. */
export interface Limit {
  readonly name: string;
  readonly value: number | readonly (number | null)[];
}

/** A moment that something began or ended at. */
export interface Mark {
  readonly at: string;
  readonly label: string;
}

export interface ChartProps {
  readonly series: readonly Series[];
  readonly limit?: Limit | undefined;
  readonly marks?: readonly Mark[];
  /** A meter's unit, or a currency for money in minor units. */
  readonly unit: string;
  /** `bars` draws the first series as bars, the others as lines over them. */
  readonly kind: 'bars' | 'line';
  /** What a point stands for. */
  readonly step: Step;
  readonly label: string;
}

/** The limit at each of `count` points. */
export const limitValues = (limit: Limit | undefined, count: number): readonly (number | null)[] => {
  if (limit === undefined) return [];
  const { value } = limit;
  return Array.from({ length: count }, (_, index) =>
    typeof value === 'number' ? value : (value[index] ?? null),
  );
};
