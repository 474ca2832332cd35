import type { Instant } from '../domain/time.ts';

/** The source of business time. Deployments use the wall clock; the local stack and tests replace it. */
export interface Clock {
  now(): Instant;
}

export const wallClock: Clock = { now: () => Date.now() as Instant };

let current: Clock = wallClock;

/** Returns the business time in epoch milliseconds. Tokens are never checked against it. */
export const now = (): Instant => current.now();

export function useClock(clock: Clock): void {
  current = clock;
}
