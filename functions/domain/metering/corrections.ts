import type { Day, Instant } from '../time.ts';

/** One change of the amount of an event. */
export interface CorrectionStep {
  /** The operation that requested it: a retry is the same step. */
  readonly operation: string;
  readonly before: number;
  readonly after: number;
  /** Whether the period was closed: then charges change instead of the balance. */
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
  /** The first day of the period that it was counted in. */
  readonly period: Day;
  readonly original: number;
  readonly amount: number;
  /** By how much the balance was moved for it: not at all by steps that came after the close. */
  readonly moved: number;
  /** The latest steps, oldest first. The audit log has them all. */
  readonly history: readonly CorrectionStep[];
}

/** An item has room for that many steps, with texts of any length that is taken. */
const MOST_STEPS = 40;

export const withStep = (correction: Correction, step: CorrectionStep): Correction => ({
  ...correction,
  amount: step.after,
  moved: correction.moved + (step.closed ? 0 : step.after - step.before),
  history: [...correction.history, step].slice(-MOST_STEPS),
});
