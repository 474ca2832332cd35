import type { Granularity } from '../queries.ts';
import { type RangeSearch, rangeSearch } from '../range.ts';

/** All types together. */
export const ALL = 'all';

export interface RevenueSearch extends RangeSearch {
  readonly by?: Granularity;
  /** What was charged for, as the chart shows it. Left out: all. */
  readonly type?: string;
}

export function revenueSearch(search: Record<string, unknown>): RevenueSearch {
  const { by, type } = search;
  return {
    ...rangeSearch(search),
    ...(by === 'day' || by === 'month' ? { by } : {}),
    ...(typeof type === 'string' && type !== ALL ? { type } : {}),
  };
}
