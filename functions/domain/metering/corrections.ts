import type { Day, Instant } from '../time.ts';

/** One change of what an event counts for. */
export interface CorrectionStep {
  /** The operation that asked for it: the same again is the same step. */
  readonly operation: string;
  readonly before: number;
  readonly after: number;
  /** Whether the period had closed: then its money moved in place of its balance. */
  readonly closed: boolean;
  /** Minor units that are owed for it, or, below zero, given back. */
  readonly effect: number;
  readonly by: string;
  readonly at: Instant;
  readonly reason: string;
}

/** What was made of one counted event. Its entry in the journal stays as it was: by that, duplicates are known. */
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
