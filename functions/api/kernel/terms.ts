import { digestOf } from '../../domain/digest.ts';
import { ApiError } from '../../domain/errors.ts';

/** Adds a digest to the terms in a preview. The order sends it back. */
export const offered = <Terms extends object>(terms: Terms) => ({ terms, termsDigest: digestOf(terms) });

/** Throws `terms-changed` with the current terms if the buyer agreed to other terms. */
export function refuseChangedTerms(seen: string | undefined, terms: object): void {
  const now = offered(terms);
  if (seen === undefined || seen === now.termsDigest) return;
  throw new ApiError(
    'terms-changed',
    'The terms have changed since the preview. Show the buyer the new `terms` and retry with the new digest.',
    {
      errors: [{ path: '/termsDigest', detail: 'Does not match the current `terms`.' }],
      members: now,
    },
  );
}
