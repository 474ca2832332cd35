import { Fault } from '../domain/faults.ts';

/** What a caller is told about its rate (the header names of the IETF draft). */
export interface RateLimit {
  readonly headers: Readonly<Record<string, string>>;
}

/**
 * Calls a second for one caller on one warm function: a courtesy that stops a runaway client early. The
 * gateway's throttling is what protects the service.
 */
const LIMIT = 1_000;
const WINDOW = 1_000;
const MAX_CALLERS = 10_000;

const windows = new Map<string, { from: number; calls: number }>();

/** Counts a call on the wall clock. Throws `too-many-requests` beyond the limit. */
export function countCall(subject: string): RateLimit {
  const now = Date.now();
  const known = windows.get(subject);
  const window = known && now - known.from < WINDOW ? known : { from: now, calls: 0 };
  window.calls += 1;
  if (windows.size >= MAX_CALLERS) windows.clear();
  windows.set(subject, window);
  const reset = String(Math.ceil((window.from + WINDOW - now) / 1_000));
  const headers = {
    'ratelimit-limit': String(LIMIT),
    'ratelimit-remaining': String(Math.max(0, LIMIT - window.calls)),
    'ratelimit-reset': reset,
  };
  if (window.calls <= LIMIT) return { headers };
  throw new Fault('too-many-requests', `At most ${LIMIT} calls a second; try again in ${reset} s.`, {
    headers: { ...headers, 'retry-after': reset },
  });
}
