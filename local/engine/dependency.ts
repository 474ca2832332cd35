import { setTimeout as sleep } from 'node:timers/promises';
import { isReachable } from './reachable.ts';

/**
 * A process that workers depend on: the engine. A failure while it is unavailable does not count against the message.
 */
export interface Dependency {
  /** How often it ended so far, to compare with later. */
  readonly losses: number;
  /** Whether it is unavailable now, or was since the count was `since`. */
  wasAway(since: number): Promise<boolean>;
  /** Resolves when it is available, or when waiting is pointless. */
  back(signal: AbortSignal): Promise<void>;
}

/** A dependency that is always available. */
export const alwaysThere: Dependency = {
  losses: 0,
  wasAway: async () => false,
  back: async () => {},
};

const PAUSE_MS = 50;

/**
 * The engine at an address. `lossesOf` returns how often its process has ended. Once it `isGone`, nothing waits for it.
 */
export const dependencyOn = (
  endpoint: string,
  lossesOf: () => number = () => 0,
  isGone: () => boolean = () => false,
): Dependency => ({
  get losses() {
    return lossesOf();
  },
  // Check the connection as well, because a request fails before the process's exit is reported.
  wasAway: async (since) => lossesOf() !== since || !(await isReachable(endpoint)),
  back: async (signal) => {
    while (!signal.aborted && !isGone() && !(await isReachable(endpoint)))
      await sleep(PAUSE_MS, undefined, { signal }).catch(() => {});
  },
});
