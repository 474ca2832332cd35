export const sorts = ['newest', 'popular', 'rating', 'price'] as const;
export type Sort = (typeof sorts)[number];

/** What of the store is shown; the newest first and all tags, unless the address says otherwise. */
export interface StoreSearch {
  readonly sort?: Sort;
  readonly tag?: string;
}

const TAG = /^[a-z0-9]([a-z0-9-]{0,30}[a-z0-9])?$/;

export function storeSearch({ sort, tag }: Record<string, unknown>): StoreSearch {
  const known = sorts.find((one) => one === sort);
  return {
    ...(known && known !== 'newest' ? { sort: known } : {}),
    ...(typeof tag === 'string' && TAG.test(tag) ? { tag } : {}),
  };
}
