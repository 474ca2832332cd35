import type { ThemeReview } from '../queries.ts';

type State = ThemeReview['state'];

/** How far a version can have come, those first that somebody waits for. */
export const states = [
  'awaitingReview',
  'approved',
  'rejected',
  'failed',
  'running',
  'awaitingUpload',
  'superseded',
] as const satisfies readonly State[];

export interface ReviewsSearch {
  readonly state?: State;
}

export function reviewsSearch(search: Record<string, unknown>): ReviewsSearch {
  const state = states.find((each) => each === search.state);
  return state ? { state } : {};
}
