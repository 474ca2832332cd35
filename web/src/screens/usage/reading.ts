import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import { type Api, answered } from '../../api/client.ts';
import { live } from '../../api/live.ts';
import type { Purchase } from '../../api/queries.ts';
import type { components } from '../../api/schema.d.ts';
import type { Step } from '../../components/chart/series.ts';
import type { Span } from '../../components/span.ts';
import { partsOf } from './span.ts';

export type Snapshot = components['schemas']['UsageSnapshot'];

const LONG = 62 * 86_400_000;
/** How often what is read in several parts is read again, in milliseconds. */
const RARELY = 300_000;
/** The longest list that is read to its end, in parts of 100. */
const MOST_PARTS = 12;

const iso = (time: number): string => new Date(time).toISOString();

/** What was used of a counter, point by point. Long spans reach far back and hardly change: they are read less often. */
export function seriesOf(api: Api, account: string, meter: string, step: Step, span: Span) {
  const { from, to } = span;
  const parts = partsOf(span, step);
  return queryOptions({
    queryKey: [account, 'usage', meter, step, from, to],
    queryFn: async ({ signal }) => {
      const read = async (part: Span) =>
        answered(
          api.GET('/v1/accounts/{account}/usage', {
            params: {
              path: { account },
              query: {
                meter: meter as 'bandwidth',
                granularity: step,
                from: iso(part.from),
                to: iso(part.to),
              },
            },
            signal,
          }),
        );
      return (await Promise.all(parts.map(read))).flatMap(({ items }) => items);
    },
    placeholderData: keepPreviousData,
    ...(parts.length > 1
      ? { refetchInterval: RARELY }
      : to - from > LONG
        ? { refetchInterval: 30_000 }
        : live),
  });
}

/** The levels that were noted in a span, the oldest first. */
export const snapshotsOf = (api: Api, account: string, { from, to }: Span) =>
  queryOptions({
    queryKey: [account, 'snapshots', from, to],
    queryFn: async ({ signal }) => {
      const found = await allParts<Snapshot>((cursor) =>
        answered(
          api.GET('/v1/accounts/{account}/snapshots', {
            params: {
              path: { account },
              query: { limit: 100, from: iso(from), to: iso(to), ...(cursor ? { cursor } : {}) },
            },
            signal,
          }),
        ),
      );
      return found.toReversed();
    },
    placeholderData: keepPreviousData,
    refetchInterval: 60_000,
  });

/** All that was bought, as far as it is asked for here: to know when its capacity came and went. */
export const boughtBy = (api: Api, account: string) =>
  queryOptions({
    queryKey: [account, 'purchases', 'all'],
    queryFn: ({ signal }) =>
      allParts<Purchase>((cursor) =>
        answered(
          api.GET('/v1/accounts/{account}/purchases', {
            params: { path: { account }, query: { limit: 100, ...(cursor ? { cursor } : {}) } },
            signal,
          }),
        ),
      ),
    staleTime: 30_000,
  });

interface Part<T> {
  readonly items: readonly T[];
  readonly nextCursor: string | null;
}

async function allParts<T>(read: (cursor: string | null) => Promise<Part<T>>): Promise<T[]> {
  const all: T[] = [];
  let cursor: string | null = null;
  for (let part = 0; part < MOST_PARTS; part += 1) {
    const { items, nextCursor }: Part<T> = await read(cursor);
    all.push(...items);
    if (nextCursor === null) break;
    cursor = nextCursor;
  }
  return all;
}
