import { type RangeSearch, rangeSearch } from '../range.ts';

export interface PatternSearch extends RangeSearch {
  readonly meter?: string;
}

export function patternSearch(search: Record<string, unknown>): PatternSearch {
  const { meter } = search;
  return { ...rangeSearch(search), ...(typeof meter === 'string' ? { meter } : {}) };
}
