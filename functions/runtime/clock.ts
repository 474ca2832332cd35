import type { Instant } from '../domain/time.ts';

/** Where business time comes from. The cloud uses the wall clock; a desk or a test puts another in its place. */
export interface Clock {
  now(): Instant;
}

export const wallClock: Clock = { now: () => Date.now() as Instant };

let current: Clock = wallClock;

/** The business time, epoch milliseconds. Tokens are never checked against it. */
export const now = (): Instant => current.now();

export function useClock(clock: Clock): void {
  current = clock;
}
