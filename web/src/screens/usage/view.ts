import type { Quota } from '../../api/queries.ts';
import type { Span } from '../../components/span.ts';
import { type By, bys, type Range, type UsageSearch } from './search.ts';
import { defaultBy, isFineEnough, spanOf } from './span.ts';

/** What is shown: what the address says, completed. */
export interface View {
  readonly quota: Quota;
  readonly by: By;
  readonly range: Range;
  readonly span: Span;
  readonly compare: boolean;
}

export function viewOf(search: UsageSearch, quotas: readonly Quota[], asOf: string): View | null {
  const quota =
    quotas.find(({ meter }) => meter === search.meter) ??
    quotas.find(({ kind }) => kind === 'counter') ??
    quotas[0];
  if (!quota) return null;
  const { range = 'days30', compare = false } = search;
  const span = spanOf(search, Date.parse(asOf));
  const wanted = search.by ?? defaultBy[range];
  const by =
    bysFor(quota, span).find((each) => each === wanted) ?? (quota.kind === 'counter' ? 'day' : 'total');
  return { quota, by, range, span, compare };
}

/** By what a meter can be shown: what adds up by each hour, what is there by the end of each day. */
export const bysFor = ({ kind }: Quota, span: Span): readonly By[] =>
  kind === 'counter' ? bys.filter((by) => isFineEnough(span, by)) : ['total'];
