import { infiniteQueryOptions } from '@tanstack/react-query';
import { type Api, answered } from '../../api/client.ts';
import { intervalAfter } from '../../api/live.ts';
import { onward } from '../../api/pages.ts';
import type { components } from '../../api/schema.d.ts';

export type StoredUpload = components['schemas']['Upload'];

/** The service looks up each file of the list: it is read again now and then, and after every change made here. */
const UNHURRIED = 10_000;

export const uploadsOf = (api: Api, account: string) =>
  infiniteQueryOptions({
    queryKey: [account, 'uploads', 'list'],
    queryFn: ({ pageParam, signal }) =>
      answered(
        api.GET('/v1/accounts/{account}/uploads', {
          params: { path: { account }, query: pageParam === null ? {} : { cursor: pageParam } },
          signal,
        }),
      ),
    ...onward,
    refetchInterval: ({ state }) => Math.max(UNHURRIED, intervalAfter(state.fetchFailureCount)),
  });

/** Cancels a reservation, or deletes a stored file. */
export const removeUpload = (api: Api, account: string, uploadId: string) =>
  api.DELETE('/v1/accounts/{account}/uploads/{uploadId}', { params: { path: { account, uploadId } } });
