import type { Day, Instant } from '../time.ts';

/** A change of an event's amount. */
export interface CorrectionStep {
  /** The operation that requested it. A retry is the same step. */
  readonly operation: string;
  readonly before: number;
  readonly after: number;
  /** Whether the period was closed. In that case charges change instead of the balance. */
  readonly closed: boolean;
  /** Effect on charges in minor units: positive is a debit, negative a credit. */
  readonly effect: number;
  readonly by: string;
  readonly at: Instant;
  readonly reason: string;
}

/** The correction of one counted event. Its entry in the deduplication log is unchanged, to recognize duplicates. */
export interface Correction {
  readonly meter: string;
  readonly source: string;
  readonly id: string;
  /** When the event happened. */
  readonly time: Instant;
  /** The first day of the period in which it was counted. */
  readonly period: Day;
  readonly original: number;
  readonly amount: number;
  /** How much of the correction is in the balance. Steps after the close do not change it. */
  readonly moved: number;
  /** The latest steps, oldest first. The audit log has them all. */
  readonly history: readonly CorrectionStep[];
}

/** The number of steps that fit into an item, with texts of any accepted length. */
const MOST_STEPS = 40;

export const withStep = (correction: Correction, step: CorrectionStep): Correction => ({
  ...correction,
  amount: step.after,
  moved: correction.moved + (step.closed ? 0 : step.after - step.before),
  history: [...correction.history, step].slice(-MOST_STEPS),
});
