import type { Route } from '../routes.ts';
import type { AnswerContract } from './call.ts';

const count = { type: 'integer', minimum: 0 } as const;

/** The response headers in the API's description. */
export const answerHeaders = {
  'X-Request-Id': {
    description: 'Identifies the request in our logs.',
    required: true,
    schema: { type: 'string', minLength: 1 },
  },
  'RateLimit-Limit': {
    description:
      'Requests of one caller per window. All requests: 1,000 per second. Expensive requests, per 60 seconds: 300 previews, 300 usage series, 60 CSV exports (complete ones, without `limit`), 60 theme submissions.',
    required: true,
    schema: count,
  },
  'RateLimit-Remaining': { description: 'Remaining requests in the window.', required: true, schema: count },
  'RateLimit-Reset': { description: 'Seconds until the next window.', required: true, schema: count },
  'Retry-After': { description: 'With 429 and 503: seconds to wait before a retry.', schema: count },
  'Idempotency-Replayed': {
    description:
      'Present when the response replays that of an earlier request with the same Idempotency-Key.',
    schema: { type: 'string', const: 'true' },
  },
  'X-Next-Cursor': {
    description: 'The `nextCursor` of a CSV page. Absent on the last page.',
    schema: { type: 'string' },
  },
  'Content-Disposition': {
    description: 'The file name of a CSV export.',
    schema: { type: 'string' },
  },
} as const;

type HeaderName = keyof typeof answerHeaders;

/** Returns references to the headers of a successful response. */
export function headersOf(route: Route, answer: AnswerContract) {
  return referencesTo([
    'X-Request-Id',
    ...(route.access === 'public' ? [] : rate),
    ...(route.idempotency ? (['Idempotency-Replayed'] as const) : []),
    ...(answer.csv ? (['X-Next-Cursor', 'Content-Disposition'] as const) : []),
  ]);
}

const rate = ['RateLimit-Limit', 'RateLimit-Remaining', 'RateLimit-Reset'] as const;

/**
 * The headers of an error. Only this one is guaranteed, because the gateway may refuse a request before a function
 * runs.
 */
export const refusalHeaders = referencesTo(['Retry-After']);

function referencesTo(names: readonly HeaderName[]) {
  return Object.fromEntries(names.map((name) => [name, { $ref: `#/components/headers/${name}` }]));
}
