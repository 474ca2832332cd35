import { ApiError } from '../../domain/errors.ts';

/** What a caller is told about its rate (the header names of the IETF draft). */
export interface RateLimit {
  readonly headers: Readonly<Record<string, string>>;
}

/**
 * Calls of one caller on one warm function, which makes one call at a time. `any` stops a runaway client early; the
 * others bound the work of calls that cost a hundred times what a check does. A caller who keeps many functions busy at
 * once has each limit on each of them: what bounds the sum is the throttling of the gateway (docs/decisions/0020-edge.md).
 */
const limits = {
  any: { calls: 1_000, seconds: 1, called: 'requests' },
  previews: { calls: 300, seconds: 60, called: 'previews' },
  series: { calls: 300, seconds: 60, called: 'usage series' },
  exports: { calls: 60, seconds: 60, called: 'CSV exports' },
  submissions: { calls: 60, seconds: 60, called: 'theme submissions' },
} as const;

type Limited = keyof typeof limits;
/** What is limited for itself, because it is expensive. */
export type Expensive = Exclude<Limited, 'any'>;

const MAX_CALLERS = 10_000;

const windows = new Map<string, { from: number; calls: number }>();

/** Counts a call on the wall clock. Throws `too-many-requests` beyond the limit. */
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
