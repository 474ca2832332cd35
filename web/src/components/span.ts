const DAY = 86_400_000;

/** From `from` (inclusive) to `to` (exclusive), in milliseconds. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

/** The start of the month that is `months` after that of a time, in UTC. */
export function startOfMonth(time: number, months = 0): number {
  const date = new Date(time);
  return Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + months, 1);
}

/** The days of a span as a form shows them: the last one included. */
export const daysOf = ({ from, to }: Span): { readonly first: string; readonly last: string } => ({
  first: new Date(from).toISOString().slice(0, 10),
  last: new Date(to - 1).toISOString().slice(0, 10),
});

/** The times that an address keeps of days in a form; null while a form is not filled in. */
export function timesOf(first: string, last: string): { readonly from: string; readonly to: string } | null {
  const [from, to] = [Date.parse(first), Date.parse(last) + DAY];
  if (Number.isNaN(from) || Number.isNaN(to)) return null;
  return { from: new Date(from).toISOString(), to: new Date(to).toISOString() };
}

/** A time that an address says, in ISO 8601; null when it says none. */
export function timeIn(text: unknown): string | null {
  if (typeof text !== 'string') return null;
  const time = Date.parse(text);
  return Number.isNaN(time) ? null : new Date(time).toISOString();
}
