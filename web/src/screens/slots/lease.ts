/** For how long a slot can be leased here, in seconds; null: until it is released. */
export const leases = [null, 60, 600, 3_600, 21_600, 86_400] as const;
export type Lease = (typeof leases)[number];
export const ownLeases = [60, 600, 3_600, 21_600, 86_400] as const satisfies readonly Lease[];

/** Seconds from now until `end`, started ones whole; none when it is over. */
export const secondsLeft = (end: string, now: number): number =>
  Math.max(0, Math.ceil((Date.parse(end) - now) / 1_000));

/** A lease of about these seconds, as the API takes it: half a minute at least. */
export const within = (seconds: number): number => Math.min(86_400, Math.max(30, seconds));

/** What is left until `end`: `1:02:03`, or `2:03` within the last hour. */
export function countdown(end: string, now: number): string {
  const seconds = secondsLeft(end, now);
  const [hours, minutes, rest] = [Math.floor(seconds / 3_600), Math.floor(seconds / 60) % 60, seconds % 60];
  const two = (figure: number) => String(figure).padStart(2, '0');
  return hours > 0 ? `${hours}:${two(minutes)}:${two(rest)}` : `${minutes}:${two(rest)}`;
}
