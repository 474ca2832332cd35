const OFTEN = 1_500;
const SELDOM = 30_000;

/**
 * How long until a figure is read again, in milliseconds: every 1.5 s while somebody looks, and after failures ever
 * more seldom, up to half a minute. Hidden pages ask nothing.
 */
export const live = {
  refetchInterval: ({ state }: { readonly state: { readonly fetchFailureCount: number } }) =>
    intervalAfter(state.fetchFailureCount),
};

export const intervalAfter = (failures: number): number => Math.min(SELDOM, OFTEN * 2 ** failures);
