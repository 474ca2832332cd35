import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { type Api, answered } from '../../api/client.ts';
import { live } from '../../api/live.ts';
import { livePages, onward } from '../../api/pages.ts';
import { isPassing } from '../../api/refusal.ts';
import type { components } from '../../api/schema.d.ts';

export type Submission = components['schemas']['ThemeSubmission'];
export type Version = components['schemas']['ThemeVersion'];
export type Check = components['schemas']['ThemeCheck'];
export type Upload = components['schemas']['ThemeUpload'];

/** What stands in a package: where it goes, and as which version of which theme. */
export interface Form {
  readonly themeId: string;
  readonly version: number;
  readonly upload: Upload;
}

const MOST = 100;

export const submissionsOf = (api: Api, account: string) =>
  infiniteQueryOptions({
    queryKey: [account, 'submissions', 'list'],
    queryFn: ({ pageParam, signal }) => partOf(api, account, pageParam, signal),
    ...onward,
    ...livePages,
  });

const partOf = (api: Api, account: string, cursor: string | null, signal: AbortSignal) =>
  answered(
    api.GET('/v1/accounts/{account}/submissions', {
      params: { path: { account }, query: cursor === null ? { limit: MOST } : { limit: MOST, cursor } },
      signal,
    }),
  );

/** One of the account's submissions, however long ago it was made; null when it has none such. */
export const submissionOf = (api: Api, account: string, themeId: string) =>
  queryOptions({
    queryKey: [account, 'submissions', 'one', themeId],
    queryFn: async ({ signal }) => {
      let cursor: string | null = null;
      do {
        const part: Awaited<ReturnType<typeof partOf>> = await partOf(api, account, cursor, signal);
        const found = part.items.find((one) => one.themeId === themeId);
        if (found) return found;
        cursor = part.nextCursor;
      } while (cursor !== null);
      return null;
    },
    ...live,
  });

/** What the checks found in a version, by the verdict of that moment: it may be checked again. */
export const validationOf = (api: Api, account: string, themeId: string, { version, validatedAt }: Version) =>
  queryOptions({
    queryKey: [account, 'validation', themeId, version, validatedAt],
    queryFn: ({ signal }) =>
      answered(
        api.GET('/v1/themes/{themeId}/validation', {
          params: { path: { themeId }, query: { version } },
          signal,
        }),
      ),
    ...live,
  });

/** What the creator said of a theme: also of one that is not on sale yet. */
export const detailsOf = (api: Api, account: string, themeId: string) =>
  queryOptions({
    queryKey: [account, 'details', themeId],
    queryFn: ({ signal }) =>
      answered(api.GET('/v1/themes/{themeId}', { params: { path: { themeId } }, signal })),
    retry: (failures, fault) => failures < 2 && isPassing(fault),
  });
