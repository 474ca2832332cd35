import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { type Api, answered } from '../../api/client.ts';
import { intervalAfter } from '../../api/live.ts';
import { livePages, onward } from '../../api/pages.ts';
import type { components } from '../../api/schema.d.ts';

export type Note = components['schemas']['Notification'];

const partOf = (api: Api, account: string, cursor: string | null, signal: AbortSignal) =>
  answered(
    api.GET('/v1/accounts/{account}/notifications', {
      params: { path: { account }, query: cursor === null ? {} : { cursor } },
      signal,
    }),
  );

export const notesOf = (api: Api, account: string) =>
  infiniteQueryOptions({
    queryKey: [account, 'notifications', 'list'],
    queryFn: ({ pageParam, signal }) => partOf(api, account, pageParam, signal),
    ...onward,
    ...livePages,
  });

/** Wherever one is, the count of what is new may be some seconds late. */
const UNHURRIED = 5_000;

/** The latest of them: enough to say that there are new ones. */
export const latestNotesOf = (api: Api, account: string) =>
  queryOptions({
    queryKey: [account, 'notifications', 'latest'],
    queryFn: ({ signal }) => partOf(api, account, null, signal),
    refetchInterval: ({ state }) => Math.max(UNHURRIED, intervalAfter(state.fetchFailureCount)),
  });
