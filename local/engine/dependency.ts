import { setTimeout as sleep } from 'node:timers/promises';
import { isReachable } from './reachable.ts';

/** What workers depend on: the engine. What fails while it is away is no error of the message that was in work. */
export interface Dependency {
  /** How often it was lost so far: a mark to compare with. */
  readonly losses: number;
  /** Whether it is away now, or was since that many losses. */
  wasAway(since: number): Promise<boolean>;
  /** Resolves when it is there, or when there is no more waiting for it. */
  back(signal: AbortSignal): Promise<void>;
}

/** Nothing that could be away. */
export const alwaysThere: Dependency = {
  losses: 0,
  wasAway: async () => false,
  back: async () => {},
};

const PAUSE_MS = 50;

/** An engine at an address. `lossesOf` counts how often its process has ended; it is not waited for once it `isGone`. */
export const dependencyOn = (
  endpoint: string,
  lossesOf: () => number = () => 0,
  isGone: () => boolean = () => false,
): Dependency => ({
  get losses() {
    return lossesOf();
  },
  // The connection is asked for too: a request fails before the end of the process is known.
  wasAway: async (since) => lossesOf() !== since || !(await isReachable(endpoint)),
  back: async (signal) => {
    while (!signal.aborted && !isGone() && !(await isReachable(endpoint)))
      await sleep(PAUSE_MS, undefined, { signal }).catch(() => {});
  },
});
