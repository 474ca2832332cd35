import type { Route } from '../routes.ts';
import type { AnswerContract } from './call.ts';

const whole = { type: 'integer', minimum: 0 } as const;

/** The headers of answers, as the API's description tells of them. */
export const answerHeaders = {
  'X-Request-Id': {
    description: 'Names the call in our logs.',
    required: true,
    schema: { type: 'string', minLength: 1 },
  },
  'RateLimit-Limit': {
    description:
      'Calls for one caller in a window: 1,000 a second; of what is expensive, in 60 seconds: 300 previews, 300 usage series, 60 CSV exports (whole, not by `limit`), 60 theme submissions.',
    required: true,
    schema: whole,
  },
  'RateLimit-Remaining': { description: 'Calls left in the window.', required: true, schema: whole },
  'RateLimit-Reset': { description: 'Seconds until the next window.', required: true, schema: whole },
  'Retry-After': { description: 'With 429 and 503: seconds to wait.', schema: whole },
  'Idempotency-Replayed': {
    description: 'There when the answer is that of an earlier call with the same Idempotency-Key.',
    schema: { type: 'string', const: 'true' },
  },
  'X-Next-Cursor': {
    description:
      'The `nextCursor` of a part of a list that is answered as CSV; left out when nothing follows.',
    schema: { type: 'string' },
  },
  'Content-Disposition': {
    description: 'Of CSV: the name of the file to save it under.',
    schema: { type: 'string' },
  },
} as const;

type HeaderName = keyof typeof answerHeaders;

/** Those of an answer that is no refusal, by reference. */
export function headersOf(route: Route, answer: AnswerContract) {
  return referencesTo([
    'X-Request-Id',
    ...(route.access === 'public' ? [] : rate),
    ...(route.idempotency ? (['Idempotency-Replayed'] as const) : []),
    ...(answer.csv ? (['X-Next-Cursor', 'Content-Disposition'] as const) : []),
  ]);
}

const rate = ['RateLimit-Limit', 'RateLimit-Remaining', 'RateLimit-Reset'] as const;

/** Those of a refusal. No others are promised: a gateway may refuse before us, in words of its own. */
export const refusalHeaders = referencesTo(['Retry-After']);

function referencesTo(names: readonly HeaderName[]) {
  return Object.fromEntries(names.map((name) => [name, { $ref: `#/components/headers/${name}` }]));
}
