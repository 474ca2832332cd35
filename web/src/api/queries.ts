import { queryOptions } from '@tanstack/react-query';
import { type Api, answered } from './client.ts';
import { live } from './live.ts';
import type { components } from './schema.d.ts';

export type Quota = components['schemas']['Quota'];
export type Pack = components['schemas']['Pack'];
export type Charge = components['schemas']['Charge'];
export type Purchase = components['schemas']['Purchase'];
export type Price = components['schemas']['ThemePrice'];
export type Held = components['schemas']['HeldTheme'];

/** The most that a part of a list may hold. */
const MOST = 100;

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

/** All that an account may use now. */
export const heldOf = (api: Api, account: string) =>
  queryOptions({
    queryKey: [account, 'themes', 'held'],
    queryFn: async ({ signal }) => {
      const held: Held[] = [];
      let cursor: string | null = null;
      do {
        const query: { limit: number; cursor?: string } =
          cursor === null ? { limit: MOST } : { limit: MOST, cursor };
        const part: { items: Held[]; nextCursor: string | null } = await answered(
          api.GET('/v1/accounts/{account}/themes', { params: { path: { account }, query }, signal }),
        );
        held.push(...part.items);
        cursor = part.nextCursor;
      } while (cursor !== null);
      return held;
    },
    ...live,
  });
