import { ApiError } from '../../domain/errors.ts';

/** The caller's rate limit in response headers (names of the IETF draft). */
export interface RateLimit {
  readonly headers: Readonly<Record<string, string>>;
}

/**
 * Limits per caller and warm function, which handles one call at a time. `any` stops a runaway client early. The others
 * limit calls that cost a hundred times as much as a quota check. A caller that uses many functions concurrently has
 * each limit on each of them; the gateway's throttling limits the sum (docs/decisions/0020-edge.md).
 */
const limits = {
  any: { calls: 1_000, seconds: 1, called: 'requests' },
  previews: { calls: 300, seconds: 60, called: 'previews' },
  series: { calls: 300, seconds: 60, called: 'usage series' },
  exports: { calls: 60, seconds: 60, called: 'CSV exports' },
  submissions: { calls: 60, seconds: 60, called: 'theme submissions' },
} as const;

type Limited = keyof typeof limits;
/** The kinds of expensive calls, which have limits of their own. */
export type Expensive = Exclude<Limited, 'any'>;

const MAX_CALLERS = 10_000;

const windows = new Map<string, { from: number; calls: number }>();

/** Counts a call on the wall clock. Throws `too-many-requests` above the limit. */
export function countCall(subject: string, kind: Limited = 'any'): RateLimit {
  const { calls: limit, seconds, called } = limits[kind];
  const length = seconds * 1_000;
  const now = Date.now();
  const key = `${kind} ${subject}`;
  const known = windows.get(key);
  const window = known && now - known.from < length ? known : { from: now, calls: 0 };
  window.calls += 1;
  if (windows.size >= MAX_CALLERS) windows.clear();
  windows.set(key, window);
  const reset = String(Math.ceil((window.from + length - now) / 1_000));
  const headers = {
    'ratelimit-limit': String(limit),
    'ratelimit-remaining': String(Math.max(0, limit - window.calls)),
    'ratelimit-reset': reset,
  };
  if (window.calls <= limit) return { headers };
  const span = seconds === 1 ? 'per second' : `per ${seconds} seconds`;
  throw new ApiError(
    'too-many-requests',
    `The limit of ${limit} ${called} ${span} is reached. Retry in ${reset} s.`,
    {
      headers: { ...headers, 'retry-after': reset },
    },
  );
}
