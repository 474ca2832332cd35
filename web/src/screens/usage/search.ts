import { timeIn } from '../../components/span.ts';

export const bys = ['hour', 'day', 'month', 'total'] as const;
export type By = (typeof bys)[number];

export const ranges = ['hours48', 'days30', 'period', 'months12', 'chosen'] as const;
export type Range = (typeof ranges)[number];

/** What the address of the page says of what it shows: whoever opens it sees the same. */
export interface UsageSearch {
  readonly meter?: string;
  readonly by?: By;
  readonly range?: Range;
  /** Times in ISO 8601, of a range that was chosen; up to `to`, without it. */
  readonly from?: string;
  readonly to?: string;
  readonly compare?: true;
}

/** What of an address can be shown. The rest is left out: a stale link still opens the page. */
export function usageSearch(search: Record<string, unknown>): UsageSearch {
  const { meter } = search;
  const by = bys.find((each) => each === search.by);
  const range = ranges.find((each) => each === search.range);
  const [from, to] = [timeIn(search.from), timeIn(search.to)];
  const span = from !== null && to !== null ? { range: 'chosen' as const, from, to } : null;
  return {
    ...(typeof meter === 'string' ? { meter } : {}),
    ...(by ? { by } : {}),
    ...(span ?? (range && range !== 'chosen' ? { range } : {})),
    ...(search.compare === true ? { compare: true } : {}),
  };
}
