import { digestOf } from '../../domain/digest.ts';
import { ApiError } from '../../domain/errors.ts';

/** What a preview says about what is offered, with a digest of it that the order can bring back. */
export const offered = <Terms extends object>(terms: Terms) => ({ terms, termsDigest: digestOf(terms) });

/** Throws `terms-changed`, with the terms as they are now, when a buyer agreed to others. */
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
