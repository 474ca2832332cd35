import { queryOptions } from '@tanstack/react-query';
import { type Api, answered } from './client.ts';
import { live } from './live.ts';
import type { components } from './schema.d.ts';

export type Quota = components['schemas']['Quota'];
export type Pack = components['schemas']['Pack'];
export type Charge = components['schemas']['Charge'];

/** What screens read, under the names by which what they change is read again. */
export const quotasOf = (api: Api, account: string) =>
  queryOptions({
    queryKey: [account, 'quotas'],
    queryFn: ({ signal }) =>
      answered(
        api.GET('/v1/accounts/{account}/quotas', {
          params: { path: { account }, query: { explain: 'true' } },
          signal,
        }),
      ),
    ...live,
  });

export const packsOn = (api: Api) =>
  queryOptions({
    queryKey: ['packs'],
    queryFn: ({ signal }) => answered(api.GET('/v1/packs', { signal })),
    staleTime: 60_000,
  });
