import { intervalAfter } from './live.ts';

interface Paged {
  readonly state: {
    readonly fetchFailureCount: number;
    readonly data?: { readonly pages: readonly unknown[] } | undefined;
  };
}

/** As `live`, for lists of several parts: a request every 1.5 s however many parts are shown. */
export const livePages = {
  refetchInterval: ({ state }: Paged) =>
    intervalAfter(state.fetchFailureCount) * Math.max(1, state.data?.pages.length ?? 1),
};

/** How a list leads on. */
export const onward = {
  initialPageParam: null as string | null,
  getNextPageParam: <Part extends { readonly nextCursor: string | null }>({ nextCursor }: Part) => nextCursor,
};
