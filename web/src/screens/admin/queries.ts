import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query';
import { type Api, answered } from '../../api/client.ts';
import { live } from '../../api/live.ts';
import { livePages, onward } from '../../api/pages.ts';
import type { components } from '../../api/schema.d.ts';
import type { Span } from '../../components/span.ts';
import { timesIn } from './range.ts';

export type Revenue = components['schemas']['Revenue'];
/** A sum over all accounts. */
export type MoneySum = components['schemas']['MoneySum'];

/** As it is drawn and written: text, beyond the numbers that are exact here, to the nearest. */
export const shownSum = ({ amount, currency }: MoneySum) => ({ amount: Number(amount), currency });

export type PackFigures = components['schemas']['PackFigures'];
export type ThemeReview = components['schemas']['ThemeReview'];
export type AuditLine = components['schemas']['AuditLine'];
export type QueueFigures = components['schemas']['QueueFigures'];

/** What changes once a day, or costs more to read than it changes: in milliseconds. */
const SELDOM = 15_000;

export type Granularity = 'day' | 'month';

/** What admins read, all under one name: whatever they do may change any of it. */
export const revenueOf = (api: Api, span: Span, granularity: Granularity) =>
  queryOptions({
    queryKey: ['admin', 'revenue', span, granularity],
    queryFn: ({ signal }) =>
      answered(
        api.GET('/v1/admin/revenue', { params: { query: { ...timesIn(span), granularity } }, signal }),
      ),
    placeholderData: keepPreviousData,
    ...live,
  });

export const packFiguresOf = (api: Api) =>
  queryOptions({
    queryKey: ['admin', 'packs'],
    queryFn: ({ signal }) => answered(api.GET('/v1/admin/packs', { signal })),
    ...live,
  });

/** Figures of whole days: they move when a day has ended. */
export const usageOf = (api: Api, span: Span) =>
  queryOptions({
    queryKey: ['admin', 'usage', span],
    queryFn: ({ signal }) =>
      answered(api.GET('/v1/admin/usage', { params: { query: timesIn(span) }, signal })),
    select: ({ items, latest, hours }) => ({
      items: items.map(({ total, ...item }) => ({ ...item, total: Number(total) })),
      latest,
      hours: hours.map(({ amount, ...hour }) => ({ ...hour, amount: Number(amount) })),
    }),
    placeholderData: keepPreviousData,
    refetchInterval: SELDOM,
  });

export const outstandingOf = (api: Api) =>
  infiniteQueryOptions({
    queryKey: ['admin', 'outstanding'],
    queryFn: ({ pageParam, signal }) =>
      answered(
        api.GET('/v1/admin/outstanding', {
          params: { query: pageParam === null ? {} : { cursor: pageParam } },
          signal,
        }),
      ),
    ...onward,
    ...livePages,
  });

/** Each answer signs a link to every preview: it is not asked for more often than a review needs. */
export const themesOf = (api: Api, state: ThemeReview['state']) =>
  infiniteQueryOptions({
    queryKey: ['admin', 'themes', state],
    queryFn: ({ pageParam, signal }) =>
      answered(
        api.GET('/v1/admin/themes', {
          params: { query: { state, ...(pageParam === null ? {} : { cursor: pageParam }) } },
          signal,
        }),
      ),
    ...onward,
    refetchInterval: SELDOM,
  });

const AUDIT_PART = 50;

export const auditOf = (api: Api, account: string | undefined) =>
  infiniteQueryOptions({
    queryKey: ['admin', 'audit', account ?? null],
    queryFn: ({ pageParam, signal }) =>
      answered(
        api.GET('/v1/admin/audit', {
          params: {
            query: {
              limit: AUDIT_PART,
              ...(account === undefined ? {} : { account }),
              ...(pageParam === null ? {} : { cursor: pageParam }),
            },
          },
          signal,
        }),
      ),
    ...onward,
    ...livePages,
  });

export const queuesOf = (api: Api) =>
  queryOptions({
    queryKey: ['admin', 'queues'],
    queryFn: ({ signal }) => answered(api.GET('/v1/admin/dead-letters', { signal })),
    ...live,
  });
