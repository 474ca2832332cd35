/** A time in whole milliseconds since 1970-01-01T00:00:00Z. */
export type Instant = number & { readonly __unit: 'epoch-ms' };

/** A UTC hour: `2026-11-23T16`. */
export type Hour = string & { readonly __unit: 'hour' };

/** A UTC day: `2026-11-23`. */
export type Day = string & { readonly __unit: 'day' };

export const SECOND = 1_000;
export const MINUTE = 60 * SECOND;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

export const iso = (at: Instant): string => new Date(at).toISOString();
export const parseInstant = (text: string): Instant => Date.parse(text) as Instant;
export const plus = (at: Instant, milliseconds: number): Instant => (at + milliseconds) as Instant;

export const hourOf = (at: Instant): Hour => iso(at).slice(0, 13) as Hour;
export const startOfHour = (hour: Hour): Instant => parseInstant(`${hour}:00:00Z`);

/** Returns whole seconds, rounded down. Leases are stored in seconds to keep their entries small. */
export const seconds = (at: Instant): number => Math.floor(at / SECOND);

/** Returns the end of a lease that starts now, rounded up to a whole second, so that it is never shorter. */
export const leaseEnd = (now: Instant, leaseSeconds: number): Instant =>
  fromSeconds(Math.ceil(now / SECOND) + leaseSeconds);

export const fromSeconds = (epochSeconds: number): Instant => (epochSeconds * SECOND) as Instant;
